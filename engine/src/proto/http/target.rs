//! Request targets (RFC 9112 §3.2) and file names (RFC 6266).

use crate::percent;
use leaktap_simd::find;
use memchr::{memmem, memrchr};

/// A request target, taken apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::proto) struct Target<'a> {
    /// `user:password` of an absolute URI, as written.
    pub(in crate::proto) userinfo: &'a [u8],
    /// Host and port of an absolute URI or of CONNECT; empty otherwise.
    pub(in crate::proto) authority: &'a [u8],
    /// Path without query; `*` for the asterisk form.
    pub(in crate::proto) path: &'a [u8],
    /// What is to be scanned of the part before the query: authority and path, without the user information.
    pub(in crate::proto) shown: &'a [u8],
    /// Query without its `?`.
    pub(in crate::proto) query: &'a [u8],
}

impl<'a> Target<'a> {
    /// Takes a target apart. `connect`: it is an authority.
    pub(in crate::proto) fn new(target: &'a [u8], connect: bool) -> Self {
        if connect {
            // Some clients add a path that does not belong there.
            let authority = target.split(|b| *b == b' ').next().unwrap_or(&[]);
            return Self { authority, shown: target, ..Self::default() };
        }
        let (front, query) = match find(b'?', target) {
            Some(at) => (target.get(..at).unwrap_or(&[]), target.get(at.saturating_add(1)..).unwrap_or(&[])),
            None => (target, &[][..]),
        };
        let scheme = if front.starts_with(b"/") { None } else { memmem::find(front, b"://") };
        let Some(scheme) = scheme else {
            return Self { path: front, shown: front, query, ..Self::default() };
        };
        let rest = front.get(scheme.saturating_add(3)..).unwrap_or(&[]);
        let (authority, path) = rest.split_at(find(b'/', rest).unwrap_or(rest.len()));
        let (userinfo, authority) = split_userinfo(authority);
        let shown = rest.get(rest.len().saturating_sub(authority.len().saturating_add(path.len()))..).unwrap_or(rest);
        Self { userinfo, authority, path, shown, query }
    }
}

/// User information of an absolute URI anywhere in the target, as `Location` has it.
pub(in crate::proto) fn uri_userinfo(uri: &[u8]) -> &[u8] {
    Target::new(uri, false).userinfo
}

fn split_userinfo(authority: &[u8]) -> (&[u8], &[u8]) {
    match memrchr(b'@', authority) {
        Some(at) => (authority.get(..at).unwrap_or(&[]), authority.get(at.saturating_add(1)..).unwrap_or(&[])),
        None => (&[], authority),
    }
}

/// The last segment of a path, percent-decoded, if it has an extension.
pub(in crate::proto) fn file_of_path(path: &[u8]) -> Vec<u8> {
    let last = path.rsplit(|b| *b == b'/').next().unwrap_or(&[]);
    let last = last.split(|b| *b == b';').next().unwrap_or(&[]);
    let extension = memrchr(b'.', last).and_then(|dot| last.get(dot.checked_add(1)?..).filter(|_| dot > 0));
    match extension {
        Some(e) if (1..=EXTENSION_MAX).contains(&e.len()) && e.iter().all(u8::is_ascii_alphanumeric) => {
            let mut name = Vec::new();
            percent::decode(last, &mut name);
            name
        }
        _ => Vec::new(),
    }
}

/// The file name of a Content-Disposition: `filename*` (RFC 8187) before `filename`; raw bytes, at most
/// [`FILE_NAME_MAX`].
pub(in crate::proto) fn file_of_disposition(value: &[u8]) -> Vec<u8> {
    let mut plain = Vec::new();
    let mut rest = value.get(..DISPOSITION_MAX.min(value.len())).unwrap_or(value);
    while let Some(semicolon) = find(b';', rest) {
        rest = rest.get(semicolon.saturating_add(1)..).unwrap_or(&[]).trim_ascii_start();
        let Some(equals) = find(b'=', rest) else {
            break;
        };
        let name = rest.get(..equals).unwrap_or(&[]).trim_ascii();
        if find(b';', name).is_some() {
            continue;
        }
        rest = rest.get(equals.saturating_add(1)..).unwrap_or(&[]).trim_ascii_start();
        let (text, after) = parameter_value(rest);
        rest = after;
        if name.eq_ignore_ascii_case(b"filename*") {
            return extended_value(&text);
        }
        if name.eq_ignore_ascii_case(b"filename") && plain.is_empty() {
            plain = text;
        }
    }
    plain
}

/// A parameter's value, unquoted, and what follows it. Browsers write GBK bytes between the quotes: bytes stay bytes.
fn parameter_value(text: &[u8]) -> (Vec<u8>, &[u8]) {
    let mut value = Vec::new();
    let Some(mut rest) = text.strip_prefix(b"\"") else {
        let (word, after) = text.split_at(find(b';', text).unwrap_or(text.len()));
        value.extend(word.trim_ascii_end().iter().take(FILE_NAME_MAX));
        return (value, after);
    };
    while let Some((first, tail)) = rest.split_first() {
        rest = tail;
        let byte = match (first, tail) {
            (b'"', _) => break,
            (b'\\', [escaped @ (b'"' | b'\\'), after @ ..]) => {
                rest = after;
                *escaped
            }
            _ => *first,
        };
        if value.len() < FILE_NAME_MAX {
            value.push(byte);
        }
    }
    (value, rest)
}

/// `UTF-8''%E5%AE%A2.csv` → the bytes in that charset.
fn extended_value(text: &[u8]) -> Vec<u8> {
    let encoded = text.splitn(3, |b| *b == b'\'').nth(2).unwrap_or(text);
    let mut name = Vec::new();
    percent::decode(encoded, &mut name);
    name
}

/// Longest Content-Disposition that is read.
const DISPOSITION_MAX: usize = 2048;
/// Longest file name extension.
const EXTENSION_MAX: usize = 8;
/// Longest file name that is kept.
const FILE_NAME_MAX: usize = 512;
