//! Version 4 (RFC 7530, RFC 8881, RFC 7862): the operations of a COMPOUND, one after another.

use super::Op;
use super::files::{Files, HANDLE_MAX, NAME_MAX, Spot, join};
use super::v3::content;
use super::xdr::{Fail, Read, Xdr};
use crate::message::{Direction, Outlet};
use std::collections::VecDeque;
use std::sync::Arc;

/// The procedure that carries operations.
pub(super) const COMPOUND: u32 = 1;
/// Operations of a COMPOUND that are followed.
const OPERATIONS_MAX: u32 = 64;
/// Longest tag, owner, or other text that is passed over.
const OPAQUE_MAX: usize = 4096;
/// Words of a bitmap.
const BITMAP_MAX: u32 = 8;
/// Longest attributes.
const ATTRIBUTES_MAX: usize = 16 << 10;
/// Kinds of files that CREATE makes (RFC 7531, `nfs_ftype4`): a symbolic link, and devices.
const LINK: u32 = 5;
const DEVICES: [u32; 2] = [3, 4];
/// Bytes of a state's id.
const STATE: usize = 16;

/// A part of an operation's arguments or results.
#[derive(Clone, Copy)]
enum Part {
    /// So many bytes.
    Bytes(usize),
    /// Bytes behind their length.
    Opaque,
    Bitmap,
    Attributes,
}

/// What a call's operation means for its reply.
#[derive(Debug)]
enum Asked {
    /// The current handle is this from here on.
    Put(Current),
    /// If it succeeds, the current path is this.
    Go(Arc<str>),
    /// Content of this file at this offset.
    Read(Spot, u64),
    Save,
    Restore,
    Other,
}

/// What the current handle is.
#[derive(Clone, Debug, Default)]
struct Current {
    handle: Option<Box<[u8]>>,
    path: Arc<str>,
}

impl Current {
    fn spot(&self, files: &mut Files) -> Spot {
        // A file that was opened in the same COMPOUND has no handle yet: its path stands for it.
        let spot = files.spot(self.handle.as_deref().unwrap_or(self.path.as_bytes()));
        if spot.path.is_empty() { Spot { path: self.path.clone(), ..spot } } else { spot }
    }
}

/// The operations of a call or its reply.
#[derive(Debug, Default)]
pub(super) struct Compound {
    left: u32,
    current: Current,
    saved: Current,
    /// What was asked, in order: written by the call, read by the reply.
    asked: VecDeque<(u32, Asked)>,
}

/// A file that was closed.
pub(super) type Closed = Option<u32>;

impl Compound {
    /// Begins with a call's arguments.
    pub(super) fn call(xdr: &mut Xdr<'_>) -> Read<Self> {
        xdr.opaque(OPAQUE_MAX)?;
        xdr.u32()?;
        Self::of(xdr.u32()?)
    }

    /// Goes on with a reply's results.
    pub(super) fn reply(&mut self, xdr: &mut Xdr<'_>) -> Read<()> {
        xdr.u32()?;
        xdr.opaque(OPAQUE_MAX)?;
        self.left = Self::of(xdr.u32()?)?.left;
        (self.current, self.saved) = Default::default();
        Ok(())
    }

    fn of(left: u32) -> Read<Self> {
        if left > OPERATIONS_MAX { Err(Fail::Bad) } else { Ok(Self { left, ..Self::default() }) }
    }

    /// True if no operation is left.
    pub(super) const fn is_done(&self) -> bool {
        self.left == 0
    }

    /// Reads the next operation of a call. Changes nothing unless all of it is there.
    pub(super) fn next_call(
        &mut self,
        files: &mut Files,
        dir: Direction,
        xdr: &mut Xdr<'_>,
        out: &mut dyn Outlet,
    ) -> Read<(Op, Closed)> {
        let code = xdr.u32()?;
        let mut closed = None;
        let mut op = Op::Done;
        let asked = match code {
            operation::READ => {
                xdr.take(STATE)?;
                let offset = xdr.u64()?;
                xdr.u32()?;
                Asked::Read(self.current.spot(files), offset)
            }
            operation::WRITE => {
                xdr.take(STATE)?;
                let offset = xdr.u64()?;
                let (_, len) = (xdr.u32()?, xdr.u32()?);
                op = Op::Content(content(self.current.spot(files), offset, len)?);
                Asked::Other
            }
            operation::CLOSE => {
                parts(xdr, &[Part::Bytes(4 + STATE)])?;
                closed = Some(self.current.spot(files).number);
                Asked::Other
            }
            code => match self.walk(code, files, xdr)? {
                Some(asked) => asked,
                None => self.named(code, (files, dir), xdr, out)?,
            },
        };
        self.left = self.left.saturating_sub(1);
        self.asked.push_back((code, asked));
        Ok((op, closed))
    }

    /// Operations that change the current handle; `None` for others.
    fn walk(&mut self, code: u32, files: &mut Files, xdr: &mut Xdr<'_>) -> Read<Option<Asked>> {
        Ok(Some(match code {
            operation::PUTFH => {
                let handle = xdr.opaque(HANDLE_MAX)?;
                let path = files.spot(handle).path;
                self.put(Current { handle: Some(handle.into()), path })
            }
            operation::PUTROOTFH | operation::PUTPUBFH | operation::LOOKUPP => self.put(Current::default()),
            operation::SAVEFH => {
                self.saved = self.current.clone();
                Asked::Save
            }
            operation::RESTOREFH => {
                self.current = self.saved.clone();
                Asked::Restore
            }
            _ => return Ok(None),
        }))
    }

    /// Operations that tell names, and those that tell nothing of use.
    fn named(
        &mut self,
        code: u32,
        (files, dir): (&Files, Direction),
        xdr: &mut Xdr<'_>,
        out: &mut dyn Outlet,
    ) -> Read<Asked> {
        Ok(match code {
            operation::LOOKUP => {
                let name = xdr.opaque(NAME_MAX)?;
                files.text(dir, "nfs.lookup", name, out);
                self.go(name)
            }
            operation::OPEN => match open(xdr)? {
                Some(name) => {
                    files.text(dir, "nfs.open", name, out);
                    self.go(name)
                }
                None => Asked::Other,
            },
            operation::CREATE => {
                let kind = xdr.u32()?;
                let target = if kind == LINK { xdr.opaque(NAME_MAX)? } else { &[] };
                xdr.take(if DEVICES.contains(&kind) { 8 } else { 0 })?;
                let name = xdr.opaque(NAME_MAX)?;
                parts(xdr, &[Part::Attributes])?;
                files.text(dir, "nfs.link", target, out);
                files.text(dir, "nfs.create", name, out);
                self.go(name)
            }
            operation::REMOVE | operation::LINK => {
                let name = xdr.opaque(NAME_MAX)?;
                files.text(dir, if code == operation::LINK { "nfs.create" } else { "nfs.remove" }, name, out);
                Asked::Other
            }
            operation::RENAME => {
                let (_, name) = (xdr.opaque(NAME_MAX)?, xdr.opaque(NAME_MAX)?);
                files.text(dir, "nfs.rename", name, out);
                Asked::Other
            }
            operation::LOCK => {
                lock(xdr)?;
                Asked::Other
            }
            code => {
                parts(xdr, arguments(code).ok_or(Fail::Unknown)?)?;
                Asked::Other
            }
        })
    }

    fn put(&mut self, current: Current) -> Asked {
        self.current = current.clone();
        Asked::Put(current)
    }

    fn go(&mut self, name: &[u8]) -> Asked {
        let path = join(&self.current.path, name);
        self.current = Current { handle: None, path: path.clone() };
        Asked::Go(path)
    }

    /// Reads the next result of a reply. Changes nothing unless all of it is there.
    pub(super) fn next_reply(
        &mut self,
        files: &mut Files,
        dir: Direction,
        xdr: &mut Xdr<'_>,
        out: &mut dyn Outlet,
    ) -> Read<Op> {
        let (code, status) = (xdr.u32()?, xdr.u32()?);
        if self.asked.front().is_none_or(|(asked, _)| *asked != code) {
            return Err(Fail::Bad);
        }
        if code == operation::SETATTR {
            xdr.words(BITMAP_MAX)?;
        }
        if status != 0 {
            // It is the last: what it may tell is nothing of use.
            self.left = 0;
            return Ok(Op::Done);
        }
        let mut op = Op::Done;
        match code {
            operation::GETFH => {
                let handle = xdr.opaque(HANDLE_MAX)?;
                files.name(handle, &self.current.path);
                self.current.handle = Some(handle.into());
            }
            operation::READ => {
                let (end, len) = (xdr.flag()?, xdr.u32()?);
                if let Some((_, Asked::Read(spot, offset))) = self.asked.front() {
                    let mut content = content(spot.clone(), *offset, len)?;
                    content.end = end;
                    op = Op::Content(content);
                }
            }
            operation::READDIR => list(files, dir, xdr, out)?,
            operation::READLINK => files.text(dir, "nfs.link", xdr.opaque(NAME_MAX)?, out),
            operation::OPEN => opened(xdr)?,
            operation::SECINFO | operation::SECINFO_NO_NAME => security(xdr)?,
            code => parts(xdr, results(code).ok_or(Fail::Unknown)?)?,
        }
        self.left = self.left.saturating_sub(1);
        match self.asked.pop_front() {
            Some((_, Asked::Put(current))) => self.current = current,
            Some((_, Asked::Go(path))) => self.current = Current { handle: None, path },
            Some((_, Asked::Save)) => self.saved = self.current.clone(),
            Some((_, Asked::Restore)) => self.current = self.saved.clone(),
            _ => {}
        }
        Ok(op)
    }
}

/// Codes of operations (RFC 7531, RFC 5662, RFC 7863).
mod operation {
    pub(super) const CLOSE: u32 = 4;
    pub(super) const CREATE: u32 = 6;
    pub(super) const GETFH: u32 = 10;
    pub(super) const LINK: u32 = 11;
    pub(super) const LOCK: u32 = 12;
    pub(super) const LOOKUP: u32 = 15;
    pub(super) const LOOKUPP: u32 = 16;
    pub(super) const OPEN: u32 = 18;
    pub(super) const PUTFH: u32 = 22;
    pub(super) const PUTPUBFH: u32 = 23;
    pub(super) const PUTROOTFH: u32 = 24;
    pub(super) const READ: u32 = 25;
    pub(super) const READDIR: u32 = 26;
    pub(super) const READLINK: u32 = 27;
    pub(super) const REMOVE: u32 = 28;
    pub(super) const RENAME: u32 = 29;
    pub(super) const RESTOREFH: u32 = 31;
    pub(super) const SAVEFH: u32 = 32;
    pub(super) const SECINFO: u32 = 33;
    pub(super) const SETATTR: u32 = 34;
    pub(super) const WRITE: u32 = 38;
    pub(super) const SECINFO_NO_NAME: u32 = 52;
}

/// Arguments of the operations that have nothing of use; `None` for those that are not known.
const fn arguments(code: u32) -> Option<&'static [Part]> {
    use Part::{Attributes, Bitmap, Bytes, Opaque};
    Some(match code {
        3 | 19 | 52 | 58 => &[Bytes(4)],
        5 => &[Bytes(12)],
        7 | 30 | 57 => &[Bytes(8)],
        8 | 44 | 45 => &[Bytes(STATE)],
        9 => &[Bitmap],
        10 | 27 => &[],
        13 => &[Bytes(4 + 8 + 8 + 8), Opaque],
        14 => &[Bytes(4 + 4 + STATE + 8 + 8)],
        17 | 37 => &[Attributes],
        20 => &[Bytes(STATE + 4)],
        21 | 69 => &[Bytes(STATE + 12)],
        26 => &[Bytes(8 + 8 + 4 + 4), Bitmap],
        33 => &[Opaque],
        34 => &[Bytes(STATE), Attributes],
        35 => &[Bytes(8), Opaque, Bytes(4), Opaque, Opaque, Bytes(4)],
        36 => &[Bytes(16)],
        39 => &[Bytes(8), Opaque],
        53 => &[Bytes(16 + 16)],
        59 | 62 => &[Bytes(STATE + 16)],
        _ => return None,
    })
}

/// The same of results.
const fn results(code: u32) -> Option<&'static [Part]> {
    use Part::{Attributes, Bitmap, Bytes};
    Some(match code {
        3 | 5 => &[Bytes(8)],
        4 | 12 | 14 | 20 | 21 => &[Bytes(STATE)],
        6 => &[Bytes(20), Bitmap],
        7 | 8 | 13 | 15 | 16 | 17 | 19 | 22 | 23 | 24 | 30 | 31 | 32 | 34 | 36 | 37 | 39 | 44 | 45 | 57 | 58 | 59
        | 62 => &[],
        9 => &[Attributes],
        11 | 28 => &[Bytes(20)],
        29 => &[Bytes(40)],
        35 | 38 => &[Bytes(16)],
        53 => &[Bytes(16 + 20)],
        69 => &[Bytes(12)],
        _ => return None,
    })
}

fn parts(xdr: &mut Xdr<'_>, parts: &[Part]) -> Read<()> {
    for part in parts {
        match part {
            Part::Bytes(len) => drop(xdr.take(*len)?),
            Part::Opaque => drop(xdr.opaque(OPAQUE_MAX)?),
            Part::Bitmap => xdr.words(BITMAP_MAX)?,
            Part::Attributes => {
                xdr.words(BITMAP_MAX)?;
                xdr.opaque(ATTRIBUTES_MAX)?;
            }
        }
    }
    Ok(())
}

/// Arguments of OPEN (RFC 8881 §18.16.1): the name, where it tells one.
fn open<'a>(xdr: &mut Xdr<'a>) -> Read<Option<&'a [u8]>> {
    parts(xdr, &[Part::Bytes(4 + 4 + 4 + 8), Part::Opaque])?;
    if xdr.flag()? {
        match xdr.u32()? {
            0 | 1 => parts(xdr, &[Part::Attributes])?,
            2 => parts(xdr, &[Part::Bytes(8)])?,
            3 => parts(xdr, &[Part::Bytes(8), Part::Attributes])?,
            _ => return Err(Fail::Bad),
        }
    }
    match xdr.u32()? {
        0 | 3 => xdr.opaque(NAME_MAX).map(Some),
        1 => xdr.u32().map(|_| None),
        2 => {
            xdr.take(STATE)?;
            xdr.opaque(NAME_MAX).map(Some)
        }
        4 | 6 => Ok(None),
        5 => xdr.take(STATE).map(|_| None),
        _ => Err(Fail::Bad),
    }
}

/// Results of OPEN (§18.16.2).
fn opened(xdr: &mut Xdr<'_>) -> Read<()> {
    /// An entry of an access list: type, flags, mask, who.
    const ENTRY: [Part; 2] = [Part::Bytes(12), Part::Opaque];
    parts(xdr, &[Part::Bytes(STATE + 20 + 4), Part::Bitmap])?;
    match xdr.u32()? {
        0 => Ok(()),
        1 => {
            xdr.take(STATE + 4)?;
            parts(xdr, &ENTRY)
        }
        2 => {
            xdr.take(STATE + 4)?;
            // Either bound of the space has eight bytes behind its kind.
            xdr.take(4 + 8)?;
            parts(xdr, &ENTRY)
        }
        3 => match xdr.u32()? {
            1 | 2 => xdr.u32().map(drop),
            _ => Ok(()),
        },
        _ => Err(Fail::Bad),
    }
}

/// Arguments of LOCK (§18.10.1).
fn lock(xdr: &mut Xdr<'_>) -> Read<()> {
    xdr.take(4 + 4 + 8 + 8)?;
    if xdr.flag()? {
        parts(xdr, &[Part::Bytes(4 + STATE + 4 + 8), Part::Opaque])
    } else {
        parts(xdr, &[Part::Bytes(STATE + 4)])
    }
}

/// Results of SECINFO (§18.29.2).
fn security(xdr: &mut Xdr<'_>) -> Read<()> {
    const GSS: u32 = 6;
    let count = xdr.u32()?;
    if count > OPERATIONS_MAX {
        return Err(Fail::Bad);
    }
    for _ in 0..count {
        if xdr.u32()? == GSS {
            parts(xdr, &[Part::Opaque, Part::Bytes(8)])?;
        }
    }
    Ok(())
}

/// The names of a directory (§18.23.2).
fn list(files: &mut Files, dir: Direction, xdr: &mut Xdr<'_>, out: &mut dyn Outlet) -> Read<()> {
    xdr.take(8)?;
    let mut names = Vec::new();
    while xdr.flag()? {
        xdr.u64()?;
        names.extend_from_slice(xdr.opaque(NAME_MAX)?);
        names.push(b'\n');
        parts(xdr, &[Part::Attributes])?;
    }
    xdr.u32()?;
    files.listing(dir, &names, out);
    Ok(())
}
