//! Bytes that a program wrote as a list of numbers: `{"type":"Buffer","data":[49,51,56]}`, as `JSON.stringify` writes a `Buffer` of
//! Node.js (`buf.toJSON()`).
//!
//! Limits: a list is read as far as it stands in one part of a text.

use super::base64::{Run, RunKind};
use crate::content::bytes::Bytes;
use memchr::memmem::Finder;
use std::sync::LazyLock;

static TYPE: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("\"Buffer\""));
/// Fewer numbers hold nothing that is looked for.
const LEAST: usize = 7;
/// Blanks between tokens.
const BLANKS: usize = 32;

/// Adds such lists to the runs of a text, in order.
pub(in crate::content) fn find_octets(text: &[u8], runs: &mut Vec<Run>) {
    let known = runs.len();
    let mut from = 0;
    for at in TYPE.find_iter(text) {
        if at < from {
            continue;
        }
        if let Some(start) = opening(text, at) {
            let list = text.after(start);
            let len = list.iter().position(|b| !is_part(*b)).unwrap_or(list.len());
            let count = memchr::memchr_iter(b',', list.upto(len)).count() + 1;
            from = start + len;
            if count >= LEAST {
                runs.push(Run { start, end: start + len, kind: RunKind::Octets });
            }
        }
    }
    if runs.len() > known {
        runs.sort_by_key(|run| run.start);
    }
}

/// True for a text that may have such a list.
pub(in crate::content) fn has_octets(text: &[u8]) -> bool {
    TYPE.find(text).is_some()
}

/// Where the list begins behind the name of the type at `at`.
fn opening(text: &[u8], at: usize) -> Option<usize> {
    let before = text.span(at.saturating_sub(BLANKS), at).trim_ascii_end().strip_suffix(b":")?.trim_ascii_end();
    if !before.ends_with(b"\"type\"") {
        return None;
    }
    let tokens: [&[u8]; 4] = [b",", b"\"data\"", b":", b"["];
    tokens.iter().try_fold(at + TYPE.needle().len(), |at, token| {
        let blanks = text.span(at, at + BLANKS).iter().take_while(|b| b.is_ascii_whitespace()).count();
        text.after(at + blanks).starts_with(token).then_some(at + blanks + token.len())
    })
}

fn is_part(b: u8) -> bool {
    b.is_ascii_digit() || b == b',' || b.is_ascii_whitespace()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        let mut runs = Vec::new();
        find_octets(text.as_bytes(), &mut runs);
        runs.iter().map(|run| &text[run.start..run.end]).collect()
    }

    #[test]
    fn buffers_are_found_and_other_lists_are_not() {
        let text = r#"{"a":{"type":"Buffer","data":[49,51,56,48,48,49,51]},"b":{ "type" : "Buffer" , "data" : [ 1, 2,3,4,5,6,7 ] }}"#;
        assert_eq!(found(text), ["49,51,56,48,48,49,51", " 1, 2,3,4,5,6,7 "]);
        for text in [
            r#"{"type":"Buffer","data":[1,2]}"#,
            r#"{"type":"Buffers","data":[49,51,56,48,48,49,51]}"#,
            r#"{"kind":"Buffer","data":[49,51,56,48,48,49,51]}"#,
            r#"{"data":[49,51,56,48,48,49,51],"type":"Buffer"}"#,
            r#"{"type":"Buffer","data":"#,
            r#"{"type":"Buffer""#,
        ] {
            assert!(found(text).is_empty(), "{text}");
        }
    }
}
