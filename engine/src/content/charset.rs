//! Character sets: what was declared, what the bytes say, and names as UTF-8.
//!
//! Text in GB18030 and Big5 stays as it is unless a character of it ends in a byte of ASCII, and so does Latin-1; other sets
//! are turned into UTF-8 by `decode::transcode`.

use super::bytes::Bytes;
use crate::message::Charset;
use encoding_rs::{BIG5, EUC_JP, EUC_KR, Encoding, GB18030, ISO_2022_JP, SHIFT_JIS};
use std::borrow::Cow;

/// A declared charset.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Label {
    /// None, or an unknown name.
    #[default]
    None,
    /// UTF-8 or ASCII.
    Utf8,
    /// GBK, GB2312, GB18030.
    Gb18030,
    /// Big5.
    Big5,
    /// A single-byte or other set in which ASCII bytes mean ASCII.
    Latin1,
    /// A set of Japan or Korea: bytes of ASCII stand for other characters, or for halves of them.
    Multibyte(&'static Encoding),
    /// UTF-16, byte order by mark or guess.
    Utf16,
    /// UTF-16, little endian.
    Utf16Le,
    /// UTF-16, big endian.
    Utf16Be,
    /// UTF-32, byte order by mark or guess.
    Utf32,
    /// UTF-7.
    Utf7,
    /// EBCDIC code pages: not opened.
    Ebcdic,
}

impl Label {
    /// From a charset parameter, in any case.
    pub(super) fn parse(name: &[u8]) -> Self {
        let mut lower = [0u8; 24];
        let name = name.trim_ascii().upto(lower.len());
        let Some(room) = lower.get_mut(..name.len()) else {
            return Self::None;
        };
        room.copy_from_slice(name);
        room.make_ascii_lowercase();
        match &*room {
            b"utf-8" | b"utf8" | b"us-ascii" | b"ascii" => Self::Utf8,
            b"gbk" | b"gb2312" | b"gb18030" | b"x-gbk" | b"cp936" | b"gb_2312-80" | b"ms936" => Self::Gb18030,
            b"big5" | b"big5-hkscs" | b"cp950" | b"x-big5" => Self::Big5,
            b"utf-16" | b"utf16" | b"ucs-2" | b"unicode" => Self::Utf16,
            b"utf-16le" | b"utf16le" => Self::Utf16Le,
            b"utf-16be" | b"utf16be" => Self::Utf16Be,
            b"utf-32" | b"utf-32le" | b"utf-32-le" | b"utf-32be" | b"utf-32-be" | b"utf32" | b"ucs-4" => Self::Utf32,
            b"utf-7" => Self::Utf7,
            b"cp037" | b"ibm037" | b"ibm-037" | b"cp500" | b"ibm500" | b"cp1047" | b"ibm1047" | b"cp935"
            | b"ibm935" | b"ibm-935" => Self::Ebcdic,
            b"" => Self::None,
            other => match Encoding::for_label(other) {
                Some(set) if [SHIFT_JIS, ISO_2022_JP, EUC_JP, EUC_KR].contains(&set) => Self::Multibyte(set),
                Some(_) => Self::Latin1,
                None => Self::None,
            },
        }
    }
}

/// Bytes looked at to tell a charset.
const SAMPLE: usize = 4096;

/// The offset of the first byte that is not ASCII, `text.len()` if there is none.
pub(super) fn first_high(text: &[u8]) -> usize {
    const HIGH: u64 = 0x8080_8080_8080_8080;
    let mut at = 0;
    for block in text.chunks(64) {
        // A word at a time; a plain fold over words compiles to vector code.
        let (words, tail) = block.as_chunks::<8>();
        let any = words.iter().fold(0, |all, word| all | u64::from_ne_bytes(*word)) & HIGH != 0;
        if any || tail.iter().any(|b| *b >= 0x80) {
            return at + block.iter().position(|b| *b >= 0x80).unwrap_or(0);
        }
        at += block.len();
    }
    at
}

/// The charset of `text`, whose first byte beyond ASCII is at `high`. What was declared decides between sets that the
/// bytes allow; a declaration that the bytes contradict loses.
pub(super) fn detect(text: &[u8], high: usize, declared: Label) -> Charset {
    let sample = text.after(high).upto(SAMPLE);
    if sample.is_empty() || is_utf8(sample, text.len() > high + SAMPLE) {
        return Charset::Utf8;
    }
    let pairs = Pairs::count(sample);
    match declared {
        Label::Gb18030 if pairs.gbk_fits() => Charset::Gb18030,
        Label::Big5 if pairs.big5_fits() => Charset::Big5,
        Label::Latin1 => Charset::Latin1,
        _ => pairs.verdict(),
    }
}

/// True if `sample` is UTF-8, perhaps cut in its last character. `cut` allows that; so does a lenient reading of
/// parts that start inside a character.
pub(super) fn is_utf8(sample: &[u8], cut: bool) -> bool {
    match simdutf8::compat::from_utf8(sample) {
        Ok(_) => true,
        Err(e) => (cut || sample.len() > 64) && e.error_len().is_none(),
    }
}

/// Counts over the two-byte readings of a sample.
#[derive(Default)]
struct Pairs {
    seen: usize,
    bad_gbk: usize,
    bad_big5: usize,
    low_trail: usize,
    gb2312: usize,
    big5_common: usize,
    big5_lead: usize,
}

impl Pairs {
    fn count(sample: &[u8]) -> Self {
        let mut counts = Self::default();
        let mut at = 0;
        while at < sample.len() {
            let lead = sample.at(at);
            if lead < 0x80 {
                at += 1;
                continue;
            }
            if at + 1 == sample.len() {
                break;
            }
            let trail = sample.at(at + 1);
            counts.seen += 1;
            let four =
                matches!(trail, 0x30..=0x39) && sample.at(at + 2) >= 0x81 && matches!(sample.at(at + 3), 0x30..=0x39);
            let gbk = matches!(lead, 0x81..=0xfe) && (matches!(trail, 0x40..=0x7e | 0x80..=0xfe) || four);
            let big5 = matches!(lead, 0x81..=0xfe) && matches!(trail, 0x40..=0x7e | 0xa1..=0xfe);
            counts.bad_gbk += usize::from(!gbk);
            counts.bad_big5 += usize::from(!big5);
            counts.low_trail += usize::from(trail < 0x80);
            counts.gb2312 += usize::from(matches!(lead, 0xb0..=0xf7 | 0xa1..=0xa9) && trail >= 0xa1);
            counts.big5_lead += usize::from(matches!(lead, 0xa1..=0xc6));
            counts.big5_common += usize::from(matches!(lead, 0xa4..=0xc6) && matches!(trail, 0x40..=0x7e));
            at += if four {
                4
            } else if gbk || big5 {
                2
            } else {
                1
            };
        }
        counts
    }

    fn gbk_fits(&self) -> bool {
        self.bad_gbk * 20 <= self.seen
    }

    fn big5_fits(&self) -> bool {
        self.bad_big5 * 20 <= self.seen
    }

    fn verdict(&self) -> Charset {
        // Western text has single high bytes between ASCII letters: nearly all "trails" are low, "leads" anywhere.
        let isolated = self.low_trail * 10 > self.seen * 7;
        if self.big5_fits() && !isolated && self.big5_common * 7 > self.seen && self.big5_lead * 10 > self.seen * 7 {
            return Charset::Big5;
        }
        if self.gbk_fits() && !isolated && self.gb2312 * 2 >= self.seen {
            return Charset::Gb18030;
        }
        Charset::Latin1
    }

    /// True if the bytes read well as Chinese in one of the two sets.
    fn chinese(&self) -> bool {
        self.verdict() != Charset::Latin1
    }
}

/// True if a sample that is not UTF-8 still reads as text: Chinese, or mostly ASCII with some high letters.
pub(super) fn is_legacy_text(sample: &[u8]) -> bool {
    let high = sample.iter().filter(|b| **b >= 0x80).count();
    let control = sample.iter().filter(|b| matches!(b, 0..=8 | 0x0e..=0x1a | 0x1c..=0x1f | 0x7f)).count();
    if control * 50 > sample.len() {
        return false;
    }
    Pairs::count(sample).chinese() || high * 4 < sample.len()
}

/// True if bytes that may be noise read well as Chinese in GB 18030 or Big5: long enough, and nearly all in the rows
/// of common characters.
pub(super) fn is_surely_chinese(sample: &[u8]) -> bool {
    sample.len() >= 32 && is_chinese(sample)
}

/// The same of a text of any length: of a short one, bytes by chance would do.
pub(super) fn is_chinese(sample: &[u8]) -> bool {
    let pairs = Pairs::count(sample);
    let common = match pairs.verdict() {
        Charset::Gb18030 => pairs.gb2312,
        Charset::Big5 => pairs.big5_lead,
        Charset::Utf8 | Charset::Latin1 => return false,
    };
    common * 10 >= pairs.seen * 9
}

/// True if the bytes read as text in a declared set, and not as UTF-8, which is taken for anything.
pub(super) fn reads_as(head: &[u8], encoding: &'static Encoding) -> bool {
    let sample = head.upto(1024);
    if !sample.is_ascii() && is_utf8(sample, head.len() > sample.len()) {
        return false;
    }
    let text = encoding.decode_without_bom_handling(sample).0;
    let bad = text.chars().filter(|c| matches!(c, '\0'..='\x08' | '\x0e'..='\x1f' | '\x7f' | '\u{fffd}')).count();
    bad * 20 <= text.len()
}

/// ISO-2022-JP (RFC 1468), if the escape sequences that turn to Japanese characters stand in the text, and it reads as such.
pub(super) fn escaped(head: &[u8]) -> Option<&'static Encoding> {
    let turns = |at: usize| matches!(head.span(at + 1, at + 3), b"$B" | b"$@");
    let escaped = leaktap_simd::find(0x1b, head).is_some() && memchr::memchr_iter(0x1b, head).any(turns);
    (escaped && reads_as(head, ISO_2022_JP)).then_some(ISO_2022_JP)
}

/// Text in a set whose characters may end in bytes that stand for ASCII elsewhere, as UTF-8 if one of them does: a `\`, `|`
/// or digit that is half a character would be taken for one. `None`: it can be read as it is.
pub(super) fn unmixed(text: &[u8], charset: Charset) -> Option<String> {
    let encoding = match charset {
        Charset::Gb18030 => GB18030,
        Charset::Big5 => BIG5,
        Charset::Utf8 | Charset::Latin1 => return None,
    };
    let mut at = 0;
    while let Some(step) = text.after(at).iter().position(|b| *b > 0x80) {
        at += step + 1;
        if matches!(text.at(at), 0x30..=0x7f) {
            return Some(encoding.decode_without_bom_handling(text).0.into_owned());
        }
        at += 1;
    }
    None
}

/// A name as UTF-8: as declared unless it is valid UTF-8 already.
pub(super) fn decode_name(raw: &[u8], charset: Charset) -> Cow<'_, str> {
    if let Ok(text) = std::str::from_utf8(raw) {
        return Cow::Borrowed(text);
    }
    let encoding = match charset {
        Charset::Gb18030 => GB18030,
        Charset::Big5 => BIG5,
        Charset::Latin1 => encoding_rs::WINDOWS_1252,
        Charset::Utf8 if Pairs::count(raw).chinese() => match Pairs::count(raw).verdict() {
            Charset::Big5 => BIG5,
            _ => GB18030,
        },
        Charset::Utf8 => return String::from_utf8_lossy(raw),
    };
    encoding.decode_without_bom_handling(raw).0
}

#[cfg(test)]
mod tests {
    use super::*;

    const ZH: &str = "客户姓名：王小明，手机号码：，住址：北京市朝阳区建国路八十八号，请尽快联系确认订单";

    fn of(bytes: &[u8]) -> Charset {
        detect(bytes, first_high(bytes), Label::None)
    }

    #[test]
    fn chinese_sets_are_told_apart() {
        assert_eq!(of(ZH.as_bytes()), Charset::Utf8);
        assert_eq!(of(&encoding_rs::GB18030.encode(ZH).0), Charset::Gb18030);
        let traditional = "客戶姓名：王小明，手機號碼：，住址：臺北市信義區市府路一號，請儘快聯繫確認訂單";
        assert_eq!(of(&encoding_rs::BIG5.encode(traditional).0), Charset::Big5);
    }

    #[test]
    fn western_text_is_not_chinese() {
        let (bytes, _, _) =
            encoding_rs::WINDOWS_1252.encode("le café était fermé, à côté de la forêt; Größe und Länge");
        assert_eq!(of(&bytes), Charset::Latin1);
    }

    #[test]
    fn a_declaration_the_bytes_contradict_loses() {
        let text = ZH.as_bytes();
        assert_eq!(detect(text, 0, Label::Gb18030), Charset::Utf8);
        let gbk = encoding_rs::GB18030.encode(ZH).0;
        assert_eq!(detect(&gbk, 0, Label::Utf8), Charset::Gb18030);
    }
}
