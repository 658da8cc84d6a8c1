//! The header block of a part or mail: what it says about the body that follows (RFC 2045, RFC 2183, RFC 7578).

use super::bytes::{Bytes, hex_pair, trim};
use super::media::{Declared, Kind, Parameters};
use super::place::push_name;
use crate::message::Charset;
use crate::mime;

/// Sections of a parameter that are read.
const SECTIONS: usize = 64;

/// Names that mailers use for encodings in lines, none of them registered.
const LINES: [&[u8]; 5] = [b"x-uuencode", b"x-uue", b"uuencode", b"x-yencode", b"x-yenc"];

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
    /// uuencode or yEnc, which the body's first line says.
    Lines,
}

/// What a header block says.
pub(super) struct Head {
    /// Type, charset, boundary of the body.
    pub(super) declared: Declared,
    /// Transfer encoding.
    pub(super) transfer: Transfer,
    /// Of a part of a whole (RFC 9110 §14.6): its offset there, and whether that goes on behind it.
    pub(super) range: mime::Range,
    /// Field name, printable.
    pub(super) name: String,
    /// File name, printable.
    pub(super) filename: String,
}

/// Fields of mails (RFC 5322 §3.6, RFC 2045 §4).
const MAIL_FIELDS: [&[u8]; 8] =
    [b"from", b"date", b"message-id", b"received", b"mime-version", b"subject", b"return-path", b"delivered-to"];
/// Lines of a mail's head that are looked at.
const HEAD_LINES: usize = 32;

/// True if text begins with header fields, two of a mail's among them: few others have those.
pub(super) fn begins_mail(text: &[u8]) -> bool {
    let mut known = 0;
    for (at, line) in text.split(|byte| *byte == b'\n').take(HEAD_LINES).enumerate() {
        // A field goes on.
        if at > 0 && matches!(line.at(0), b' ' | b'\t') {
            continue;
        }
        let len = line.iter().take_while(|byte| byte.is_ascii_graphic() && **byte != b':').count();
        if len == 0 || line.at(len) != b':' {
            break;
        }
        known += usize::from(MAIL_FIELDS.iter().any(|field| field.eq_ignore_ascii_case(line.upto(len))));
    }
    known >= 2
}

impl Head {
    /// Reads a header block; lines that are none are passed over.
    pub(super) fn parse(block: &[u8]) -> Self {
        let (mut media, mut name, mut filename) = (Vec::new(), Vec::new(), Vec::new());
        let (mut transfer, mut range) = (Transfer::Identity, mime::Range::default());
        for field in mime::fields(block) {
            let Some(colon) = leaktap_simd::find(b':', &field) else {
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
                // Some mailers write a comment or a semicolon behind it.
                let end = value.iter().position(|b| matches!(b, b';' | b'(' | b' ' | b'\t')).unwrap_or(value.len());
                transfer = match value.upto(end) {
                    v if v.eq_ignore_ascii_case(b"base64") => Transfer::Base64,
                    v if v.eq_ignore_ascii_case(b"quoted-printable") => Transfer::Quoted,
                    v if LINES.iter().any(|known| v.eq_ignore_ascii_case(known)) => Transfer::Lines,
                    _ => Transfer::Identity,
                };
            } else if key.eq_ignore_ascii_case(b"content-range") {
                range = mime::content_range(value);
            }
        }
        let mut declared = Declared::new(&media, &filename);
        if declared.kind == Kind::Multipart && declared.boundary.is_none() {
            let boundary = parameter(&media, b"boundary");
            declared.boundary = (1..=200).contains(&boundary.len()).then(|| boundary.into());
        }
        let mut head = Self { declared, transfer, range, name: String::new(), filename: String::new() };
        push_name(&mut head.name, &name, Charset::Utf8);
        push_name(&mut head.filename, &filename, Charset::Utf8);
        head.declared.file = head.filename.as_bytes().into();
        head
    }

    /// True for a field of a form that holds a plain value.
    pub(super) fn is_field(&self) -> bool {
        !self.name.is_empty() && self.filename.is_empty() && self.transfer == Transfer::Identity
    }
}

/// A parameter: plain, perhaps with encoded words in it; extended (`name*=UTF-8''%E5…`, RFC 8187); or in sections
/// (`name*0*=UTF-8''%E5…; name*1=…`, RFC 2231 §3). The plain one loses.
fn parameter(value: &[u8], name: &[u8]) -> Vec<u8> {
    let start = leaktap_simd::find(b';', value).unwrap_or(value.len());
    let mut plain = Vec::new();
    let mut sections = Vec::new();
    for (key, text) in Parameters(value.after(start)) {
        let Some(rest) = key.get(name.len()..).filter(|_| key.upto(name.len()).eq_ignore_ascii_case(name)) else {
            continue;
        };
        if rest.is_empty() {
            plain = text.to_vec();
        } else if let Some(section) = Section::parse(rest, text)
            && sections.len() < SECTIONS
        {
            sections.push(section);
        }
    }
    if !sections.is_empty() {
        return join(sections);
    }
    let plain = mime::decode_words(&plain).into_owned();
    if leaktap_simd::find(b'%', &plain).is_some() { unescape(&plain) } else { plain }
}

/// A section of a parameter.
struct Section<'a> {
    number: usize,
    encoded: bool,
    text: &'a [u8],
}

impl<'a> Section<'a> {
    /// From what stands behind the name: `*`, `*0`, `*0*`.
    fn parse(rest: &[u8], text: &'a [u8]) -> Option<Self> {
        let rest = rest.strip_prefix(b"*")?;
        let (digits, encoded) = match rest.strip_suffix(b"*") {
            Some(digits) => (digits, true),
            None => (rest, rest.is_empty()),
        };
        let number = if digits.is_empty() { 0 } else { std::str::from_utf8(digits).ok()?.parse().ok()? };
        Some(Self { number, encoded, text })
    }
}

/// The sections in order, as UTF-8 if the first of them names a charset.
fn join(mut sections: Vec<Section<'_>>) -> Vec<u8> {
    sections.sort_by_key(|section| section.number);
    let mut charset: &[u8] = &[];
    let mut bytes = Vec::new();
    for (i, section) in sections.iter().enumerate() {
        let mut text = section.text;
        if i == 0 && section.encoded {
            let mut fields = text.splitn(3, |b| *b == b'\'');
            if let (Some(label), Some(_), Some(rest)) = (fields.next(), fields.next(), fields.next()) {
                (charset, text) = (label, rest);
            }
        }
        if section.encoded {
            bytes.extend(unescape(text));
        } else {
            bytes.extend_from_slice(text);
        }
    }
    match encoding_rs::Encoding::for_label(charset) {
        Some(encoding) => encoding.decode_without_bom_handling(&bytes).0.into_owned().into_bytes(),
        None => bytes,
    }
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

    #[test]
    fn file_names_of_mails_are_read_in_sections_and_words() {
        let name = |value: &str| Head::parse(format!("Content-Disposition: attachment; {value}").as_bytes()).filename;
        assert_eq!(name("filename*1*=%E6%88%B7; filename*0*=UTF-8''%E5%AE%A2; filename*2=.csv"), "客户.csv");
        assert_eq!(name("filename*=gb2312''%BF%CD%BB%A7.csv"), "客户.csv");
        assert_eq!(name("filename=\"=?UTF-8?B?5a6i?=\r\n =?UTF-8?B?5oi3?=.csv\""), "客户.csv");
        assert_eq!(name("filename*0=\"long\"; filename*1=\"name.csv\""), "longname.csv");
    }

    #[test]
    fn transfer_encodings_and_boundaries_are_read_as_they_are_written() {
        let head = Head::parse(
            b"Content-Type: multipart/mixed; boundary*0=ab; boundary*1=cd\r\nContent-Transfer-Encoding: BASE64; x\r\n",
        );
        assert_eq!(head.transfer, Transfer::Base64);
        assert_eq!(head.declared.boundary.as_deref(), Some(&b"abcd"[..]));
    }
}
