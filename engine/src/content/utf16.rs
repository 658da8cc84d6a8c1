//! UTF-16 (RFC 2781): told by what is stated, by the pattern of zero bytes, by how well it reads.

use super::bytes::Bytes;
use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};
use std::char::DecodeUtf16Error;

/// Bytes that a judgement is made by.
const SAMPLE: usize = 1024;
/// Fewer are not judged without a statement.
const LEAST: usize = 8;
/// Alphabets are told apart by the high bytes of their letters, which are below this.
const ALPHABETS: usize = 0x20;

/// The byte order of text without a byte order mark that nobody called UTF-16, if the pattern of its zero bytes says that it
/// is, and it reads like that.
pub(super) fn guessed(sample: &[u8]) -> Option<&'static Encoding> {
    let sample = sample.upto(SAMPLE);
    if sample.len() < LEAST {
        return None;
    }
    let (mut even, mut odd) = (0usize, 0usize);
    for pair in sample.chunks_exact(2) {
        even += usize::from(pair.at(0) == 0);
        odd += usize::from(pair.at(1) == 0);
    }
    let units = sample.len() / 2;
    // Of ASCII one byte of each unit is zero; the other one is in a few characters: 一 is U+4E00.
    let order = match (even, odd) {
        (e, o) if o * 10 >= units && e * 3 <= o => UTF_16LE,
        (e, o) if e * 10 >= units && o * 3 <= e => UTF_16BE,
        _ => return None,
    };
    (begins(sample, order) && Reading::of(sample, order).is_text()).then_some(order)
}

/// True if the first character is one that a text begins with: behind a head, the text may stand at odd places.
fn begins(sample: &[u8], order: &'static Encoding) -> bool {
    chars(sample, order).next().is_some_and(|char| {
        char.is_ok_and(|char| match char {
            '\u{80}'..='\u{bf}' | '\u{250}'..='\u{2af}' | '\u{e000}'..='\u{f8ff}' | '\u{fe00}'..='\u{fe0f}' => false,
            _ => !char.is_control() || matches!(char, '\t' | '\n' | '\r' | '\x01' | '\x02' | '\x1c'..='\x1f'),
        })
    })
}

/// The byte order of text that was called UTF-16 without a word about it (`None`), or of such an order, unless the bytes
/// contradict.
pub(super) fn stated(sample: &[u8], order: Option<&'static Encoding>) -> Option<&'static Encoding> {
    let sample = sample.upto(SAMPLE);
    // Most of what is called so and is not is UTF-8, whose bytes read as Han and Hangul in pairs.
    if !leaktap_simd::survey(sample).control && simdutf8::basic::from_utf8(sample).is_ok() {
        return None;
    }
    let order = guessed(sample).or(order).unwrap_or_else(|| {
        let likely = |order| Reading::of(sample, order).plausible();
        if likely(UTF_16BE) > likely(UTF_16LE) { UTF_16BE } else { UTF_16LE }
    });
    Reading::of(sample, order).is_sound().then_some(order)
}

/// True if the bytes are sound UTF-16 of that order, as a mark before them says.
pub(super) fn marked(sample: &[u8], order: &'static Encoding) -> bool {
    Reading::of(sample.upto(SAMPLE), order).is_sound()
}

fn unit(pair: [u8; 2], order: &'static Encoding) -> u16 {
    if order == UTF_16BE { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) }
}

fn chars(bytes: &[u8], order: &'static Encoding) -> impl Iterator<Item = Result<char, DecodeUtf16Error>> {
    char::decode_utf16(bytes.chunks_exact(2).map(move |pair| unit([pair.at(0), pair.at(1)], order)))
}

/// What a sample is made of, if it is read as UTF-16.
#[derive(Default)]
struct Reading {
    all: usize,
    /// No characters, or none that stand in text: halves of pairs, control characters, those of private use.
    unsound: usize,
    /// ASCII, signs, Han, Kana, Hangul, what is written in two units.
    common: usize,
    /// Separators of records and fields (U+0001, U+0002, U+001C to U+001F).
    separators: usize,
    /// Letters of Latin alphabets beyond ASCII.
    latin: usize,
    /// Letters of others, by their high byte.
    letters: [usize; ALPHABETS],
}

impl Reading {
    fn of(sample: &[u8], order: &'static Encoding) -> Self {
        let mut reading = Self::default();
        for char in chars(sample, order) {
            reading.all += 1;
            match char {
                Ok(char) => reading.count(char),
                Err(_) => reading.unsound += 1,
            }
        }
        reading
    }

    fn count(&mut self, char: char) {
        match char {
            '\t'
            | '\n'
            | '\r'
            | ' '..='~'
            | '\u{a0}'..='\u{bf}'
            | '\u{2000}'..='\u{2bff}'
            | '\u{3000}'..='\u{30ff}'
            | '\u{3400}'..='\u{9fff}'
            | '\u{ac00}'..='\u{d7a3}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{ff00}'..='\u{ffee}'
            | '\u{1f000}'..='\u{1faff}'
            | '\u{20000}'..='\u{323af}' => self.common += 1,
            '\x01' | '\x02' | '\x1c'..='\x1f' => self.separators += 1,
            '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => self.latin += 1,
            '\u{250}'..='\u{1fff}' => {
                if let Some(count) = self.letters.get_mut(char as usize >> 8) {
                    *count += 1;
                }
            }
            '\0'..='\x1f' | '\x7f'..='\u{9f}' | '\u{e000}'..='\u{f8ff}' | '\u{fdd0}'..='\u{fdef}' | '\u{fffe}'.. => {
                self.unsound += 1;
            }
            _ => {}
        }
    }

    /// Characters that stand beside each other in one text: numbers in a row make letters of many alphabets.
    fn plausible(&self) -> usize {
        let alphabet = self.letters.windows(2).map(|pair| pair.iter().sum()).max().unwrap_or(0);
        let separators = if self.separators * 4 <= self.all { self.separators } else { 0 };
        self.common + separators + self.latin.max(alphabet)
    }

    /// True for bytes that would hardly read like this if they were anything else.
    fn is_text(&self) -> bool {
        self.plausible() * 20 >= self.all * 19
    }

    /// True for bytes that can be what they are said to be.
    fn is_sound(&self) -> bool {
        self.all >= 2 && self.unsound * 20 <= self.all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(text: &str, order: &'static Encoding) -> Vec<u8> {
        let to_bytes = if order == UTF_16BE { u16::to_be_bytes } else { u16::to_le_bytes };
        text.encode_utf16().flat_map(to_bytes).collect()
    }

    const TEXTS: [&str; 16] = [
        "name,phone\r\n",
        "姓名,手机\r\n王小明,138\r\n",
        "客户一身份证号：11010519491231002X",
        "第一页：13812345678，次日\u{3000}",
        "机密★10年",
        "王伟,★★★★★,wangwei@example.cn\r\n",
        "Имя,Почта\r\nИван Петров,ivan@example.cn\r\n",
        "Họ tên,Điện thoại\r\nNguyễn Văn Đức Tiến Dũng,0912345678\r\n",
        "Όνομα,Τηλέφωνο\r\nΓιώργος Παπαδόπουλος,ab@example.com\r\n",
        "الاسم,الهاتف\r\nمحمد علي حسن,ab@example.com\r\n",
        "ชื่อ,โทรศัพท์\r\nสมชาย ใจดี,ab@example.com\r\n",
        "שם,טלפון\r\nדוד כהן,ab@example.com\r\n",
        "नाम,फोन\r\nराम,ab@example.com\r\n",
        "🎉🎉🎉 您好 ab@example.com 👍👍",
        "┌──┐│客户 138│ab@example.com│└──┘ ☎ → ①②③",
        "客户\x01ab@example.com\x014111\x01\x01\x01\x01",
    ];

    #[test]
    fn text_of_any_alphabet_is_recognised_without_a_mark() {
        for text in TEXTS {
            for order in [UTF_16LE, UTF_16BE] {
                let bytes = bytes(text, order);
                assert_eq!(guessed(&bytes), Some(order), "{text}");
                assert_eq!(stated(&bytes, None), Some(order), "{text}");
                // What is stated of the order is believed less than the bytes.
                assert_eq!(stated(&bytes, Some(UTF_16LE)), Some(order), "{text}");
                assert!(marked(&bytes, order), "{text}");
            }
        }
    }

    #[test]
    fn text_without_ascii_is_recognised_if_somebody_says_so() {
        for text in ["客户的身份证号码和手机号码", "Иванов", "★☎→①"] {
            for order in [UTF_16LE, UTF_16BE] {
                let bytes = bytes(text, order);
                assert_eq!(guessed(&bytes), None, "{text}");
                assert_eq!(stated(&bytes, Some(order)), Some(order), "{text}");
                assert!(marked(&bytes, order), "{text}");
            }
        }
        assert_eq!(stated(&bytes("客户的身份证号码", UTF_16BE), None), Some(UTF_16BE));
    }

    #[test]
    fn what_is_said_to_be_utf16_and_is_not_is_read_as_it_is() {
        for text in ["plain ASCII text", "客户姓名：王小明，手机号码", "Клиент Иван Петров"]
        {
            assert_eq!(stated(text.as_bytes(), None), None, "{text}");
        }
        let noise = super::super::tests::noise(SAMPLE);
        assert_eq!(stated(&noise, Some(UTF_16LE)), None);
        assert!(!marked(&noise, UTF_16BE));
    }

    #[test]
    fn numbers_and_sound_are_no_text() {
        let le = |units: &[u16]| units.iter().flat_map(|unit| unit.to_le_bytes()).collect::<Vec<u8>>();
        let counters: Vec<u16> = (0..64).collect();
        let spread: Vec<u16> = (0..500).map(|i| 32 + i * 37 % 968).collect();
        let ones = [1u16; 64];
        for units in [&counters[..], &spread, &ones] {
            assert_eq!(guessed(&le(units)), None, "{units:?}");
        }
        assert_eq!(guessed(&[0u8; 64]), None);
        // A tone of 440 Hz, loud and soft, at 16 bits a sample.
        for loud in [12.0, 90.0, 300.0, 1300.0, 9000.0f64] {
            let tone = |i: u32| (loud * (f64::from(i) * 440.0 * std::f64::consts::TAU / 8000.0).sin()) as i16 as u16;
            assert_eq!(guessed(&le(&(0..500).map(tone).collect::<Vec<_>>())), None, "{loud}");
        }
    }
}
