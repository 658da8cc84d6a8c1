//! Archives of `PostgreSQL`'s `pg_dump` in its custom format (`pg_backup_archiver.c`, `pg_backup_custom.c`; versions 1.7 to
//! 1.16 of the format, those of `PostgreSQL` 7.4 to 18).
//!
//! A table of contents, then the data of each table: rows as `COPY` writes them, packed as a whole and cut into blocks. The
//! statement that says the columns stands in the table of contents: it is put before the rows, so that they are read as in
//! a script. Large objects are files. The tables of contents of archives in the tar and the directory format are read as well.
//! Limits: entries of 4 MiB with strings of 1 MiB, 8 MiB of statements that are kept.

use super::member::Member;
use super::{Container, Format, carried, stepped};
use crate::content::blob::Blob;
use crate::content::budget::{Context, Ending};
use crate::content::bytes::Bytes;
use crate::content::charset::Label;
use crate::content::coded::{Coded, scale};
use crate::content::decode::Decoder;
use crate::content::entity::Entity;
use crate::content::media::{Declared, Kind};
use crate::content::place::{Place, push_name};
use crate::content::stream::{Style, TextStream};
use crate::coverage::{State, Tally};
use crate::message::{Charset, Coding};
use std::collections::HashMap;

/// The format.
pub(super) static FORMAT: Format = Format {
    name: "pg_dump",
    media: "application/x-pg-dump",
    begins: |head| head.starts_with(b"PGDMP\x01") && (7..=16).contains(&head.at(6)),
    open: |place, depth, _| Box::new(Archive::new(place, depth)),
};

/// Formats of archives.
const CUSTOM: u8 = 1;
const TAR: u8 = 3;
const DIRECTORY: u8 = 5;
/// Longest string of an entry.
const STRING_BYTES: usize = 1 << 20;
/// Statements that are kept.
const KEPT_BYTES: usize = 8 << 20;
/// Longest entry, and how many others one may depend on.
const ENTRY_BYTES: usize = 4 << 20;
const NEEDED: usize = 4096;

/// How an archive is written, by its head.
#[derive(Clone, Copy, Default)]
struct Layout {
    /// The second number of its version; the first is 1.
    version: u8,
    /// Bytes of a number, after its sign, and of an offset, after what it means.
    number: usize,
    offset: usize,
    /// Its data stand beside it, in files that have names.
    beside: bool,
    packing: Option<Coding>,
    /// It is packed in a way that is not known.
    unknown: bool,
}

enum Stage {
    Head,
    /// So many entries of the table of contents are still to come.
    Contents(i64),
    /// At the data of a table, or of large objects.
    Block,
    /// At a large object.
    Object,
    /// At a block of the data in hand.
    Length,
    /// So much of it is still to come.
    Data(usize),
    /// Where nothing of all that is.
    Lost(Box<Blob>),
}

struct Archive {
    place: Place,
    depth: u8,
    layout: Layout,
    stage: Stage,
    carry: Vec<u8>,
    text: TextStream,
    /// Tables by their numbers: name, statement.
    tables: HashMap<i64, (String, Box<[u8]>)>,
    kept: usize,
    objects: bool,
    body: Member,
    /// Bytes put before it that were not told yet.
    before: u64,
}

/// Why a field is not read.
enum Lack {
    /// More bytes are needed.
    More,
    /// There is no such field.
    None,
}

/// What is read of the fields that come next.
struct Fields<'a> {
    layout: Layout,
    rest: &'a [u8],
}

impl<'a> Fields<'a> {
    fn take(&mut self, len: usize) -> Result<&'a [u8], Lack> {
        let (taken, rest) = self.rest.split_at_checked(len).ok_or(Lack::More)?;
        self.rest = rest;
        Ok(taken)
    }

    /// A number: its sign, its bytes from the lowest on.
    fn number(&mut self) -> Result<i64, Lack> {
        let bytes = self.take(1 + self.layout.number)?;
        let value = bytes.after(1).iter().rev().try_fold(0i64, |value, byte| {
            value.checked_mul(256).map(|value| value | i64::from(*byte)).filter(|value| *value >= 0)
        });
        let value = value.ok_or(Lack::None)?;
        match bytes.at(0) {
            0 => Ok(value),
            1 => Ok(-value),
            _ => Err(Lack::None),
        }
    }

    /// A string; `None` for one that is not there, which is not an empty one.
    fn string(&mut self) -> Result<Option<&'a [u8]>, Lack> {
        let len = self.number()?;
        if len < 0 {
            return Ok(None);
        }
        match usize::try_from(len) {
            Ok(len) if len <= STRING_BYTES => self.take(len).map(Some),
            _ => Err(Lack::None),
        }
    }
}

/// An entry of the table of contents, as far as it is of use.
struct Entry<'a> {
    number: i64,
    has_data: bool,
    tag: &'a [u8],
    definition: &'a [u8],
    copy: &'a [u8],
}

impl<'a> Entry<'a> {
    /// `ReadToc`.
    fn read(fields: &mut Fields<'a>) -> Result<Self, Lack> {
        let version = fields.layout.version;
        let number = fields.number()?;
        let has_data = fields.number()? != 0;
        if version >= 8 {
            fields.string()?;
        }
        fields.string()?;
        let tag = fields.string()?.unwrap_or_default();
        fields.string()?;
        if version >= 11 {
            fields.number()?;
        }
        let definition = fields.string()?.unwrap_or_default();
        fields.string()?;
        let copy = fields.string()?.unwrap_or_default();
        fields.string()?;
        for since in [10, 14] {
            if version >= since {
                fields.string()?;
            }
        }
        if version >= 16 {
            fields.number()?;
        }
        fields.string()?;
        if version >= 9 {
            fields.string()?;
        }
        for count in 0.. {
            if fields.string()?.is_none() {
                break;
            }
            if count == NEEDED {
                return Err(Lack::None);
            }
        }
        if fields.layout.beside {
            fields.string()?;
        } else {
            fields.take(1 + fields.layout.offset)?;
        }
        Ok(Self { number, has_data, tag, definition, copy })
    }
}

/// The head, and how many entries follow (`ReadHead`).
fn head(rest: &mut &[u8]) -> Result<(Layout, i64), Lack> {
    let fixed = rest.get(..11).ok_or(Lack::More)?;
    let [.., version, _, number, offset, format] = *fixed else { return Err(Lack::None) };
    let counts = (1..=8).contains(&number) && (1..=8).contains(&offset);
    if !counts || ![CUSTOM, TAR, DIRECTORY].contains(&format) {
        return Err(Lack::None);
    }
    let layout =
        Layout { version, number: number.into(), offset: offset.into(), beside: format != CUSTOM, ..Layout::default() };
    let mut fields = Fields { layout, rest: rest.after(11) };
    let (packing, known) = if version >= 15 {
        match fields.take(1)?.at(0) {
            0 => (None, true),
            1 => (Some(Coding::Deflate), true),
            2 => (Some(Coding::Lz4), true),
            3 => (Some(Coding::Zstd), true),
            _ => (None, false),
        }
    } else {
        (Some(Coding::Deflate).filter(|_| fields.number().is_ok_and(|level| level != 0)), true)
    };
    // When it was made.
    for _ in 0..7 {
        fields.number()?;
    }
    fields.string()?;
    if version >= 10 {
        fields.string()?;
        fields.string()?;
    }
    let count = fields.number()?;
    *rest = fields.rest;
    Ok((Layout { packing, unknown: !known, ..layout }, count))
}

impl Container for Archive {
    fn push(&mut self, data: &[u8], end: Ending, cx: &mut Context<'_>) -> Tally {
        let mut tally = Tally::default();
        let held = std::mem::take(&mut self.carry);
        self.carry = carried(held, data, |bytes| stepped(bytes, |rest| self.step(rest, cx, &mut tally)));
        if end.is_last() {
            tally.merge(&self.finish(end, cx));
        }
        tally
    }

    /// Where the next block is, nobody can tell.
    fn gap(&mut self, cx: &mut Context<'_>) -> Tally {
        let tally = self.finish(Ending::Cut, cx);
        self.stage = self.lost();
        tally
    }

    fn held(&self) -> usize {
        let lost = if let Stage::Lost(blob) = &self.stage { blob.held() } else { 0 };
        self.carry.capacity() + self.kept + self.body.held() + lost
    }
}

impl Archive {
    fn new(place: &Place, depth: u8) -> Self {
        let text = TextStream::new(place.child("pg_dump", ""), Style::Plain, Label::None, depth);
        Self {
            place: place.clone(),
            depth,
            layout: Layout::default(),
            stage: Stage::Head,
            carry: Vec::new(),
            text,
            tables: HashMap::new(),
            kept: 0,
            objects: false,
            body: Member::Over(State::Inspected, None),
            before: 0,
        }
    }

    fn lost(&self) -> Stage {
        Stage::Lost(Box::new(Blob::new(&self.place.child("pg_dump", ""), self.depth)))
    }

    /// Nothing follows.
    fn finish(&mut self, end: Ending, cx: &mut Context<'_>) -> Tally {
        let carry = std::mem::take(&mut self.carry);
        let mut tally = Tally::default();
        let _ = self.text.push(&[], end, cx);
        match &mut self.stage {
            Stage::Lost(blob) => tally.merge(&blob.push(&carry, end, cx)),
            Stage::Length | Stage::Data(_) => {
                if end == Ending::Whole {
                    cx.damaged("pg_dump: ends inside a table");
                }
                tally.merge(&self.pour(&[], Ending::Cut, cx));
                tally.add(State::Undecodable, carry.len() as u64);
            }
            _ => tally.add(State::Undecodable, carry.len() as u64),
        }
        tally
    }

    /// What the next bytes are, and how many; `None` if more are needed.
    fn step(&mut self, rest: &[u8], cx: &mut Context<'_>, tally: &mut Tally) -> Option<usize> {
        match &mut self.stage {
            Stage::Data(left) => {
                let piece = rest.upto(*left);
                *left -= piece.len();
                if *left == 0 {
                    self.stage = Stage::Length;
                }
                tally.merge(&self.pour(piece, Ending::More, cx));
                return Some(piece.len());
            }
            Stage::Lost(blob) => {
                tally.merge(&blob.push(rest, Ending::More, cx));
                return Some(rest.len());
            }
            _ => {}
        }
        match self.field(rest, cx, tally) {
            Ok(used) => {
                tally.add(State::Inspected, used as u64);
                Some(used)
            }
            Err(Lack::More) if rest.len() < ENTRY_BYTES => None,
            Err(_) => {
                cx.damaged("pg_dump: a field cannot be what it says");
                tally.merge(&self.pour(&[], Ending::Cut, cx));
                self.stage = self.lost();
                Some(0)
            }
        }
    }

    /// Reads what is no data; answers how long it is.
    fn field(&mut self, rest: &[u8], cx: &mut Context<'_>, tally: &mut Tally) -> Result<usize, Lack> {
        let mut fields = Fields { layout: self.layout, rest };
        match &mut self.stage {
            Stage::Head => {
                let (layout, count) = head(&mut fields.rest)?;
                self.layout = layout;
                self.stage = Stage::Contents(count);
            }
            Stage::Contents(left @ 1..) => {
                let entry = Entry::read(&mut fields)?;
                *left -= 1;
                self.note(&entry, cx);
            }
            Stage::Contents(_) => self.stage = Stage::Block,
            Stage::Block => {
                let kind = fields.take(1)?.at(0);
                let number = fields.number()?;
                self.objects = match kind {
                    1 => false,
                    3 => true,
                    _ => return Err(Lack::None),
                };
                self.stage = Stage::Object;
                if !self.objects {
                    let (name, copy) = self.tables.remove(&number).unwrap_or_default();
                    self.open(&name, Declared { kind: Kind::Plain, ..Declared::default() }, &copy, cx);
                }
            }
            Stage::Object => match fields.number()? {
                0 => self.stage = Stage::Block,
                number => self.open(&format!("blob_{number}"), Declared::default(), b"", cx),
            },
            Stage::Length => match fields.number()? {
                0 => {
                    self.stage = if self.objects { Stage::Object } else { Stage::Block };
                    tally.merge(&self.pour(&[], Ending::Whole, cx));
                    self.body = Member::Over(State::Inspected, None);
                }
                len => self.stage = Stage::Data(usize::try_from(len).map_err(|_| Lack::None)?),
            },
            Stage::Data(_) | Stage::Lost(_) => {}
        }
        Ok(rest.len() - fields.rest.len())
    }

    /// Hands on what an entry defines, and keeps what its data need.
    fn note(&mut self, entry: &Entry<'_>, cx: &mut Context<'_>) {
        let text = [entry.tag, b"\n", entry.definition, b"\n"].concat();
        if cx.charge(text.len()) {
            let _ = self.text.push(&text, Ending::More, cx);
        }
        let mut name = String::new();
        push_name(&mut name, entry.tag, Charset::Utf8);
        let len = size_of::<(i64, String, Box<[u8]>)>() + name.len() + entry.copy.len();
        if entry.has_data && self.kept + len <= KEPT_BYTES {
            self.kept += len;
            self.tables.insert(entry.number, (name, entry.copy.into()));
        }
    }

    /// Data begin, as if `copy` stood before them.
    fn open(&mut self, name: &str, declared: Declared, copy: &[u8], cx: &mut Context<'_>) {
        self.stage = Stage::Length;
        let depth = self.depth.saturating_add(1);
        if !cx.part() || !cx.depth(depth) {
            self.body = Member::Over(State::Skipped, None);
            return;
        }
        let mut entity = Entity::new(self.place.child("pg_dump", name), declared, Vec::new(), depth).named(name);
        let told = entity.push(copy, Ending::More, cx).total();
        // Of packed data the layer tells only its own bytes.
        self.before = 0;
        self.body = match (self.layout.unknown, self.layout.packing) {
            (false, None) => {
                self.before = (copy.len() as u64).saturating_sub(told);
                Member::Plain(Box::new(entity))
            }
            (false, Some(coding)) => match Decoder::for_coding(coding) {
                Some(decoder) => Member::Coded(Box::new(Coded::new(decoder, entity).member())),
                None => Member::Over(State::Undecodable, None),
            },
            (true, _) => Member::Over(State::Undecodable, None),
        };
    }

    /// Hands on bytes of the data in hand; what was put before them is not answered for.
    fn pour(&mut self, data: &[u8], end: Ending, cx: &mut Context<'_>) -> Tally {
        let told = self.body.push(data, end, "pg_dump: a table's data are damaged from their start", cx);
        let own = told.total().saturating_sub(self.before);
        self.before -= told.total() - own;
        scale(&told, own)
    }
}
