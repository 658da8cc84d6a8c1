//! Text: UTF-16, and the code pages that collations name ([MS-TDS] §2.2.5.1.2).

use encoding_rs::{Decoder, Encoding, UTF_8, UTF_16LE};

/// UTF-16 as UTF-8.
pub(super) fn wide(bytes: &[u8]) -> String {
    UTF_16LE.decode_without_bom_handling(bytes).0.into_owned()
}

/// The code page of a collation: a locale, or UTF-8 by a flag.
pub(super) fn code_page(collation: [u8; 5]) -> &'static Encoding {
    /// The flag of collations of UTF-8.
    const UTF8: u32 = 1 << 26;
    let [a, b, c, d, _] = collation;
    let word = u32::from_le_bytes([a, b, c, d]);
    if word & UTF8 != 0 {
        return UTF_8;
    }
    match word & 0xffff {
        0x0804 | 0x1004 => encoding_rs::GBK,
        0x0404 | 0x0c04 | 0x1404 => encoding_rs::BIG5,
        0x0411 => encoding_rs::SHIFT_JIS,
        0x0412 => encoding_rs::EUC_KR,
        0x041e => encoding_rs::WINDOWS_874,
        0x0405 | 0x040e | 0x0415 | 0x0418 | 0x041a..=0x041c | 0x0424 => encoding_rs::WINDOWS_1250,
        0x0402 | 0x0419 | 0x0422 | 0x0423 | 0x042f | 0x043f | 0x0444 | 0x0450 | 0x0c1a => encoding_rs::WINDOWS_1251,
        0x0408 => encoding_rs::WINDOWS_1253,
        0x041f | 0x042c => encoding_rs::WINDOWS_1254,
        0x040d => encoding_rs::WINDOWS_1255,
        0x0401 | 0x0420 | 0x0429 => encoding_rs::WINDOWS_1256,
        0x0425..=0x0427 => encoding_rs::WINDOWS_1257,
        0x042a => encoding_rs::WINDOWS_1258,
        _ => encoding_rs::WINDOWS_1252,
    }
}

/// A piece of a text that comes in pieces, as UTF-8; `last` ends it.
pub(super) fn piece(decoder: &mut Decoder, piece: &[u8], last: bool) -> String {
    let mut text = String::with_capacity(decoder.max_utf8_buffer_length(piece.len()).unwrap_or(0));
    let _ = decoder.decode_to_string(piece, &mut text, last);
    text
}

/// What can be read of bytes that hold texts of either width: zero bytes behind a printable one are left out, the rest
/// that cannot be printed parts the words.
pub(super) fn loose(bytes: &[u8]) -> Vec<u8> {
    let mut text = Vec::with_capacity(bytes.len() / 2 + 1);
    let mut wide = false;
    for &byte in bytes {
        match byte {
            b' '..=b'~' => {
                text.push(byte);
                wide = true;
                continue;
            }
            0 if wide => {}
            _ if text.last() != Some(&b' ') => text.push(b' '),
            _ => {}
        }
        wide = false;
    }
    text.push(b'\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn collations_name_code_pages() {
        assert_eq!(code_page([0x04, 0x08, 0xd0, 0, 0]), encoding_rs::GBK);
        assert_eq!(code_page([0x09, 0x04, 0xd0, 0, 0x34]), encoding_rs::WINDOWS_1252);
        assert_eq!(code_page([0x09, 0x04, 0, 0x24, 0]), UTF_8);
    }

    #[test]
    fn strings_of_either_width_are_read() {
        assert_eq!(loose(b"\x01\x021\x003\x008\x00\xff\xfeab\x00\x00c"), b" 138 ab c\n");
    }
}
