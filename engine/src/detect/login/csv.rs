//! The header of separated values: which of its columns hold secrets, and which their users.

use super::table;
use crate::detect::text::Text;
use crate::message::{Columns, Layout};

/// Longest header.
const HEADER_BYTES: usize = 16 << 10;

/// The columns of the table whose header holds the key at `start..end`, and where its rows begin. None of them may hold a
/// secret.
pub(super) fn header(text: &Text<'_>, start: usize, end: usize) -> Option<(Columns, usize)> {
    let head = text.slice(0, HEADER_BYTES);
    let len = memchr::memchr(b'\n', head)?;
    if end > len {
        return None;
    }
    let quoted = usize::from(text.at(end) == b'"');
    let is_blank = |b: &&u8| matches!(b, b' ');
    let right = text.slice(end + quoted, len).iter().find(|b| !is_blank(b));
    let left = text.slice(0, start.saturating_sub(quoted)).iter().rev().find(|b| !is_blank(b));
    let delimits = |b: &u8| matches!(b, b',' | b';' | b'\t' | b'|');
    let delimiter = [right, left].into_iter().flatten().copied().find(delimits).or_else(|| {
        // A name alone, such as the key of a value in a store.
        let line = text.slice(0, len);
        (!line.iter().any(|b| delimits(b) || matches!(b, b' ' | b'='))).then_some(b',')
    })?;
    let layout = Layout::Separated(delimiter);
    let mut cells = Vec::new();
    let rows = table::row(text, 0, layout, table::COLUMNS, &mut cells)?.end;
    Some((table::columns(text, layout, &cells), rows))
}
