//! Codings of texts, and their way to UTF-8.
//!
//! What a gateway calls its default alphabet is GSM's with one character an octet, ASCII, or whatever the sender took for
//! it. Control characters that texts do not have speak for GSM's (`@` is 0x00, `_` 0x11), and so does a letter of it within
//! a word (`f~r` is `für`), unless a sign of ASCII stands in the text that GSM has elsewhere. Octets beyond 0x7f are either
//! septets, packed, if all of them make common characters; or a character set of eight bits, which content tells.
//!
//! UCS-2 is read as UTF-16, big-endian (an octet order mark is followed), but for text that is plainly ASCII under that
//! name.

use super::gsm;
use encoding_rs::{Decoder, Encoding};
use std::borrow::Cow;

/// How a text is coded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Coding {
    /// The gateway's default alphabet.
    Default,
    /// A character set that needs a decoder.
    Charset(&'static Encoding),
    /// Octets, or a character set that is not told: content looks at it.
    Octets,
}

impl Coding {
    /// By the data coding of SMPP (SMPP 3.4 §5.2.19); groups beyond its own are those of 3GPP TS 23.038 §4.
    pub(super) fn of_smpp(data_coding: u8) -> Self {
        match data_coding {
            0 | 1 | 0xc0..=0xdf => Self::Default,
            3 => Self::Charset(encoding_rs::WINDOWS_1252),
            5 => Self::Charset(encoding_rs::SHIFT_JIS),
            6 => Self::Charset(encoding_rs::ISO_8859_5),
            7 => Self::Charset(encoding_rs::ISO_8859_8),
            8 | 0xe0..=0xef => Self::Charset(encoding_rs::UTF_16BE),
            10 => Self::Charset(encoding_rs::ISO_2022_JP),
            13 => Self::Charset(encoding_rs::EUC_JP),
            14 => Self::Charset(encoding_rs::EUC_KR),
            // Reserved, but what gateways in China put there.
            15 => Self::Charset(encoding_rs::GB18030),
            0x10..=0x3f => match data_coding >> 2 & 3 {
                0 => Self::Default,
                2 => Self::Charset(encoding_rs::UTF_16BE),
                _ => Self::Octets,
            },
            0xf0..=0xff if data_coding & 4 == 0 => Self::Default,
            _ => Self::Octets,
        }
    }

    /// By the formats of the gateways in China (CMPP 3.0 §8.4.3.1): 0 ASCII, 8 UCS-2, 15 GB characters; 3 and 4 are octets.
    pub(super) fn of_format(format: u8) -> Self {
        match format {
            3 | 4 => Self::Octets,
            _ => Self::of_smpp(format),
        }
    }
}

/// Decodes the parts of a text, one after the other: a character may be cut between two of them.
#[derive(Default)]
pub(super) struct Decoding {
    /// With the character set that it was made for.
    decoder: Option<(&'static Encoding, Decoder)>,
}

impl std::fmt::Debug for Decoding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Decoding").field("charset", &self.decoder.as_ref().map(|(charset, _)| charset)).finish()
    }
}

impl Decoding {
    /// The text of the next part, in UTF-8 unless its character set is not known. `fill` is the number of bits before its
    /// first septet, should it be packed; `last` says that nothing follows.
    pub(super) fn text<'a>(&mut self, coding: Coding, data: &'a [u8], fill: u8, last: bool) -> Cow<'a, [u8]> {
        let charset = match coding {
            Coding::Charset(charset) if !is_misnamed(charset, data) => charset,
            Coding::Charset(_) | Coding::Octets => return Cow::Borrowed(data),
            Coding::Default => return default(data, fill),
        };
        let known = self.decoder.take().filter(|(its, _)| *its == charset);
        let (_, decoder) = self.decoder.insert(known.unwrap_or_else(|| (charset, decoder(charset, data))));
        let mut text = String::with_capacity(decoder.max_utf8_buffer_length(data.len()).unwrap_or(0));
        let _ = decoder.decode_to_string(data, &mut text, last);
        if last {
            self.decoder = None;
        }
        Cow::Owned(text.into_bytes())
    }

    /// Bytes are missing here.
    pub(super) fn restart(&mut self) {
        self.decoder = None;
    }
}

/// UTF-16 in the order that its mark tells; the mark itself is none of the text.
fn decoder(charset: &'static Encoding, data: &[u8]) -> Decoder {
    match charset {
        charset if charset == encoding_rs::UTF_16BE && data.starts_with(&[0xff, 0xfe]) => {
            encoding_rs::UTF_16LE.new_decoder_with_bom_removal()
        }
        charset => charset.new_decoder_with_bom_removal(),
    }
}

/// Printable ASCII that calls itself UCS-2: as such it would be ideographs without one blank, digit or sign.
fn is_misnamed(charset: &'static Encoding, data: &[u8]) -> bool {
    /// Fewer octets may be ideographs by chance.
    const LEAST: usize = 12;
    let plain = |octet: &u8| matches!(octet, b' '..=b'~' | b'\r' | b'\n');
    charset == encoding_rs::UTF_16BE && data.len() >= LEAST && data.iter().all(plain)
}

fn default(data: &[u8], fill: u8) -> Cow<'_, [u8]> {
    if !data.is_ascii() {
        return septets(data, fill).map_or(Cow::Borrowed(data), |septets| Cow::Owned(gsm::text(&septets).into_bytes()));
    }
    let control = |octet: &u8| *octet < b' ' && !matches!(octet, b'\r' | b'\n' | b'\t');
    if data.iter().any(control) || is_gsm_letter(data) {
        return Cow::Owned(gsm::text(data).into_bytes());
    }
    Cow::Borrowed(data)
}

/// True if the text has a letter of GSM within a word, and no sign that GSM has elsewhere.
fn is_gsm_letter(data: &[u8]) -> bool {
    let letter = |octet: Option<&u8>| octet.is_some_and(u8::is_ascii_alphabetic);
    let within = data.windows(3).any(|three| {
        letter(three.first()) && letter(three.last()) && matches!(three.get(1), Some(b'{' | b'|' | b'}' | b'~' | 0x7f))
    });
    within && !data.iter().any(|octet| matches!(octet, b'@' | b'_' | b'$' | b'`' | b'[' | b'\\'))
}

/// Packed septets, if that is what the octets are: all of them are characters that nearly all texts are made of.
fn septets(data: &[u8], fill: u8) -> Option<Vec<u8>> {
    /// Fewer octets say nothing.
    const LEAST: usize = 8;
    if data.len() < LEAST || std::str::from_utf8(data).is_ok() {
        return None;
    }
    let common = |septet: &u8| septet.is_ascii_alphanumeric() || b" \r\n\0\x11.,:;-/!?'()+=&%*\"#".contains(septet);
    let septets = gsm::unpacked(data, fill);
    septets.iter().all(common).then_some(septets)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(coding: Coding, data: &[u8]) -> String {
        String::from_utf8_lossy(&Decoding::default().text(coding, data, 0, true)).into_owned()
    }

    #[test]
    fn the_default_alphabet_is_what_its_octets_make_of_it() {
        let of = |data: &[u8]| text(Coding::Default, data);
        assert_eq!(of(b"li\0example.cn \x11a"), "li@example.cn _a");
        assert_eq!(of(b"li@example.cn {a|b} a_b"), "li@example.cn {a|b} a_b");
        assert_eq!(of(b"f~r Sie"), "für Sie");
        assert_eq!(of("验证码".as_bytes()), "验证码");
        assert_eq!(of(b"\xe8\x32\x9b\xfd\x46\x97\xd9\xec\x37"), "hellohello");
    }

    #[test]
    fn characters_may_be_cut_between_parts() {
        let mut decoding = Decoding::default();
        let wide: Vec<u8> = "张😀".encode_utf16().flat_map(u16::to_be_bytes).collect();
        let mut told = decoding.text(Coding::of_smpp(8), &wide[..4], 0, false).into_owned();
        told.extend_from_slice(&decoding.text(Coding::of_smpp(8), &wide[4..], 0, true));
        assert_eq!(told, "张😀".as_bytes());
        let (gbk, ..) = encoding_rs::GBK.encode("张伟");
        let mut told = decoding.text(Coding::of_format(15), &gbk[..3], 0, false).into_owned();
        told.extend_from_slice(&decoding.text(Coding::of_format(15), &gbk[3..], 0, true));
        assert_eq!(told, "张伟".as_bytes());
    }

    #[test]
    fn ucs2_is_believed_unless_it_is_plainly_something_else() {
        assert_eq!(text(Coding::of_smpp(8), b"mobile=13800138000"), "mobile=13800138000");
        assert_eq!(text(Coding::of_smpp(8), b"N-e\x87"), "中文");
        assert_eq!(text(Coding::of_smpp(8), b"\xff\xfe-N\x87e"), "中文");
        assert_eq!(text(Coding::of_smpp(8), b"\xfe\xffN-e\x87"), "中文");
        assert_eq!(text(Coding::of_smpp(0x18), b"N-"), "中");
        assert_eq!([4, 2, 0xf4, 0x14].map(Coding::of_smpp), [Coding::Octets; 4]);
    }
}
