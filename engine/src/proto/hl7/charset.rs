//! Character sets by their names in HL7 (table 0211).

use encoding_rs::Encoding;

/// The character set that MSH-18 names, unless it is UTF-8, ASCII or unknown: then content tells.
pub(super) fn named(name: &[u8]) -> Option<&'static Encoding> {
    let name = std::str::from_utf8(name).ok()?.trim().to_ascii_uppercase();
    Some(match name.as_str() {
        "GB 18030-2000" | "GB 18030" | "GB18030" | "GBK" | "GB2312" => encoding_rs::GB18030,
        "BIG-5" | "BIG5" => encoding_rs::BIG5,
        "8859/1" | "8859/9" => encoding_rs::WINDOWS_1252,
        "8859/2" => encoding_rs::ISO_8859_2,
        "8859/3" => encoding_rs::ISO_8859_3,
        "8859/4" => encoding_rs::ISO_8859_4,
        "8859/5" => encoding_rs::ISO_8859_5,
        "8859/6" => encoding_rs::ISO_8859_6,
        "8859/7" => encoding_rs::ISO_8859_7,
        "8859/8" => encoding_rs::ISO_8859_8,
        "8859/15" => encoding_rs::ISO_8859_15,
        "ISO IR14" | "ISO IR87" | "ISO IR159" => encoding_rs::ISO_2022_JP,
        "KS X 1001" => encoding_rs::EUC_KR,
        _ => return None,
    })
}
