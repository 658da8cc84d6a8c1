//! The header block of a part or mail: what it says about the body that follows (RFC 2045, RFC 2183, RFC 7578).

use super::bytes::{Bytes, hex_pair, trim};
use super::media::{Declared, Parameters};
use super::place::push_name;
use crate::message::Charset;

/// How a part's body is encoded for transfer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Transfer {
    /// 7bit, 8bit, binary.
    #[default]
    Identity,
    /// base64.
    Base64,
    /// quoted-printable.
    Quoted,
}

/// What a header block says.
pub(super) struct Head {
    /// Type, charset, boundary of the body.
    pub(super) declared: Declared,
    /// Transfer encoding.
    pub(super) transfer: Transfer,
    /// Field name, printable.
    pub(super) name: String,
    /// File name, printable.
    pub(super) filename: String,
}

impl Head {
    /// Reads a header block; lines that are none are passed over.
    pub(super) fn parse(block: &[u8]) -> Self {
        let (mut media, mut name, mut filename) = (Vec::new(), Vec::new(), Vec::new());
        let mut transfer = Transfer::Identity;
        for field in Fields(block) {
            let Some(colon) = memchr::memchr(b':', &field) else {
                continue;
            };
            let (key, value) = (trim(field.upto(colon)), trim(field.after(colon + 1)));
            if key.eq_ignore_ascii_case(b"content-type") {
                media = value.to_vec();
                if filename.is_empty() {
                    filename = parameter(value, b"name");
                }
            } else if key.eq_ignore_ascii_case(b"content-disposition") {
                name = parameter(value, b"name");
                let file = parameter(value, b"filename");
                if !file.is_empty() {
                    filename = file;
                }
            } else if key.eq_ignore_ascii_case(b"content-transfer-encoding") {
                transfer = match value {
                    v if v.eq_ignore_ascii_case(b"base64") => Transfer::Base64,
                    v if v.eq_ignore_ascii_case(b"quoted-printable") => Transfer::Quoted,
                    _ => Transfer::Identity,
                };
            }
        }
        let mut head =
            Self { declared: Declared::new(&media, &filename), transfer, name: String::new(), filename: String::new() };
        push_name(&mut head.name, &name, Charset::Utf8);
        push_name(&mut head.filename, &filename, Charset::Utf8);
        head
    }
}

/// The fields of a header block, unfolded.
struct Fields<'a>(&'a [u8]);

impl Iterator for Fields<'_> {
    type Item = Vec<u8>;

    fn next(&mut self) -> Option<Vec<u8>> {
        if self.0.is_empty() {
            return None;
        }
        let mut field = Vec::new();
        loop {
            let end = memchr::memchr(b'\n', self.0).map_or(self.0.len(), |i| i + 1);
            field.extend_from_slice(self.0.upto(end).trim_ascii_end());
            self.0 = self.0.after(end);
            if !matches!(self.0.at(0), b' ' | b'\t') {
                return Some(field);
            }
        }
    }
}

/// A parameter, plain or extended (`name*=UTF-8''%E5…`, RFC 8187); the extended one wins.
fn parameter(value: &[u8], name: &[u8]) -> Vec<u8> {
    let start = memchr::memchr(b';', value).unwrap_or(value.len());
    let mut plain = Vec::new();
    for (key, text) in Parameters(value.after(start)) {
        if key.eq_ignore_ascii_case(name) {
            plain = text.to_vec();
        } else if key.strip_suffix(b"*").is_some_and(|k| k.eq_ignore_ascii_case(name))
            && let Some(encoded) = text.splitn(3, |b| *b == b'\'').nth(2)
        {
            return unescape(encoded);
        }
    }
    if memchr::memchr(b'%', &plain).is_some() { unescape(&plain) } else { plain }
}

fn unescape(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut at = 0;
    while at < text.len() {
        let byte = if text.at(at) == b'%' { hex_pair(text.at(at + 1), text.at(at + 2)) } else { None };
        at += if byte.is_some() { 3 } else { 1 };
        out.push(byte.unwrap_or_else(|| text.at(at - 1)));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::media::Kind;

    #[test]
    fn part_heads_are_read_folded_and_in_any_charset() {
        let mut block = b"Content-Disposition: form-data;\r\n name=\"up\";\r\n filename=\"".to_vec();
        block.extend_from_slice(&encoding_rs::GBK.encode("客户名单.csv").0);
        block.extend_from_slice(b"\"\r\nContent-Transfer-Encoding: Base64\r\n");
        let head = Head::parse(&block);
        assert_eq!((head.name.as_str(), head.filename.as_str()), ("up", "客户名单.csv"));
        assert_eq!(head.transfer, Transfer::Base64);
        assert_eq!(head.declared.kind, Kind::Csv);
    }

    #[test]
    fn extended_file_names_win() {
        let head = Head::parse(b"content-disposition: attachment; filename=\"x.txt\"; filename*=UTF-8''%E5%BC%A0.json");
        assert_eq!(head.filename, "张.json");
    }
}
