//! What goes through a queue: a message whose place and facts name its topic, its header fields, and its content as it is.

use super::fields;
use super::values::shown;
use crate::anomaly::Code;
use crate::message::{About, Coding, ContentHints, DbInfo, Direction, MessageHead, Outlet, TextFormat};
use std::sync::Arc;

/// Fields of one message that are told, in bytes: more than the longest head has, unless nested tables repeat its names.
const FIELDS_MAX: usize = 128 << 10;

/// The head of a message on its way through a queue.
#[derive(Clone, Debug, Default)]
pub(super) struct Delivery<'a> {
    /// Place of the message: the topic is put behind it.
    pub place: &'static str,
    /// Transaction.
    pub tx: u32,
    /// Topic, subject, destination, or exchange and routing key; empty if not known.
    pub topic: &'a [u8],
    /// Who is logged in; empty if not known.
    pub user: &'a str,
    /// Content type; empty if not told.
    pub content_type: &'a [u8],
    /// Content codings in the order in which they were applied.
    pub codings: Vec<Coding>,
    /// Bytes of the content, where they are known.
    pub length: Option<u64>,
    /// Header fields, a line each.
    pub fields: Fields,
}

impl Delivery<'_> {
    /// Begins the message, and hands over its topic and header fields.
    pub(super) fn begin(&self, dir: Direction, out: &mut dyn Outlet) {
        let info = DbInfo { table: shown(self.topic), user: self.user.to_owned(), topic: true, ..DbInfo::default() };
        let about = if self.topic.is_empty() && self.user.is_empty() { About::None } else { About::Db(Arc::new(info)) };
        let hints = ContentHints {
            content_type: self.content_type.to_vec(),
            codings: self.codings.clone(),
            length: self.length,
            ..ContentHints::default()
        };
        out.begin(dir, MessageHead { place: self.place, tx: self.tx, about, hints, ..MessageHead::default() });
        if !self.topic.is_empty() {
            out.text(dir, "topic", TextFormat::Plain, self.topic);
        }
        self.fields.tell(dir, out);
    }
}

/// Named header fields, as lines `name: value`.
#[derive(Clone, Debug, Default)]
pub(super) struct Fields {
    lines: Vec<u8>,
    /// Fields were left out.
    full: bool,
}

impl Fields {
    /// Takes a field unless it is empty; control characters in it become blanks. What exceeds [`FIELDS_MAX`] is left out.
    pub(super) fn put(&mut self, name: &[u8], value: &[u8]) {
        if value.is_empty() {
            return;
        }
        // A line without a name is none.
        let name = if name.is_empty() { b"value" } else { name };
        if self.lines.len().saturating_add(name.len()).saturating_add(value.len()) > FIELDS_MAX {
            self.full = true;
            return;
        }
        fields::line(&mut self.lines, name, value);
    }

    /// True if nothing was taken.
    pub(super) fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// Hands them over as text of the open message; says so if some were left out.
    pub(super) fn tell(&self, dir: Direction, out: &mut dyn Outlet) {
        if !self.lines.is_empty() {
            out.text(dir, "header", TextFormat::Headers, &self.lines);
        }
        if self.full {
            out.anomaly(dir, Code::PartsLimit, "header fields");
        }
    }
}

/// The coding that a content encoding names. Many put a charset there: whatever is no coding that is known is none.
pub(super) fn coding(name: &[u8]) -> Option<Coding> {
    let is = |known: &[u8]| name.eq_ignore_ascii_case(known);
    match () {
        () if is(b"gzip") || is(b"x-gzip") || is(b"application/x-gzip") => Some(Coding::Gzip),
        () if is(b"deflate") || is(b"zlib") => Some(Coding::Deflate),
        () if is(b"br") => Some(Coding::Br),
        () if is(b"zstd") => Some(Coding::Zstd),
        () if is(b"bzip2") => Some(Coding::Bzip2),
        () if is(b"xz") || is(b"lzma") => Some(Coding::Xz),
        () if is(b"lz4") => Some(Coding::Lz4),
        () if is(b"snappy") => Some(Coding::Snappy),
        () => None,
    }
}

/// Name and value of a line `name:value`; `None` if there is no colon.
pub(super) fn split_field(line: &[u8]) -> Option<(&[u8], &[u8])> {
    let (name, rest) = line.split_at_checked(memchr::memchr(b':', line)?)?;
    Some((name, rest.get(1..)?))
}
