//! From body bytes to text: codings, containers, charsets, structure.
//!
//! [`Unpacker`] takes the bytes of one message (or raw stream direction), part by part, and hands every piece of
//! decoded text to a [`LeafSink`], within one budget. It answers what became of the bytes it was given, which is
//! what the coverage ledger records: decoded bytes never count, only the input bytes do.
//!
//! Inside, an [`entity`] is a run of bytes with a declared or sniffed type. It becomes a layer of coding around
//! another entity ([`coded`]), a multipart body, an archive, a text ([`stream`]), or bytes that nobody can read
//! ([`blob`]). Text is decoded in place ([`embedded`]) and handed on with a walker that names places in it
//! ([`structure`]).
#![cfg_attr(not(test), deny(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic))]

mod blob;
mod budget;
mod bytes;
mod charset;
mod coded;
mod container;
mod cut;
mod decode;
mod embedded;
mod entity;
mod file;
mod head;
mod inside;
mod label;
mod media;
mod multipart;
mod packet;
mod part;
mod place;
mod quick;
mod scratch;
mod sealed;
mod sniff;
mod stream;
mod structure;
#[cfg(test)]
mod tests;
mod unpacker;
mod utf16;
mod wide;

pub use coded::frame;
pub use file::File;
pub use quick::{prose, text, whole};
pub use unpacker::Unpacker;

use crate::anomaly::Code;
use crate::message::{Charset, Coding, Inflate, Inside, Leaf, Locate};

/// The place of a file with this name: `ftp.file[customers.csv]`.
pub fn named_place(place: &str, name: &[u8]) -> String {
    let mut printable = String::new();
    place::push_name(&mut printable, name, Charset::Utf8);
    place::Place::new(place).child("", &printable).as_str().to_owned()
}

/// What a value of any bytes holds, such as a column of a database has them; `head` is its first [`TELLING`](crate::message::TELLING) bytes.
pub fn inside(head: &[u8]) -> Option<Inside> {
    inside::told(head)
}

/// A decoder for messages that share one compression context.
pub fn inflater(coding: Coding) -> Option<Box<dyn Inflate>> {
    Some(Box::new(decode::History::new(coding)?))
}

/// How a file is known to be encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// Its format says so.
    Told,
    /// Whole sectors of nothing but noise: a volume, as far as anybody can tell.
    Noise,
}

/// Where unpacked text goes.
pub trait LeafSink {
    /// A leaf to scan, with the walker that names places in it.
    fn leaf(&mut self, leaf: Leaf<'_>, locate: &mut dyn Locate);
    /// A field of a form, its name (printable) and its value, which is a leaf as well: the two stand apart.
    fn field(&mut self, place: &str, name: &str, value: &[u8]);
    /// A file, or member of an archive, that is encrypted: the archive's place, the file's printable name, how it is known.
    fn locked(&mut self, place: &str, name: &str, sign: Sign);
    /// Something odd while unpacking.
    fn anomaly(&mut self, code: Code, detail: &str);
    /// A named file, at the end of the bytes in hand or its own: `place` begins the places of all leaves in it.
    fn file(&mut self, place: &str, file: File<'_>);
    /// True if the leaves so far held something worth a finding: only then is the digest of a large file worth its price.
    fn found(&self) -> bool;
}
