//! File containers: archives and documents, opened member by member while they arrive.
//!
//! One file per format; [`FORMATS`] is the one list, with those that are only ever declared in [`Format::declared`]. A format
//! says how its files begin and makes its reader. A reader
//! answers for every byte it is given; decoded bytes are paid for from the message's budget.

mod arrow;
mod aside;
mod avro;
mod card;
mod collected;
mod dbf;
mod events;
mod fields;
mod flight;
mod git;
mod grpc;
mod innodb;
mod lines;
mod mbox;
mod meaning;
mod member;
mod office;
mod ole;
mod orc;
mod packed;
mod parquet;
mod pdf;
mod pg_dump;
mod plist;
mod prose;
mod protobuf;
mod rar;
mod rdb;
mod rewritten;
mod rtf;
mod seven_zip;
mod sqlite;
mod stata;
mod tar;
mod tnef;
mod typed;
mod xbstream;
mod zip;

use super::budget::{Context, Ending};
use super::entity::Entity;
use super::media::Kind;
use super::place::{Place, push_name};
use crate::coverage::Tally;
use crate::message::Charset;
pub(super) use office::Part;

/// Reads one container.
pub(super) trait Container: Send {
    /// Takes the next bytes; answers what became of the bytes that are decided (of all, once `end` is the last).
    fn push(&mut self, data: &[u8], end: Ending, cx: &mut Context<'_>) -> Tally;
    /// Bytes are missing here.
    fn gap(&mut self, cx: &mut Context<'_>) -> Tally;
    /// Bytes that wait, of readers that keep more than a record.
    fn held(&self) -> usize {
        0
    }
}

/// A container format.
#[derive(Debug)]
pub(super) struct Format {
    /// Short name.
    name: &'static str,
    /// Media type of its files.
    pub(super) media: &'static str,
    /// True if a file that begins like this is one.
    begins: fn(&[u8]) -> bool,
    /// A reader for the container at a place, so many layers deep, in a file of this name.
    open: fn(&Place, u8, &str) -> Box<dyn Container>,
}

/// Every format that its files' first bytes tell.
static FORMATS: [&Format; 24] = [
    &zip::FORMAT,
    &pdf::FORMAT,
    &rar::FORMAT,
    &seven_zip::FORMAT,
    &ole::FORMAT,
    &rtf::FORMAT,
    &sqlite::FORMAT,
    &innodb::FORMAT,
    &xbstream::FORMAT,
    &rdb::FORMAT,
    &parquet::FORMAT,
    &orc::FORMAT,
    &avro::FORMAT,
    &arrow::FORMAT,
    &plist::FORMAT,
    &dbf::FORMAT,
    &stata::FORMAT,
    &pg_dump::FORMAT,
    &git::FORMAT,
    &card::VCARD,
    &card::ICALENDAR,
    &mbox::FORMAT,
    &tnef::FORMAT,
    &tar::FORMAT,
];

impl Format {
    /// The format of a file that begins with `head`.
    pub(super) fn of(head: &[u8]) -> Option<&'static Self> {
        FORMATS.into_iter().find(|format| (format.begins)(head))
    }

    /// The format that a declaration tells, whatever the first bytes are.
    pub(super) fn declared(kind: Kind) -> Option<&'static Self> {
        match kind {
            Kind::Events => Some(&events::FORMAT),
            Kind::Grpc => Some(&grpc::PROTOBUF),
            Kind::GrpcJson => Some(&grpc::JSON),
            Kind::Protobuf => Some(&protobuf::FORMAT),
            Kind::Cbor => Some(&packed::CBOR),
            Kind::MessagePack => Some(&packed::MESSAGE_PACK),
            _ => None,
        }
    }

    /// The format of undeclared content that is all here, if its first byte may begin one and a walk through it finds that.
    pub(super) fn walked(data: &[u8]) -> Option<&'static Self> {
        packed::of(data)
    }

    /// A reader for the container at `place`, `depth` layers deep, in a file called `file` (empty if that is unknown).
    pub(super) fn open(&self, place: &Place, depth: u8, file: &[u8]) -> Box<dyn Container> {
        let mut shown = String::new();
        push_name(&mut shown, file, Charset::Utf8);
        (self.open)(place, depth, if shown.is_empty() { self.name } else { &shown })
    }
}

impl PartialEq for Format {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Format {}

/// Has what was held back and what came read as far as it is whole, which `read` answers; answers what is to be held back.
fn carried(mut held: Vec<u8>, data: &[u8], read: impl FnOnce(&[u8]) -> usize) -> Vec<u8> {
    if held.is_empty() {
        let used = read(data);
        held.extend_from_slice(data.get(used..).unwrap_or(&[]));
    } else {
        held.extend_from_slice(data);
        let used = read(&held);
        held.drain(..used.min(held.len()));
    }
    held
}

/// Takes one step after the other while there is something to read and a step takes place; answers how much was read.
fn stepped(data: &[u8], mut step: impl FnMut(&[u8]) -> Option<usize>) -> usize {
    let mut at = 0;
    while at < data.len() {
        let Some(used) = step(data.get(at..).unwrap_or(&[])) else { break };
        at += used;
    }
    at
}

/// Hands a file inside on what of `data` is its own, if so much of it is still to come; answers how much that is.
fn pour(entity: &mut Entity, left: &mut u64, data: &[u8], cx: &mut Context<'_>, tally: &mut Tally) -> usize {
    let take = data.len().min(usize::try_from(*left).unwrap_or(usize::MAX));
    *left -= take as u64;
    let end = if *left == 0 { Ending::Whole } else { Ending::More };
    tally.merge(&entity.push(data.get(..take).unwrap_or(&[]), end, cx));
    take
}

/// A number of seven bits a byte, low bits first, in ten bytes at most; the high bit says that more follow.
fn varint(bytes: &[u8], at: &mut usize) -> Option<u64> {
    let mut value = 0u64;
    for shift in (0..70).step_by(7) {
        let byte = *bytes.get(*at)?;
        *at += 1;
        value |= u64::from(byte & 0x7f).wrapping_shl(shift);
        if byte & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}

/// The number with a sign that is written as this one (zigzag).
const fn signed(value: u64) -> i64 {
    (value >> 1) as i64 ^ -((value & 1) as i64)
}

/// A number with a sign, of seven bits a byte.
fn zigzag(bytes: &[u8], at: &mut usize) -> Option<i64> {
    varint(bytes, at).map(signed)
}

/// A little-endian number of two bytes, zeros past the end.
fn u16_at(bytes: &[u8], at: usize) -> u16 {
    u16::from_le_bytes(array(bytes, at))
}

/// A little-endian number of four bytes, zeros past the end.
fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes(array(bytes, at))
}

/// A little-endian number of eight bytes, zeros past the end.
fn u64_at(bytes: &[u8], at: usize) -> u64 {
    u64::from_le_bytes(array(bytes, at))
}

/// A big-endian number of two bytes, zeros past the end.
fn be16(bytes: &[u8], at: usize) -> usize {
    u16::from_be_bytes(array(bytes, at)).into()
}

/// A big-endian number of four bytes, zeros past the end.
fn be32(bytes: &[u8], at: usize) -> usize {
    u32::from_be_bytes(array(bytes, at)) as usize
}

fn array<const N: usize>(bytes: &[u8], at: usize) -> [u8; N] {
    let mut out = [0; N];
    for (to, from) in out.iter_mut().zip(bytes.get(at..).unwrap_or(&[])) {
        *to = *from;
    }
    out
}
