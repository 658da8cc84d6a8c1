//! What content is, from its first bytes: codings, closed formats, charsets, text formats.

use super::bytes::{Bytes, trim};
use super::charset::{self, Label};
use super::container;
use super::decode::{Decoder, Halt, Utf32};
use super::head;
use super::inside;
use super::media::{Declared, Kind};
use super::packet;
use super::{sealed, utf16};
use crate::message::{Coding, Format};
use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};

/// Bytes looked at; a decision depends on no more, so it is the same however the content is cut.
pub(super) const WINDOW: usize = 4096;
/// So many bytes without a control character are text in some charset: by chance one in nine is one.
pub(super) const PLAIN: usize = 256;
/// Texts of no more bytes are read one by one.
const SHORT: usize = 32;

/// The byte order mark of UTF-8.
const BOM: &[u8] = b"\xef\xbb\xbf";

/// What content turned out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Another coding, not declared.
    Coded(Coding),
    /// Base64 of what is known.
    Base64(Kind),
    /// Text in a charset whose characters may be read as something else: UTF-16, those of Japan and Korea.
    Charset(&'static Encoding),
    /// UTF-7.
    Utf7,
    /// UTF-32, big endian or not.
    Utf32(bool),
    /// Separated values whose lines end in carriage returns.
    Returns,
    /// Text with a structure; the delimiter is set for separated values.
    Text(Format, u8),
    /// A form.
    Form,
    /// Multipart; the boundary is in the declaration, or follows the leading dashes.
    Multipart(Box<[u8]>),
    /// A mail: header block, blank line, body.
    Mail,
    /// A file container.
    Container(&'static container::Format),
    /// A recognised format or charset that this version does not open.
    Closed(&'static str),
    /// Not text; may hold strings.
    Binary,
}

/// Bytes that are looked at.
pub(super) fn needed(declared: &Declared) -> usize {
    if container::Format::declared(declared.kind).is_some() { 1 } else { WINDOW }
}

/// Decides. `head` is the first [`WINDOW`] bytes, or all there are.
pub(super) fn sniff(head: &[u8], declared: &Declared) -> Verdict {
    let text = head.strip_prefix(BOM).unwrap_or(head);
    if let Some(format) = container::Format::declared(declared.kind) {
        return Verdict::Container(format);
    }
    if declared.kind == Kind::GrpcText && is_text(head) {
        return Verdict::Base64(Kind::Grpc);
    }
    if let Some(verdict) = known(head, declared.charset) {
        return verdict;
    }
    if !is_text(text) || inside::holds_document(text) {
        // Parts may be binary.
        return match declared.kind {
            Kind::Closed => Verdict::Closed("media"),
            // A head, and a body in binary (RFC 3030 §3).
            Kind::Mail if begins_with_field(text) => Verdict::Mail,
            Kind::Multipart | Kind::Unknown => multipart(text, declared).unwrap_or(Verdict::Binary),
            _ => Verdict::Binary,
        };
    }
    match declared.charset {
        Label::Ebcdic if !text.is_ascii() => return Verdict::Closed("ebcdic"),
        Label::Utf7 if has_utf7_run(text) => return Verdict::Utf7,
        _ => {}
    }
    if returned(text, declared) { Verdict::Returns } else { structure(text, declared) }
}

/// True if content of which nothing is declared, and which is all here, is text without a structure.
pub(super) fn is_prose(data: &[u8]) -> bool {
    let head = data.upto(WINDOW);
    sealed::named(head, false).is_none()
        && container::Format::walked(data).is_none()
        && sniff(head, &Declared::default()) == Verdict::Text(Format::Text, 0)
}

/// True for separated values whose lines end in carriage returns alone.
fn returned(text: &[u8], declared: &Declared) -> bool {
    let inner = text.upto(text.len().saturating_sub(1));
    if !matches!(declared.kind, Kind::Csv | Kind::Plain | Kind::Unknown)
        || leaktap_simd::find(b'\n', text).is_some()
        || leaktap_simd::find(b'\r', inner).is_none()
    {
        return false;
    }
    let lines: Vec<u8> = text.iter().map(|b| if *b == b'\r' { b'\n' } else { *b }).collect();
    matches!(structure(&lines, declared), Verdict::Text(Format::Csv, _))
}

/// True if what begins like this, and goes on when its sender pleases, may be read by what is there: text that more of it
/// would not make anything else.
pub(super) fn is_settled(head: &[u8], declared: &Declared) -> bool {
    let line = leaktap_simd::find(b'\n', head);
    match sniff(head, declared) {
        Verdict::Text(Format::Text, _) => line.is_some_and(|end| {
            let may_separate = |b: &u8| DELIMITERS.contains(b);
            let lines = || memchr::memchr_iter(b'\n', head).take(TABLE_LINES).count();
            !head.starts_with(b"--") && (!head.upto(end).iter().any(may_separate) || lines() == TABLE_LINES)
        }),
        Verdict::Text(Format::Csv, _) => line.is_some(),
        Verdict::Text(..) | Verdict::Form | Verdict::Multipart(_) | Verdict::Mail => true,
        Verdict::Charset(_) | Verdict::Utf7 | Verdict::Utf32(_) => declared.charset != Label::None,
        _ => false,
    }
}

/// What no reading of the text can change: formats with a magic, UTF-16.
pub(super) fn known(head: &[u8], charset: Label) -> Option<Verdict> {
    magic(head).or_else(|| wide(head, charset))
}

/// What content of no declared kind is if it is more than text: a coding, a format, parts.
pub(super) fn beyond_text(head: &[u8]) -> Option<Verdict> {
    known(head, Label::None).or_else(|| multipart(head.strip_prefix(BOM).unwrap_or(head), &Declared::default()))
}

/// True if bytes do inflate that begin like zlib's: two bytes are little to go by.
pub(super) fn inflates(head: &[u8]) -> bool {
    Decoder::for_coding(Coding::Deflate).is_some_and(|mut d| d.step(head, &mut [0; 64]).halt != Halt::Damaged)
}

/// Formats known by their first bytes.
fn magic(head: &[u8]) -> Option<Verdict> {
    let closed = |name| Some(Verdict::Closed(name));
    match head.at(0) {
        0x1f if head.starts_with(b"\x1f\x8b\x08") => Some(Verdict::Coded(Coding::Gzip)),
        0x1f if head.starts_with(b"\x1f\x9d") => Some(Verdict::Coded(Coding::Compress)),
        0x28 if head.starts_with(b"\x28\xb5\x2f\xfd") && !sealed::needs_dictionary(head) => {
            Some(Verdict::Coded(Coding::Zstd))
        }
        // A frame to be skipped (RFC 8878 §3.1.2) in front of the first one.
        0x50..=0x5f if head.span(1, 4) == b"\x2a\x4d\x18" => Some(Verdict::Coded(Coding::Zstd)),
        0x78 if is_zlib(head) => Some(Verdict::Coded(Coding::Deflate)),
        0x89 if head.starts_with(b"\x89PNG\r\n\x1a\n") => closed("png"),
        0xff if head.starts_with(b"\xff\xd8\xff") => closed("jpeg"),
        b'G' if head.starts_with(b"GIF87a") || head.starts_with(b"GIF89a") => closed("gif"),
        b'R' if head.starts_with(b"RIFF") && matches!(head.span(8, 12), b"WEBP" | b"WAVE" | b"AVI ") => closed("riff"),
        0xfd if head.starts_with(b"\xfd7zXZ\x00") => Some(Verdict::Coded(Coding::Xz)),
        0x5d if is_lzma(head) => Some(Verdict::Coded(Coding::Lzma)),
        b'B' if head.starts_with(b"BZh") && matches!(head.at(3), b'1'..=b'9') && head.span(4, 10) == b"1AY&SY" => {
            Some(Verdict::Coded(Coding::Bzip2))
        }
        0x04 if head.starts_with(b"\x04\x22\x4d\x18") => Some(Verdict::Coded(Coding::Lz4)),
        0x02 if head.starts_with(b"\x02\x21\x4c\x18") => Some(Verdict::Coded(Coding::Lz4)),
        0x7f if head.starts_with(b"\x7fELF") => closed("elf"),
        // A program for a player of animations (SWF 19): names of its parts look like addresses of mail.
        b'C' | b'F' | b'Z' if head.span(1, 3) == b"WS" && head.len() > 8 && head.at(7) == 0 => closed("swf"),
        b'M' if head.starts_with(b"MZ") && head.len() > 64 && head.upto(64).contains(&0) => closed("pe"),
        b'w' if head.starts_with(b"wOF2") || head.starts_with(b"wOFF") => closed("woff"),
        b'O' if head.starts_with(b"OggS") => closed("ogg"),
        b'I' if head.starts_with(b"ID3") => closed("mp3"),
        0x1a if head.starts_with(b"\x1a\x45\xdf\xa3") => closed("matroska"),
        0xca if head.starts_with(b"\xca\xfe\xba\xbe") => closed("class"),
        _ if head.span(4, 8) == b"ftyp" && head.at(0) == 0 => closed("mp4"),
        _ => container::Format::of(head).map(Verdict::Container).or_else(|| sealed::packed(head).map(Verdict::Closed)),
    }
}

/// RFC 1950 §2.2 with the usual window of 32 KiB; two letters of prose pass too, so what follows must not read as text,
/// unless it begins with a stored block, which says its length twice (RFC 1951 §3.2.4) and may well hold text.
pub(super) fn is_zlib(head: &[u8]) -> bool {
    let check = (u16::from(head.at(0)) << 8) | u16::from(head.at(1));
    let word = |at| u16::from_le_bytes([head.at(at), head.at(at + 1)]);
    let stored = head.at(2) & 6 == 0 && word(3) == !word(5);
    head.len() > 6 && check % 31 == 0 && head.at(1) & 0x20 == 0 && (stored || !is_text(head.upto(64)))
}

/// The older form of LZMA has no magic number: usual properties, a dictionary of a usual size, a size that is unknown
/// or sensible, and the first byte of the range coder, which is always zero.
fn is_lzma(head: &[u8]) -> bool {
    let [a, b, c, d, e, f, g, h] = *head.span(5, 13) else { return false };
    let size = u64::from_le_bytes([a, b, c, d, e, f, g, h]);
    let dictionary = u32::from_le_bytes([head.at(1), head.at(2), head.at(3), head.at(4)]);
    dictionary >= 1 << 12
        && dictionary.count_ones() <= 2
        && (size == u64::MAX || size < 1 << 38)
        && head.len() > 18
        && head.at(13) == 0
}

/// What has to be turned into UTF-8 first: UTF-16, UTF-32 by mark, by declaration if the bytes allow it, by the pattern of zero bytes.
fn wide(head: &[u8], declared: Label) -> Option<Verdict> {
    if head.starts_with(b"\xff\xfe\0\0") || head.starts_with(b"\0\0\xfe\xff") {
        return Some(Verdict::Utf32(head.at(0) == 0));
    }
    if head.starts_with(b"\xff\xfe") && utf16::marked(head.after(2), UTF_16LE) {
        return Some(Verdict::Charset(UTF_16LE));
    }
    if head.starts_with(b"\xfe\xff") && utf16::marked(head.after(2), UTF_16BE) {
        return Some(Verdict::Charset(UTF_16BE));
    }
    let order = match declared {
        Label::Utf16Le => utf16::stated(head, Some(UTF_16LE)),
        Label::Utf16Be => utf16::stated(head, Some(UTF_16BE)),
        Label::Utf16 => utf16::stated(head, None),
        Label::Utf32 if leaktap_simd::find(0, head).is_some() => return Some(Verdict::Utf32(head.at(0) == 0)),
        Label::Multibyte(encoding) if charset::reads_as(head, encoding) => Some(encoding),
        _ => None,
    };
    if order.is_some() {
        return order.map(Verdict::Charset);
    }
    if leaktap_simd::find(0, head.upto(1024)).is_none() {
        return charset::escaped(head).map(Verdict::Charset);
    }
    match Utf32::order(head) {
        Some(big) => Some(Verdict::Utf32(big)),
        None => utf16::guessed(head).map(Verdict::Charset),
    }
}

/// True if the bytes read as text in some charset: hardly any control characters, high bytes that make sense.
pub(super) fn is_text(head: &[u8]) -> bool {
    let sample = head.upto(1024);
    // Most fields are short and plain, and a survey's call is longer than they are.
    if sample.len() <= SHORT && sample.iter().all(|b| matches!(b, b' '..=b'~')) {
        return true;
    }
    let survey = leaktap_simd::survey(sample);
    if survey.control {
        let control =
            sample.iter().map(|b| u32::from(CONTROL.get(usize::from(*b)).copied().unwrap_or(0))).sum::<u32>() as usize;
        if control * 20 > sample.len() {
            return false;
        }
    }
    !survey.high
        || charset::is_utf8(sample, head.len() > sample.len())
        || charset::is_legacy_text(sample)
        || mostly_utf8(sample)
}

/// True if the bytes read as text without the least doubt: no control character, and UTF-8 unless there are many.
pub(super) fn is_plain(head: &[u8]) -> bool {
    let survey = leaktap_simd::survey(head);
    !survey.control && (!survey.high || charset::is_utf8(head, true) || head.len() >= PLAIN)
}

/// Text whose charset is broken in a few places (a log with a stray byte) is still text.
fn mostly_utf8(sample: &[u8]) -> bool {
    let (mut rest, mut bad) = (sample, 0usize);
    while let Err(e) = std::str::from_utf8(rest) {
        bad += 1;
        if bad * 20 > sample.len() {
            return false;
        }
        rest = rest.after(e.valid_up_to() + e.error_len().unwrap_or(rest.len()).max(1));
    }
    true
}

#[allow(clippy::indexing_slicing, reason = "evaluated by the compiler")]
const CONTROL: [u8; 256] = {
    let mut table = [0u8; 256];
    let mut i = 0;
    while i < 32 {
        // Tab, line feed, carriage return, form feed, escape (terminal colours) and SOH (FIX, Kafka keys) occur in text.
        table[i] = !matches!(i, 9 | 10 | 12 | 13 | 27) as u8;
        i += 1;
    }
    table[127] = 1;
    table
};

/// True if something in the text is written as UTF-7 alone writes it: `+2D3eAA-`, or `+-` for a plus.
fn has_utf7_run(text: &[u8]) -> bool {
    memchr::memchr_iter(b'+', text).any(|i| {
        let run = text.after(i + 1).iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'/').count();
        run != 1 && text.at(i + 1 + run) == b'-'
    })
}

/// The structure of text: declared, unless its first bytes say otherwise.
fn structure(text: &[u8], declared: &Declared) -> Verdict {
    let start = packet::behind_head(text.trim_ascii_start());
    // A server sends what a program makes of its data: where it sends the program, that is what leaks.
    if start.starts_with(b"<?php") {
        return Verdict::Text(Format::Source, 0);
    }
    if let Some((delimiter, _)) = stated(text)
        && matches!(declared.kind, Kind::Csv | Kind::Plain | Kind::Unknown)
    {
        return Verdict::Text(Format::Csv, delimiter);
    }
    let json = looks_json(start);
    let markup = start.at(0) == b'<' && matches!(start.at(1), b'a'..=b'z' | b'A'..=b'Z' | b'!' | b'?' | b'/');
    match declared.kind {
        Kind::Multipart => {
            if let Some(found) = multipart(text, declared) {
                return found;
            }
        }
        Kind::Json if !markup => return json_or_map(start),
        Kind::Markup if !json => return Verdict::Text(Format::Markup, 0),
        Kind::Csv if !json && !markup => {
            return Verdict::Text(Format::Csv, delimiter(text).or_else(|| lone_delimiter(text)).unwrap_or(b','));
        }
        Kind::Form if !json && !markup => return Verdict::Form,
        Kind::Mail => return Verdict::Mail,
        _ => {}
    }
    if json {
        return json_or_map(start);
    }
    if markup {
        return Verdict::Text(Format::Markup, 0);
    }
    if declared.kind == Kind::Unknown {
        if let Some(found) = multipart(text, declared) {
            return found;
        }
        if looks_form(text) {
            return Verdict::Form;
        }
        if head::begins_mail(text) {
            return Verdict::Mail;
        }
    }
    if declared.kind == Kind::Source {
        return Verdict::Text(Format::Source, 0);
    }
    match delimiter(text) {
        Some(delimiter) => Verdict::Text(Format::Csv, delimiter),
        None => Verdict::Text(Format::Text, 0),
    }
}

/// True if the first line is a header field.
pub(super) fn begins_with_field(text: &[u8]) -> bool {
    let end = leaktap_simd::find(b'\n', text).unwrap_or(text.len());
    let colon = leaktap_simd::find(b':', text.upto(end)).unwrap_or(0);
    colon > 0 && text.upto(colon).iter().all(u8::is_ascii_graphic)
}

/// JSON, or a source map (ECMA-426): sources of programs in strings, to be read as such.
fn json_or_map(start: &[u8]) -> Verdict {
    const KEYS: [&[u8]; 7] = [
        b"\"file\"",
        b"\"mappings\"",
        b"\"names\"",
        b"\"sections\"",
        b"\"sourceRoot\"",
        b"\"sources\"",
        b"\"sourcesContent\"",
    ];
    let behind = |text: &[u8], what: &[u8]| -> Option<usize> {
        let rest = text.trim_ascii_start();
        rest.starts_with(what).then(|| text.len() - rest.len() + what.len())
    };
    let mut at = 0;
    let version = [&b"{"[..], b"\"version\"", b":", b"3", b","]
        .iter()
        .all(|what| behind(start.after(at), what).map(|len| at += len).is_some());
    let map = version && KEYS.iter().any(|key| behind(start.after(at), key).is_some());
    Verdict::Text(if map { Format::Source } else { Format::Json }, 0)
}

/// True if the text starts as a JSON object or array does; a log line in brackets does not.
pub(super) fn looks_json(start: &[u8]) -> bool {
    let next = start.after(1).trim_ascii_start();
    match start.at(0) {
        b'{' => matches!(next.at(0), b'"' | b'}') || next.is_empty(),
        b'[' => match next.at(0) {
            b'{' | b'[' | b'"' | b']' => true,
            b'0'..=b'9' | b'-' => {
                let number = next
                    .iter()
                    .take_while(|b| b.is_ascii_digit() || matches!(b, b'-' | b'+' | b'.' | b'e' | b'E'))
                    .count();
                let whole = next.upto(number);
                !whole.after(1).contains(&b'-') && matches!(next.after(number).trim_ascii_start().at(0), b',' | b']')
            }
            _ => next.starts_with(b"null") || next.starts_with(b"true") || next.starts_with(b"false"),
        },
        _ => false,
    }
}

/// True if the text is one line of `name=value&…` without anything a form cannot hold.
pub(super) fn looks_form(text: &[u8]) -> bool {
    let text = trim(text);
    let Some(equals) = leaktap_simd::find(b'=', text) else {
        return false;
    };
    let name = text.upto(equals);
    !name.is_empty()
        && name.len() <= 64
        && name.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.' | b'[' | b']' | b'%'))
        && (memchr::memchr2(b'&', b'%', text.after(equals)).is_some())
        && text.iter().all(|b| b.is_ascii_graphic() && !matches!(b, b'"' | b'<' | b'>' | b'{' | b'}'))
}

/// A multipart body: the declared boundary, or the first line if it is one and a header line follows.
fn multipart(text: &[u8], declared: &Declared) -> Option<Verdict> {
    if let Some(boundary) = &declared.boundary
        && (memchr::memmem::find(text, boundary).is_some() || text.len() >= WINDOW)
    {
        return Some(Verdict::Multipart(boundary.clone()));
    }
    let start = text.trim_ascii_start().strip_prefix(b"--")?;
    let end = leaktap_simd::find(b'\n', start)?;
    let boundary = start.upto(end).trim_ascii_end();
    let header = start.after(end + 1);
    let known = header.upto(8).eq_ignore_ascii_case(b"content-");
    (known && (1..=200).contains(&boundary.len())).then(|| Verdict::Multipart(boundary.into()))
}

/// The delimiter of separated values: one that every full line of the head has equally often.
fn delimiter(text: &[u8]) -> Option<u8> {
    let newline = leaktap_simd::find(b'\n', text)?;
    let first = text.upto(newline);
    if memchr::memchr3(b',', b';', b'|', first).is_none() && leaktap_simd::find(b'\t', first).is_none() {
        return None;
    }
    DELIMITERS.into_iter().find(|d| leaktap_simd::find(*d, first).is_some() && is_separated(text, *d))
}

/// What separates the first line's values of a text that is a table for sure, but too short to tell its delimiter.
fn lone_delimiter(text: &[u8]) -> Option<u8> {
    let first = text.upto(leaktap_simd::find(b'\n', text).unwrap_or(text.len()));
    DELIMITERS.into_iter().find(|d| leaktap_simd::find(*d, first).is_some())
}

const DELIMITERS: [u8; 4] = [b',', b'\t', b';', b'|'];
/// After so many lines a table is known for one.
const TABLE_LINES: usize = 4;

/// The delimiter that the first line states for Excel (`sep=;`), and how long that line is.
pub(super) fn stated(head: &[u8]) -> Option<(u8, usize)> {
    let text = head.strip_prefix(BOM).unwrap_or(head);
    let end = leaktap_simd::find(b'\n', text.upto(12))?;
    let line = text.upto(end).trim_ascii_end();
    let line = line.strip_prefix(b"\"").map_or(line, |line| line.strip_suffix(b"\"").unwrap_or(line));
    let (name, value) = line.split_at_checked(4)?;
    match value {
        // A tab at a line's end was trimmed.
        [] if text.at(4) == b'\t' => Some(b'\t'),
        [delimiter] if !delimiter.is_ascii_alphanumeric() => Some(*delimiter),
        _ => None,
    }
    .filter(|_| name.eq_ignore_ascii_case(b"sep="))
    .map(|delimiter| (delimiter, head.len() - text.len() + end + 1))
}

/// Statements that a dump writes line by line, with as many commas in each.
const STATEMENTS: [&[u8]; 3] = [b"insert into ", b"replace into ", b"update "];

fn is_separated(text: &[u8], delimiter: u8) -> bool {
    // The last line may be cut by the window.
    let whole = memchr::memrchr(b'\n', text).map_or(text, |i| text.upto(i + 1));
    let mut columns = 0;
    let mut rows = 0usize;
    let mut pairs = 0usize;
    for line in whole.split(|b| *b == b'\n').map(trim).filter(|l| !l.is_empty()).take(8) {
        let count = count_outside_quotes(line, delimiter);
        if rows == 0 {
            columns = count;
        } else if count != columns {
            return false;
        }
        if STATEMENTS.iter().any(|words| line.get(..words.len()).is_some_and(|w| w.eq_ignore_ascii_case(words))) {
            return false;
        }
        rows += 1;
        pairs += usize::from(leaktap_simd::find(b'=', line).is_some() || memchr::memmem::find(line, b": ").is_some());
    }
    // One line says nothing; two lines with a single comma may be prose; `key=value` lists are logs.
    columns >= 1 && rows >= 2 && (columns >= 2 || rows >= 4) && pairs * 2 <= rows
}

fn count_outside_quotes(line: &[u8], delimiter: u8) -> usize {
    let mut quoted = false;
    let mut count = 0;
    for at in memchr::memchr2_iter(delimiter, b'"', line) {
        if line.at(at) == b'"' {
            quoted = !quoted;
        } else if !quoted {
            count += 1;
        }
    }
    count
}

/// True if a block of unknown bytes is of high entropy: encrypted or compressed by something we do not know.
///
/// From 512 bytes on by Shannon's entropy (at least 7.5 bits per byte, less what a short sample must miss); below
/// by the number of distinct bytes, compared with what randomness would give.
pub(super) fn is_opaque(block: &[u8]) -> bool {
    let sample = block.upto(2048);
    if sample.len() < 64 {
        return false;
    }
    let mut counts = [0u32; 256];
    for byte in sample {
        if let Some(count) = counts.get_mut(usize::from(*byte)) {
            *count += 1;
        }
    }
    let n = sample.len() as f64;
    if sample.len() < 512 {
        let distinct = counts.iter().filter(|c| **c > 0).count() as f64;
        let expected = 256.0 * (1.0 - (1.0 - 1.0 / 256.0f64).powf(n));
        return distinct >= 0.9 * expected;
    }
    let entropy: f64 = counts.iter().filter(|c| **c > 0).map(|c| f64::from(*c) / n).map(|p| -p * p.log2()).sum();
    entropy >= (7.5f64).min(8.0 - 255.0 / (2.0 * n * std::f64::consts::LN_2) - 0.15)
}

#[cfg(test)]
mod tests {
    use super::super::tests::noise;
    use super::*;

    fn of(head: &[u8]) -> Verdict {
        sniff(head, &Declared::default())
    }

    #[test]
    fn structures_are_recognised_without_a_type() {
        assert_eq!(of(b" {\"a\": 1}"), Verdict::Text(Format::Json, 0));
        assert_eq!(of(b"[2024-01-02 10:00:00] INFO started"), Verdict::Text(Format::Text, 0));
        assert_eq!(of(b"<?xml version='1.0'?><a/>"), Verdict::Text(Format::Markup, 0));
        assert_eq!(of(b"<?php\ndefine('A', 1);"), Verdict::Text(Format::Source, 0));
        assert_eq!(of(b"name;phone;x\na;1;2\nb;3;4\n"), Verdict::Text(Format::Csv, b';'));
        assert_eq!(of(b"Hello, world.\nThis is prose, with commas, you see.\n"), Verdict::Text(Format::Text, 0));
        let table = |head: &[u8]| sniff(head, &Declared::new(b"text/csv", b""));
        assert_eq!(table(b"user\tpassword\nbob\tx\n"), Verdict::Text(Format::Csv, b'\t'));
        assert_eq!(table(b"phone\n1\n"), Verdict::Text(Format::Csv, b','));
        assert_eq!(
            of(b"INSERT INTO u (a,b) VALUES (1,2);\nINSERT INTO u (a,b) VALUES (3,4);\n"),
            Verdict::Text(Format::Text, 0)
        );
        assert_eq!(of(b"a=1&b=%E5%BC%A0"), Verdict::Form);
        assert_eq!(of(br#"{"version":3,"file":"a.js","mappings":""}"#), Verdict::Text(Format::Source, 0));
        assert_eq!(of(b"{\n  \"version\" : 3,\n  \"sources\": []}"), Verdict::Text(Format::Source, 0));
        assert_eq!(of(br#"{"version":3,"customers":[]}"#), Verdict::Text(Format::Json, 0));
        assert_eq!(of(br#"{"version":2,"sources":[]}"#), Verdict::Text(Format::Json, 0));
        assert_eq!(
            of(b"--xyz\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--xyz--\r\n"),
            Verdict::Multipart(b"xyz"[..].into())
        );
    }

    #[test]
    fn codings_and_closed_formats_are_recognised() {
        assert_eq!(of(b"\x1f\x8b\x08\0\0\0\0\0\0\x03"), Verdict::Coded(Coding::Gzip));
        assert!(matches!(of(b"PK\x03\x04\x14\0\0\0"), Verdict::Container(_)));
        assert!(matches!(of(b"%PDF-1.7\n%\xe2\xe3"), Verdict::Container(_)));
    }

    #[test]
    fn noise_is_opaque_and_a_table_of_numbers_is_not() {
        let noise = noise(4096);
        assert!(is_opaque(&noise));
        assert!(is_opaque(noise.upto(100)));
        let table: Vec<u8> = (0..1024u32).flat_map(|i| (i * 3).to_be_bytes()).collect();
        assert!(!is_opaque(&table));
    }
}
