//! Runs of base64 and hexadecimal digits in text.
//!
//! Only what decodes to text, to a format known by its magic, or to bytes with strings among them counts.

use crate::content::bytes::{Bytes, hex_value};
use crate::content::charset;
use crate::content::decode::{Base64, Decoder, Hex, Octets};
use crate::content::sniff::{self, Verdict};
use crate::message::Coding;
use leaktap_simd::{base64_prefix, long_run};

/// Shortest hexadecimal run.
const HEX_DIGITS: usize = 32;
/// Shortest and longest line of base64 broken into lines (RFC 2045 §6.8: 76; PEM: 64).
const LINE: std::ops::RangeInclusive<usize> = 40..=200;
/// Bytes decoded to judge a run: up to the magic of a tape archive.
const JUDGE_BYTES: usize = 264;
/// Of these, what has to be readable.
const READ_BYTES: usize = 96;
/// Digits that follow each other in a number of somebody, at least.
const NUMBER_DIGITS: usize = 11;
/// Shortest run of which bytes are looked at that hold no number and no address, and the shortest string in them that counts.
const BINARY_CHARS: usize = 64;
const STRING_BYTES: usize = 10;
/// Longest run that may be a path, and the shortest last part of one that is looked at.
const PATH_CHARS: usize = 2048;
const MIN_CHARS: usize = 24;
/// Parameters of SAML's redirects (SAML 2.0 bindings §3.4.4.1), whose values are deflated.
const DEFLATED: [&[u8]; 2] = [b"SAMLRequest=", b"SAMLResponse="];
/// Characters that are looked at before.
const PROBE_CHARS: usize = 32;
const PROBE_BYTES: usize = PROBE_CHARS / 4 * 3;

/// What a run is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::content) enum RunKind {
    /// Base64, either alphabet.
    Base64,
    /// The same, of what is compressed without a word about it.
    Deflated,
    /// Hexadecimal digits.
    Hex,
    /// Numbers of bytes, parted by commas.
    Octets,
}

impl RunKind {
    /// How places name it.
    pub(in crate::content) fn suffix(self) -> &'static str {
        match self {
            Self::Base64 | Self::Deflated => "base64",
            Self::Hex => "hex",
            Self::Octets => "bytes",
        }
    }

    /// A decoder for it.
    pub(in crate::content) fn decoder(self) -> Decoder {
        match self {
            Self::Base64 | Self::Deflated => Decoder::Base64(Base64::default()),
            Self::Hex => Decoder::Hex(Hex::default()),
            Self::Octets => Decoder::Octets(Octets::default()),
        }
    }

    /// What is still to be taken off then.
    pub(in crate::content) fn codings(self) -> Vec<Coding> {
        if self == Self::Deflated { vec![Coding::Deflate] } else { Vec::new() }
    }
}

/// An encoded run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::content) struct Run {
    /// Offset of its first character.
    pub(in crate::content) start: usize,
    /// Offset behind its last, padding included.
    pub(in crate::content) end: usize,
    /// What it is.
    pub(in crate::content) kind: RunKind,
}

/// The runs of `text` from `from` on that decode to something, in order.
pub(in crate::content) fn find_runs(text: &[u8], from: usize) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut at = from;
    // How wide the lines are that were followed last, and where they end: of refused ones, such as a list of hashes, the next
    // goes no further.
    let (mut width, mut last) = (0, 0);
    while let Some(found) = long_run(text.after(at)) {
        let (start, line) = (at + found.start, at + found.end);
        at = line;
        if !is_uuid(text.span(start, line)) && !is_field_name(text, start, line) {
            if line >= last || line - start != width {
                (width, last) = (line - start, extent(text, start, line));
            }
            let run = Run { start, end: last, kind: RunKind::Base64 };
            let packet = || is_packet(text, start).then_some(Run { start: start + 1, ..run });
            let found = judge(text, run).or_else(|| judge(text, packet()?));
            if let Some(run) = found.or_else(|| judge(text, behind_slash(text, run)?)) {
                at = at.max(run.end);
                runs.push(run);
            }
        }
    }
    runs
}

/// What follows the last slash of a run in one line: the last part of a path, rather than the 63rd digit.
fn behind_slash(text: &[u8], run: Run) -> Option<Run> {
    let chars = text.span(run.start, run.end);
    let slash = memchr::memrchr(b'/', chars.upto(PATH_CHARS))?;
    let long = chars.len() <= PATH_CHARS && chars.len() - slash > MIN_CHARS && chars.at(0) == b'/';
    long.then_some(Run { start: run.start + slash + 1, ..run })
}

/// True where a binary packet of engine.io (its protocol 4, over HTTP) may begin: `b`, and base64 behind it.
fn is_packet(text: &[u8], start: usize) -> bool {
    text.at(start) == b'b' && (start == 0 || text.at(start - 1) == 0x1e)
}

/// The most common long run that is none: a UUID (RFC 9562 §4), whose dashes are URL-safe base64.
fn is_uuid(run: &[u8]) -> bool {
    run.len() == 36 && [8, 13, 18, 23].iter().all(|i| run.at(*i) == b'-')
}

/// True for the name of a header field, whose dashes are URL-safe base64 too: `Content-Transfer-Encoding:`.
fn is_field_name(text: &[u8], start: usize, end: usize) -> bool {
    let alone = text.at(end) == b':' && (start == 0 || text.at(start - 1) == b'\n');
    alone && text.span(start, end).iter().all(|b| b.is_ascii_alphabetic() || *b == b'-')
}

/// How much of `text` continues a run that was open: its characters, line breaks and padding.
pub(in crate::content) fn run_prefix(text: &[u8]) -> usize {
    let mut at = 0;
    loop {
        at += base64_prefix(text.after(at));
        let gap = line_break(text, at);
        if gap == 0 {
            break;
        }
        let next = base64_prefix(text.after(at + gap));
        let stop = text.at(at + gap + next);
        // A line of other text ends the run.
        let whole = at + gap + next == text.len()
            || stop == b'='
            || line_break(text, at + gap + next) > 0
            || matches!(stop, b'"' | b'<');
        if !whole || (next == 0 && at + gap < text.len()) {
            return at;
        }
        at += gap + next;
        if at == text.len() {
            return at;
        }
    }
    at + text.after(at).iter().take(2).take_while(|b| **b == b'=').count()
}

/// The end of a run whose first line is `start..line`: further lines of the same length, a shorter last one, padding.
fn extent(text: &[u8], start: usize, line: usize) -> usize {
    let width = line - start;
    let mut end = line;
    if LINE.contains(&width) && text.at(line) != b'=' {
        loop {
            let gap = line_break(text, end);
            if gap == 0 {
                break;
            }
            let next = base64_prefix(text.after(end + gap).upto(width + 1));
            let after = end + gap + next;
            let closed = after == text.len()
                || line_break(text, after) > 0
                || matches!(text.at(after), b'=' | b'"' | b'<' | b'\'');
            if next == 0 && after == text.len() {
                return after;
            }
            if next == 0 || next > width || !closed || text.span(end + gap, end + gap + 2) == b"--" {
                break;
            }
            end = after;
            if next < width {
                break;
            }
        }
    }
    end + text.after(end).iter().take(2).take_while(|b| **b == b'=').count()
}

/// The length of a line break at `at`, written out or as the escapes `\n` and `\r\n`.
fn line_break(text: &[u8], at: usize) -> usize {
    match text.span(at, at + 4) {
        [b'\n', ..] => 1,
        [b'\\', b'r', b'\\', b'n'] => 4,
        [b'\r', b'\n', ..] | [b'\\', b'n', ..] => 2,
        _ => 0,
    }
}

/// The length of what says that hexadecimal digits follow: `0x` in SQL and programs, `\x` in `PostgreSQL`. All but the backslash
/// are characters of base64.
fn hex_mark(text: &[u8], start: usize) -> usize {
    match text.span(start, start + 2) {
        [b'0', b'x' | b'X'] => 2,
        [b'x', ..] if start > 0 && text.at(start - 1) == b'\\' => 1,
        _ => 0,
    }
}

/// The run if it decodes to something; a run of hexadecimal digits is judged as that.
fn judge(text: &[u8], run: Run) -> Option<Run> {
    let mut run = run;
    let digits_of = |chars: &[u8]| chars.iter().take_while(|b| hex_value(**b).is_some()).count();
    let marked = text.span(run.start + hex_mark(text, run.start), run.end);
    let mut digits = digits_of(marked);
    if digits >= HEX_DIGITS {
        run.start = run.end - marked.len();
    }
    let chars = text.span(run.start, run.end);
    if chars.len() != marked.len() {
        digits = digits_of(chars);
    }
    if digits >= chars.len().min(HEX_DIGITS * 2) {
        if digits < HEX_DIGITS || (digits % 2 == 1 && digits == chars.len()) {
            return None;
        }
        run = Run { end: run.start + digits, kind: RunKind::Hex, ..run };
    }
    let chars = text.span(run.start, run.end);
    // Noise shows in its first bytes, and most runs are noise: names, numbers, digests, pictures.
    let mut probe = [0u8; PROBE_BYTES];
    let first = run.kind.decoder().step(chars.upto(PROBE_CHARS), &mut probe);
    let head = probe.upto(first.produced);
    let magic = matches!(
        head.at(0),
        0x1f | 0x28
            | 0x78
            | b'P'
            | b'%'
            | 0x89
            | 0xff
            | 0xfe
            | b'G'
            | b'R'
            | b'7'
            | 0xfd
            | b'B'
            | 0xd0
            | b'S'
            | 0x7f
            | b'M'
    );
    let control = |b: &u8| matches!(b, 0..=8 | 11 | 12 | 14..=31 | 127);
    let readable = magic || !head.iter().any(control) || head.contains(&0);
    if !readable && !is_deflated(text, run) && is_noise(head) {
        return None;
    }
    let mut bytes = [0u8; JUDGE_BYTES];
    let bytes = if chars.len() > PROBE_CHARS {
        let done = run.kind.decoder().step(chars.upto(2 * JUDGE_BYTES), &mut bytes);
        bytes.upto(done.produced)
    } else {
        head
    };
    if readable && reads(bytes) {
        return Some(run);
    }
    if is_deflated(text, run) && sniff::inflates(bytes) {
        return Some(Run { kind: RunKind::Deflated, ..run });
    }
    let strings = chars.len() >= BINARY_CHARS && run.kind == RunKind::Base64;
    (!is_noise(head) && (holds_values(bytes) || (strings && holds_strings(bytes)))).then_some(run)
}

/// True for the value of a parameter that is deflated.
fn is_deflated(text: &[u8], run: Run) -> bool {
    run.kind == RunKind::Base64 && {
        let before = text.span(run.start.saturating_sub(DEFLATED[1].len()), run.start);
        DEFLATED.iter().any(|name| before.ends_with(name))
    }
}

/// True if as many of the bytes as in noise have the high bit, and make no Han in UTF-8.
fn is_noise(head: &[u8]) -> bool {
    let high = head.iter().filter(|b| **b >= 0x80).count();
    let han = || head.windows(3).filter(|w| matches!(w, [0xe3..=0xe9, 0x80..=0xbf, 0x80..=0xbf])).count();
    high * 4 > head.len() && (high - 3 * han().min(high / 3)) * 4 > head.len()
}

/// True for bytes among which something stands that chance does not make: a number of somebody, an address.
fn holds_values(bytes: &[u8]) -> bool {
    let is_domain = |b: &&u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-');
    let is_address = |at: usize| {
        at > 0
            && bytes.at(at - 1).is_ascii_alphanumeric()
            && bytes.after(at + 1).iter().take_while(is_domain).count() > 3
    };
    has_number(bytes) || memchr::memchr_iter(b'@', bytes).any(is_address)
}

/// True if there are strings among them.
fn holds_strings(bytes: &[u8]) -> bool {
    bytes.split(|b| !matches!(b, b' '..=b'~')).any(|string| string.len() >= STRING_BYTES)
}

/// True if the decoded head of a run is worth a look: readable text, or a format known by its first bytes.
fn reads(head: &[u8]) -> bool {
    if head.len() < 16 {
        return false;
    }
    match sniff::beyond_text(head) {
        Some(Verdict::Coded(Coding::Deflate)) => sniff::inflates(head),
        Some(_) => true,
        None => readable(head.upto(READ_BYTES)) && sniff::is_text(head),
    }
}

/// Stricter than [`sniff::is_text`], because noise must not pass: no control characters, and beyond ASCII only whole
/// characters of UTF-8 or pairs of a Chinese set beside enough ASCII.
fn readable(head: &[u8]) -> bool {
    if head.iter().any(|b| matches!(b, 0..=8 | 11 | 12 | 14..=31 | 127)) {
        return false;
    }
    if head.is_ascii() || charset::is_utf8(head, true) {
        return true;
    }
    let high = head.iter().filter(|b| **b >= 0x80).count();
    let surely = || charset::is_surely_chinese(head) || (has_number(head) && charset::is_chinese(head));
    high * 4 <= head.len() * 3 && surely()
}

/// True if as many digits as a mobile number has follow each other, which no noise has.
fn has_number(text: &[u8]) -> bool {
    text.split(|b| !b.is_ascii_digit()).any(|run| run.len() >= NUMBER_DIGITS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_in_base64_is_found_and_identifiers_are_not() {
        let text = b"x=aWQ9MTEwMTA1MTk0OTEyMzEwMDJYJnBob25lPQ== thisIsAVeryLongIdentifierInCamelCase /api/v1/customers/list/everything";
        let runs = find_runs(text, 0);
        assert_eq!(runs, [Run { start: 2, end: 42, kind: RunKind::Base64 }]);
    }

    #[test]
    fn lines_behind_refused_ones_are_judged_for_themselves() {
        // "phone=13800138000;mail=a@b.cn;note=a text line;;" in a line of 64 characters, behind lines of noise.
        let noise = "a".repeat(64) + "\n";
        let line = "cGhvbmU9MTM4MDAxMzgwMDA7bWFpbD1hQGIuY247bm90ZT1hIHRleHQgbGluZTs7\n".to_owned();
        assert_eq!(line.len(), noise.len());
        let text = [noise.repeat(3), line.repeat(2), "short\n".to_owned(), noise.repeat(2), line.clone()].concat();
        let width = line.len();
        let runs = find_runs(text.as_bytes(), 0);
        let starts: Vec<_> = runs.iter().map(|run| run.start).collect();
        assert_eq!(starts, [3 * width, 5 * width + 6 + 2 * width]);
        assert_eq!(runs[0].end, 5 * width + 5, "the shorter last line belongs to it");
    }

    #[test]
    fn a_short_text_in_a_chinese_set_is_one_if_a_number_stands_in_it() {
        // "身份证号 110105194912310020" in GBK, "身份證號 110105194912310020" in Big5, and "身份证号的客户名单一览表" in GBK.
        let found = |text: &str| find_runs(text.as_bytes(), 0).len();
        assert_eq!(found("{\"note\":\"ye233dakusUgMTEwMTA1MTk0OTEyMzEwMDIw\"}"), 1);
        assert_eq!(found("{\"note\":\"qK2l98PSuLkgMTEwMTA1MTk0OTEyMzEwMDIw\"}"), 1);
        assert_eq!(found("{\"note\":\"ye233dakusW1xL/Nu6fD+7Wl0rvAwLHt\"}"), 0);
    }

    #[test]
    fn the_last_part_of_a_path_may_be_one() {
        let text = [&b"/unsub/"[..], b"eyJlbWFpbCI6IndhbmdAZXhhbXBsZS5jbiIsImxpc3QiOiJ2aXAifQ"].concat();
        assert_eq!(find_runs(&text, 0), [Run { start: 7, end: text.len(), kind: RunKind::Base64 }]);
    }

    #[test]
    fn the_name_of_a_header_field_is_none() {
        // Letters alone, and they decode to text: "user mail user name a".
        let run = "dXNlciBtYWlsIHVzZXIgbmFtZSBh";
        let found = |text: &str| find_runs(text.as_bytes(), 0).len();
        assert_eq!((found(&format!("{run}: 1")), found(&format!("a: b\r\n{run}: 1"))), (0, 0));
        assert_eq!((found(run), found(&format!("a {run}: 1")), found(&format!("{run} : 1"))), (1, 1, 1));
        assert_eq!(found("Content-Transfer-Encoding: 8bit\r\n"), 0);
    }

    #[test]
    fn a_binary_packet_of_engine_io_is_read_behind_its_mark() {
        // "id=11010519491231002X&phone=".
        let data = "aWQ9MTEwMTA1MTk0OTEyMzEwMDJYJnBob25lPQ==";
        let starts = |text: &str| find_runs(text.as_bytes(), 0).iter().map(|run| run.start).collect::<Vec<_>>();
        assert_eq!(starts(&format!("b{data}")), [1]);
        assert_eq!(starts(&format!("451-[\"a\"]\u{1e}b{data}\u{1e}b{data}")), [11, 13 + data.len()]);
        assert!(starts(&format!("x=b{data}")).is_empty());
    }

    #[test]
    fn lines_of_a_mail_are_one_run() {
        let line = "dGhpcyBpcyBhIGxpbmUgb2YgdGV4dCB0aGF0IGlzIGxvbmcgZW5vdWdoIHRvIGJlIGJyb2tlbiE0";
        let text = format!("Subject: x\r\n\r\n{line}\r\n{line}\r\ndGhpcw==\r\n--b--\r\n");
        let runs = find_runs(text.as_bytes(), 0);
        assert_eq!(runs.len(), 1);
        assert_eq!(&text[runs[0].start..runs[0].start + 4], "dGhp");
        assert_eq!(&text[..runs[0].end][text[..runs[0].end].len() - 8..], "dGhpcw==");
    }

    #[test]
    fn what_reads_well_at_first_and_is_noise_behind_it_is_none() {
        let digit = |value: u8| b"0123456789abcdef"[usize::from(value)];
        let hex = |bytes: &[u8]| bytes.iter().flat_map(|b| [digit(b >> 4), digit(b & 15)]).collect::<Vec<_>>();
        let found = |text: &[u8]| find_runs(text, 0).len();
        let prose = b"a line of prose, as long as that which is looked at ".repeat(2);
        assert_eq!(found(&hex(&[&prose[..], &prose].concat())), 1);
        assert_eq!(found(&hex(&[&prose[..], &[5; 160]].concat())), 0);
    }

    #[test]
    fn hex_of_text_is_found_and_a_digest_is_not() {
        for mark in ["0x", "0X", r"\x", r"\\x"] {
            let text = format!("(1,{mark}69643d313130313035313934393132333130303258)");
            let start = 3 + mark.len();
            assert_eq!(find_runs(text.as_bytes(), 0), [Run { start, end: start + 42, kind: RunKind::Hex }], "{text}");
        }
        let runs = find_runs(b"d=69643d313130313035313934393132333130303258 5d41402abc4b2a76b9719d911017c5925d41402abc4b2a76b9719d911017c592", 0);
        assert_eq!(runs, [Run { start: 2, end: 44, kind: RunKind::Hex }]);
    }
}
