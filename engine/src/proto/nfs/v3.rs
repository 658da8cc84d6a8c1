//! Version 3 (RFC 1813): what calls ask for, what replies tell.

use super::files::{Asks, Files, NAME_MAX, Spot, join};
use super::xdr::{Read, Xdr};
use super::{Content, Op};
use crate::message::{Direction, Outlet};
use std::sync::Arc;

/// Longest handle (§2.4).
const HANDLE_MAX: usize = 64;
/// Bytes of a file's attributes (§2.5), and where its size stands in them.
const ATTRIBUTES: usize = 84;
const SIZE_AT: usize = 20;
/// Longest content that a call may carry.
const CONTENT_MAX: u32 = 1 << 30;

/// Procedures that are looked into (§3.3).
pub(super) mod procedure {
    pub(super) const LOOKUP: u32 = 3;
    pub(super) const READLINK: u32 = 5;
    pub(in super::super) const READ: u32 = 6;
    pub(in super::super) const WRITE: u32 = 7;
    pub(super) const CREATE: u32 = 8;
    pub(super) const MKDIR: u32 = 9;
    pub(super) const SYMLINK: u32 = 10;
    pub(super) const MKNOD: u32 = 11;
    pub(super) const REMOVE: u32 = 12;
    pub(super) const RMDIR: u32 = 13;
    pub(super) const RENAME: u32 = 14;
    pub(super) const LINK: u32 = 15;
    pub(super) const READDIR: u32 = 16;
    pub(super) const READDIRPLUS: u32 = 17;
}

/// A call's arguments, and what is asked with them.
pub(super) fn call(
    files: &mut Files,
    dir: Direction,
    number: u32,
    xdr: &mut Xdr<'_>,
    out: &mut dyn Outlet,
) -> Read<(Asks, Op)> {
    let asks = match number {
        procedure::READ => {
            let handle = xdr.opaque(HANDLE_MAX)?;
            let offset = xdr.u64()?;
            xdr.u32()?;
            Asks::Read(files.spot(handle), offset)
        }
        procedure::WRITE => {
            let handle = xdr.opaque(HANDLE_MAX)?;
            let offset = xdr.u64()?;
            let (_, _, len) = (xdr.u32()?, xdr.u32()?, xdr.u32()?);
            let content = content(files.spot(handle), offset, len)?;
            return Ok((Asks::Other, Op::Content(content)));
        }
        procedure::LOOKUP | procedure::CREATE | procedure::MKDIR | procedure::MKNOD | procedure::SYMLINK => {
            let (handle, name) = (xdr.opaque(HANDLE_MAX)?, xdr.opaque(NAME_MAX)?);
            let path = join(&files.spot(handle).path, name);
            let place = if number == procedure::LOOKUP { "nfs.lookup" } else { "nfs.create" };
            files.text(dir, place, name, out);
            if number == procedure::SYMLINK {
                attributes_to_set(xdr)?;
                files.text(dir, "nfs.link", xdr.opaque(NAME_MAX)?, out);
            }
            Asks::Handle(path, number != procedure::LOOKUP)
        }
        procedure::REMOVE | procedure::RMDIR => {
            let (_, name) = (xdr.opaque(HANDLE_MAX)?, xdr.opaque(NAME_MAX)?);
            files.text(dir, "nfs.remove", name, out);
            Asks::Other
        }
        procedure::RENAME => {
            let (_, _) = (xdr.opaque(HANDLE_MAX)?, xdr.opaque(NAME_MAX)?);
            let (_, name) = (xdr.opaque(HANDLE_MAX)?, xdr.opaque(NAME_MAX)?);
            files.text(dir, "nfs.rename", name, out);
            Asks::Other
        }
        procedure::LINK => {
            let (_, _, name) = (xdr.opaque(HANDLE_MAX)?, xdr.opaque(HANDLE_MAX)?, xdr.opaque(NAME_MAX)?);
            files.text(dir, "nfs.create", name, out);
            Asks::Other
        }
        procedure::READLINK => Asks::Target,
        procedure::READDIR | procedure::READDIRPLUS => {
            let handle = xdr.opaque(HANDLE_MAX)?;
            Asks::List(files.spot(handle).path, number == procedure::READDIRPLUS)
        }
        _ => Asks::Other,
    };
    Ok((asks, Op::Done))
}

/// A reply's results.
pub(super) fn reply(
    files: &mut Files,
    dir: Direction,
    asks: &Asks,
    xdr: &mut Xdr<'_>,
    out: &mut dyn Outlet,
) -> Read<Op> {
    if xdr.u32()? != 0 {
        return Ok(Op::Done);
    }
    match asks {
        Asks::Read(spot, offset) => {
            let size = attributes(xdr)?;
            let (_, end, len) = (xdr.u32()?, xdr.flag()?, xdr.u32()?);
            let mut content = content(spot.clone(), *offset, len)?;
            (content.size, content.end) = (size, end);
            return Ok(Op::Content(content));
        }
        Asks::Handle(path, optional) => {
            let there = if *optional { xdr.flag()? } else { true };
            if there {
                files.name(xdr.opaque(HANDLE_MAX)?, path);
            }
        }
        Asks::List(path, handles) => list(files, dir, (path, *handles), xdr, out)?,
        Asks::Target => {
            attributes(xdr)?;
            files.text(dir, "nfs.link", xdr.opaque(NAME_MAX)?, out);
        }
        _ => {}
    }
    Ok(Op::Done)
}

/// The names of a directory (§3.3.16, §3.3.17).
fn list(
    files: &mut Files,
    dir: Direction,
    (path, handles): (&Arc<str>, bool),
    xdr: &mut Xdr<'_>,
    out: &mut dyn Outlet,
) -> Read<()> {
    attributes(xdr)?;
    xdr.take(8)?;
    let mut names = Vec::new();
    while xdr.flag()? {
        xdr.u64()?;
        let name = xdr.opaque(NAME_MAX)?;
        xdr.u64()?;
        if handles {
            attributes(xdr)?;
            if xdr.flag()? {
                let handle = xdr.opaque(HANDLE_MAX)?;
                if !matches!(name, b"." | b"..") {
                    files.name(handle, &join(path, name));
                }
            }
        }
        if !matches!(name, b"." | b"..") {
            names.extend_from_slice(name);
            names.push(b'\n');
        }
    }
    files.listing(dir, &names, out);
    Ok(())
}

/// Attributes that may be there (§2.6): the size of the file.
fn attributes(xdr: &mut Xdr<'_>) -> Read<Option<u64>> {
    if !xdr.flag()? {
        return Ok(None);
    }
    let mut attributes = Xdr::new(xdr.take(ATTRIBUTES)?);
    attributes.take(SIZE_AT)?;
    attributes.u64().map(Some)
}

/// Attributes that are to be set (§2.6).
fn attributes_to_set(xdr: &mut Xdr<'_>) -> Read<()> {
    for len in [4, 4, 4, 8] {
        if xdr.flag()? {
            xdr.take(len)?;
        }
    }
    for _ in 0..2 {
        if xdr.u32()? == 2 {
            xdr.take(8)?;
        }
    }
    Ok(())
}

pub(super) fn content(spot: Spot, offset: u64, len: u32) -> Read<Content> {
    if len > CONTENT_MAX {
        return Err(super::xdr::Fail::Bad);
    }
    Ok(Content { spot, offset, len: u64::from(len), size: None, end: false })
}
