//! Context: the field a value stands in, the label before it, the words around it.
//!
//! Only looked up around values that passed their validator.

use super::text::Text;
use crate::message::{Charset, INNER_AMPERSAND};
use aho_corasick::{AhoCorasick, AhoCorasickBuilder, AhoCorasickKind, MatchKind};
use encoding_rs::{BIG5, GB18030};
use std::borrow::Cow;

/// Bytes of a label that are looked at.
const MAX_LABEL: usize = 48;

/// Parts of names that speak against personal data. A name that also names the kind is not held against it.
const AGAINST: [&str; 66] = [
    "ts",
    "time",
    "timestamp",
    "date",
    "datetime",
    "order",
    "orderno",
    "orderid",
    "trace",
    "traceid",
    "span",
    "batch",
    "batchno",
    "serial",
    "serialno",
    "barcode",
    "ean",
    "upc",
    "isbn",
    "issn",
    "id",
    "ids",
    "uuid",
    "guid",
    "imei",
    "imsi",
    "iccid",
    "meid",
    "tracking",
    "waybill",
    "express",
    "version",
    "ver",
    "build",
    "lot",
    "lotno",
    "material",
    "asset",
    "sku",
    "seq",
    "sequence",
    "hash",
    "digest",
    "md5",
    "sha",
    "etag",
    "request",
    "requestid",
    "session",
    "commit",
    "revision",
    "epoch",
    "msec",
    "millis",
    "offset",
    "bytes",
    "size",
    "length",
    "nonce",
    "txid",
    "invoice",
    "ref",
    "score",
    "geo",
    "product",
    "goods",
];
const AGAINST_HAN: [&str; 22] = [
    "订单",
    "訂單",
    "流水",
    "批次",
    "批号",
    "条码",
    "条形码",
    "物料",
    "序列号",
    "时间",
    "日期",
    "单号",
    "运单",
    "快递",
    "编号",
    "资产",
    "版本",
    "追踪",
    "跟踪",
    "货号",
    "发票",
    "工单",
];

/// The context of one detector, compiled.
#[derive(Debug)]
pub(super) struct Context {
    /// One automaton for each of UTF-8, GB18030 and Big5.
    words: [Option<AhoCorasick>; 3],
    /// Field names: lower case, without separators.
    fields: Vec<String>,
    /// Bytes around a candidate in which words count.
    window: usize,
}

impl Context {
    /// Compiles words and field names; the error says which automaton is too large.
    pub(super) fn new(words: &[String], fields: &[String], window: u32) -> Result<Self, String> {
        let utf8 = words.iter().map(|w| w.as_bytes().to_vec()).collect();
        let wide = |encoding: &'static encoding_rs::Encoding| -> Vec<Vec<u8>> {
            words.iter().filter_map(|w| Some(encoding.encode(w)).filter(|e| !e.2).map(|e| e.0.into_owned())).collect()
        };
        Ok(Self {
            words: [automaton(utf8)?, automaton(wide(GB18030))?, automaton(wide(BIG5))?],
            fields: fields.iter().map(|f| squash(f)).filter(|f| !f.is_empty()).collect(),
            window: if window == 0 { 64 } else { window.min(1024) as usize },
        })
    }

    /// True if a word stands in the window around the value, in its line or the end of the one before, and in its string.
    pub(super) fn word_near(&self, text: &Text<'_>, start: usize, end: usize) -> bool {
        let index = match text.charset {
            Charset::Utf8 | Charset::Latin1 => 0,
            Charset::Gb18030 => 1,
            Charset::Big5 => 2,
        };
        let Some(words) = self.words.get(index).and_then(Option::as_ref) else {
            return false;
        };
        let head = text.slice(start.saturating_sub(self.window), start);
        let head = head.get(head_from(head)..).unwrap_or_default();
        let tail = text.slice(end, end + self.window / 2);
        let tail_len = tail
            .iter()
            .position(|b| matches!(b, b'\n' | b'"' | b'|' | b'&' | &INNER_AMPERSAND | b'{' | b'}' | b'\t'))
            .unwrap_or(tail.len());
        let tail = tail.get(..tail_len).unwrap_or_default();
        let tail = tail.get(..tail_to(tail)).unwrap_or_default();
        has_word(words, head) || has_word(words, tail)
    }

    /// True if the name contains a field's name as a whole word or words.
    pub(super) fn field_named(&self, name: &Name) -> bool {
        self.fields.iter().any(|f| name.contains(f))
    }
}

/// Where the part of the text before a value begins that belongs to it.
fn head_from(head: &[u8]) -> usize {
    let mut lines = 0;
    for (i, b) in head.iter().enumerate().rev() {
        match b {
            b'"' | b'{' | b'}' | b'&' | &INNER_AMPERSAND | b'|' | b'\t' | b'=' if i + 1 < head.len() => return i + 1,
            b'\n' => {
                lines += 1;
                let blank = head.get(i + 1..).is_some_and(|l| l.iter().all(|b| matches!(b, b' ' | b'\r' | b'\n')));
                if lines > 1 || !blank {
                    return i + 1;
                }
            }
            _ => {}
        }
    }
    0
}

/// Where the text behind a value ends that belongs to it: before the next `key=`, if there is one.
fn tail_to(tail: &[u8]) -> usize {
    let Some(equals) = tail.iter().position(|&b| b == b'=') else {
        return tail.len();
    };
    let key = tail.get(..equals).unwrap_or_default();
    key.iter().rposition(|b| matches!(b, b' ' | b',' | b';')).unwrap_or(equals)
}

fn automaton(mut words: Vec<Vec<u8>>) -> Result<Option<AhoCorasick>, String> {
    words.retain(|w| !w.is_empty());
    if words.is_empty() {
        return Ok(None);
    }
    let built = AhoCorasickBuilder::new()
        .ascii_case_insensitive(true)
        .match_kind(MatchKind::Standard)
        .kind(Some(AhoCorasickKind::ContiguousNFA))
        .build(words);
    built.map(Some).map_err(|e| format!("context words: {e}"))
}

/// A match counts unless ASCII letters go on at its ends (`tel` in `hotel`).
fn has_word(words: &AhoCorasick, text: &[u8]) -> bool {
    words.find_overlapping_iter(text).any(|m| {
        let letter = |i: Option<usize>| i.and_then(|i| text.get(i)).is_some_and(u8::is_ascii_alphabetic);
        let joined_left = letter(m.start().checked_sub(1)) && letter(Some(m.start()));
        let joined_right = letter(Some(m.end())) && letter(m.end().checked_sub(1));
        !joined_left && !joined_right
    })
}

/// A field's name or a label, split into words.
#[derive(Debug, Default)]
pub(super) struct Name {
    /// Lower case, without separators.
    squashed: String,
    /// Where words begin in it, and its end.
    bounds: Vec<usize>,
}

impl Name {
    /// Splits at anything that is no letter or digit, and at changes from lower to upper case.
    pub(super) fn new(name: &str) -> Self {
        let mut squashed = String::with_capacity(name.len());
        let mut bounds = Vec::new();
        let (mut in_word, mut was_lower) = (false, false);
        for c in name.chars() {
            if !c.is_alphanumeric() {
                in_word = false;
                continue;
            }
            if !in_word || (was_lower && c.is_uppercase()) {
                bounds.push(squashed.len());
            }
            in_word = true;
            was_lower = c.is_lowercase();
            squashed.extend(c.to_lowercase());
        }
        bounds.push(squashed.len());
        Self { squashed, bounds }
    }

    /// True if the squashed field name stands in it: as whole words, or anywhere if it is Han or at least five letters.
    fn contains(&self, field: &str) -> bool {
        self.squashed.match_indices(field).any(|(i, _)| {
            let whole = self.bounds.contains(&i) && self.bounds.contains(&(i + field.len()));
            let digits_after =
                self.squashed.get(i + field.len()..).is_some_and(|r| r.bytes().all(|b| b.is_ascii_digit()));
            whole || (self.bounds.contains(&i) && digits_after) || !field.is_ascii() || field.len() >= 5
        })
    }

    /// True if it names something that is not personal.
    pub(super) fn is_against(&self) -> bool {
        let words = self.bounds.windows(2).filter_map(|w| match w {
            [a, b] => self.squashed.get(*a..*b),
            _ => None,
        });
        words.clone().any(|w| AGAINST.contains(&w.trim_end_matches(|c: char| c.is_ascii_digit())))
            || AGAINST_HAN.iter().any(|h| self.squashed.contains(h))
    }
}

/// What names said last time: the same few fields recur in every record.
#[derive(Default)]
pub(super) struct Verdicts(Vec<Option<Verdict>>);

struct Verdict {
    detector: usize,
    name: String,
    field: bool,
    against: bool,
}

impl Verdicts {
    const SLOTS: usize = 128;

    /// Whether the name names the detector's kind, and whether it names something else.
    pub(super) fn of(&mut self, detector: usize, context: &Context, name: &str) -> (bool, bool) {
        if name.is_empty() {
            return (false, false);
        }
        self.0.resize_with(Self::SLOTS, || None);
        let hash = name.bytes().fold(detector, |h, b| (h ^ usize::from(b)).wrapping_mul(0x0100_01b3));
        let Some(slot) = self.0.get_mut((hash ^ hash >> 9) % Self::SLOTS) else {
            return (false, false);
        };
        match slot {
            Some(v) if v.detector == detector && v.name == name => (v.field, v.against),
            _ => {
                let split = Name::new(name);
                let verdict = (context.field_named(&split), split.is_against());
                *slot = Some(Verdict { detector, name: name.to_owned(), field: verdict.0, against: verdict.1 });
                verdict
            }
        }
    }

    /// Forgets everything: another plan has other names.
    pub(super) fn clear(&mut self) {
        self.0.clear();
    }
}

/// The label directly before a value: `key=`, `key: `, `"key":"`, `键：`, or the word before.
pub(super) fn label<'a>(text: &Text<'a>, start: usize) -> Cow<'a, str> {
    let head = text.slice(start.saturating_sub(MAX_LABEL + 8), start);
    let trim = |h: &'a [u8], set: &[u8]| {
        let len = h.iter().rposition(|b| !set.contains(b)).map_or(0, |i| i + 1);
        h.get(..len).unwrap_or_default()
    };
    let unquoted = trim(head, b"\"'\\ \t(<[+*");
    let delimited = unquoted.strip_suffix(b":").or_else(|| unquoted.strip_suffix(b"="));
    let wide = [b"\xef\xbc\x9a".as_slice(), b"\xa3\xba", b"\xa1\x47"];
    let delimited = delimited.or_else(|| wide.iter().find_map(|w| unquoted.strip_suffix(*w)));
    let is_label = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.') || *b >= 0x80;
    let (body, plain) = match delimited {
        Some(d) => (trim(d, b"\"'\\ \t]*"), false),
        None => (unquoted, true),
    };
    let len = body
        .iter()
        .rev()
        .take(MAX_LABEL)
        .take_while(|b| is_label(b) && (!plain || **b >= 0x80 || b.is_ascii_alphabetic() || **b == b'_'))
        .count();
    let label = to_utf8(text.charset, body.get(body.len() - len..).unwrap_or_default());
    // A clause before it (`身份证已核验，订单号：`) is about something else.
    let words = label.trim_end_matches(|c: char| !c.is_alphanumeric());
    match words.char_indices().rev().find(|(_, c)| ends_clause(*c)) {
        Some((at, c)) => Cow::Owned(label.get(at + c.len_utf8()..).unwrap_or_default().to_owned()),
        None => label,
    }
}

/// True for marks of full width that end a clause.
fn ends_clause(c: char) -> bool {
    matches!(c, '，' | '。' | '；' | '：' | '！' | '？' | '、' | '…' | '\u{3000}')
}

/// Text of any charset as UTF-8; what cannot be decoded becomes U+FFFD.
pub(super) fn to_utf8(charset: Charset, bytes: &[u8]) -> Cow<'_, str> {
    match charset {
        Charset::Utf8 | Charset::Latin1 => String::from_utf8_lossy(bytes),
        Charset::Gb18030 => GB18030.decode_without_bom_handling(bytes).0,
        Charset::Big5 => BIG5.decode_without_bom_handling(bytes).0,
    }
}

/// Lower case, letters and digits only.
fn squash(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
