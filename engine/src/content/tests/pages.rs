//! What stands on the pages of PDF documents: words and cells are told by the room between them.

use super::containers::pdf_of;
use super::*;

/// The text of a page with this content, by one font `F1` with this dictionary; further objects are numbered from 6 on.
fn page(font: &str, content: &str, more: &[(&str, Option<&[u8]>)]) -> String {
    let font = format!("/Type/Font{font}");
    let mut objects = vec![
        ("/Type/Catalog/Pages 2 0 R", None),
        ("/Type/Pages/Kids[3 0 R]/Resources<</Font<</F1 4 0 R>>>>", None),
        ("/Type/Page/Parent 2 0 R/Contents 5 0 R", None),
        (font.as_str(), None),
        ("", Some(content.as_bytes())),
    ];
    objects.extend_from_slice(more);
    let (sink, tally) = unpack(&hints("", &[]), &pdf_of(&objects));
    assert_eq!(tally.get(State::Inspected) + tally.get(State::Undecodable), tally.total());
    sink.leaves.iter().map(|leaf| String::from_utf8_lossy(&leaf.2).trim().to_owned()).collect()
}

const HELVETICA: &str = "/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding";

#[test]
fn cells_of_a_table_stay_apart() {
    // Eighteen digits of Helvetica at 10 are 100 wide: the next cell begins 3 behind them, as tables are set.
    let cells = "BT 1 0 0 1 6 995 Tm /F1 10 Tf (13800000001) Tj ET BT 1 0 0 1 73 995 Tm (110101199001011237) Tj ET BT 1 0 0 1 176.2 995 Tm (6222020000000000005) Tj ET BT 1 0 0 1 6 977 Tm (2) Tj ET";
    assert_eq!(page(HELVETICA, cells, &[]), "13800000001 110101199001011237 6222020000000000005\n2");
    // Set with `cm` instead, each at the origin of its own space.
    let moved = "BT /F1 10 Tf ET q 1 0 0 1 6 995 cm BT (138) Tj ET Q q 1 0 0 1 23.5 995 cm BT (0000) Tj ET Q q 2 0 0 2 70 995 cm BT (0001) Tj ET Q";
    assert_eq!(page(HELVETICA, moved, &[]), "138 0000\t0001");
    // A cell that runs over into the next one, which begins before it ends or touches it.
    let over = "BT /F1 8 Tf 10 50 Td (a@b.example) Tj ET BT 53 50 Td (DE1) Tj ET BT 67.9 50 Td (FR2) Tj ET";
    assert_eq!(page(HELVETICA, over, &[]), "a@b.example\nDE1\nFR2");
    // A page turned by a quarter.
    let turned = "q 0 1 -1 0 500 0 cm BT /F1 10 Tf 1 0 0 1 6 50 Tm (138) Tj 1 0 0 1 25 50 Tm (22) Tj 1 0 0 1 25 38 Tm (33) Tj ET Q";
    assert_eq!(page(HELVETICA, turned, &[]), "138 22\n33");
}

#[test]
fn what_is_shown_in_pieces_is_one() {
    // Glyphs one by one with kerning, by text objects of their own, by steps, with room between all characters.
    for pieces in [
        "BT /F1 10 Tf 0 9 Td (1) Tj 5.56 0 Td (3) Tj 5.56 0 Td (8) Tj ET",
        "BT /F1 10 Tf 1 0 0 1 7 9 Tm (13) Tj ET BT 1 0 0 1 18.1 9 Tm (8) Tj ET",
        "BT /F1 10 Tf 0 9 Td [(1) 30 (3) -50 (8)] TJ ET",
        "BT /F1 10 Tf 3 Tc 0 9 Td (1) Tj 8.56 0 Td (38) Tj ET",
        "BT /F1 10 Tf 25 Tc 0 9 Td (1) Tj 0 Tc 5.56 0 Td (38) Tj ET",
        "BT /F1 10 Tf 50 Tz 0 9 Td (13) Tj 5.56 0 Td (8) Tj ET",
        "0.1 0 0 0.1 0 0 cm BT /F1 100 Tf 0 9 Td (13) Tj ET BT 111.2 9 Td (8) Tj ET",
        "BT /F1 1 Tf 10 0 0 10 0 9 Tm (13) Tj 1.112 0 Td (8) Tj ET",
    ] {
        assert_eq!(page(HELVETICA, pieces, &[]), "138", "{pieces}");
    }
    // Words without a space between them, and spaces that are widened to fill a line.
    let words = "BT /F1 10 Tf 0 9 Td [(to) -278 (13800000001) -600 (or)] TJ T* 4 Tw (a b c) Tj 31.24 0 Td (d) Tj ET";
    assert_eq!(page(HELVETICA, words, &[]), "to 13800000001 or\na b c d");
}

#[test]
fn fonts_say_how_wide_they_are() {
    let pair = "BT /F1 10 Tf 0 9 Td (11) Tj 20 0 Td (22) Tj 12 0 Td (33) Tj ET";
    // By an array of their own, in thousandths or in the space of a Type 3 font; each 1 em, or a half.
    for (font, text) in [
        ("/Subtype/TrueType/FirstChar 49/Widths[1000 500 1000]", "1122 33"),
        ("/Subtype/Type3/FontMatrix[0.01 0 0 0.01 0 0]/FirstChar 49/Widths[100 50 100]", "1122 33"),
        ("/Subtype/Type1/BaseFont/Courier-Bold", "11 2233"),
        // Nothing is known: what may go on does.
        ("/Subtype/Type1/BaseFont/Nobody", "11 2233"),
    ] {
        assert_eq!(page(font, pair, &[]), text, "{font}");
    }
    // Composite fonts by the numbers of glyphs; those of characters only for what is not ASCII.
    let pair = "BT /F1 10 Tf 0 9 Td <00110011> Tj 20 0 Td <00120012> Tj 12 0 Td <00130013> Tj ET";
    let map = b"begincodespacerange <0000> <ffff> endcodespacerange 1 beginbfrange <0010> <0019> <0030> endbfrange";
    for w in ["[17[1000 500 1000]]", "[18 18 500 17[1000] 19 19 1000]", "[18[500]]"] {
        let font = "/Subtype/Type0/Encoding/Identity-H/ToUnicode 6 0 R/DescendantFonts[7 0 R]";
        let descendant = format!("/Subtype/CIDFontType2/W{w}");
        assert_eq!(page(font, pair, &[("", Some(map)), (&descendant, None)]), "1122 33", "{w}");
    }
    let font = "/Subtype/Type0/Encoding/UniGB-UCS2-H/DescendantFonts[<</W[1[207]18 26 462]>>]";
    let shown = "BT /F1 10 Tf 0 9 Td <624b673a00310033> Tj 29.24 0 Td <0038> Tj 6.62 0 Td <0039> Tj ET";
    assert_eq!(page(font, shown, &[]), "手机138 9");
}

#[test]
fn bytes_of_a_simple_font_are_single() {
    // Glyphs by name; a map that speaks of two bytes, or only of some codes.
    let named =
        "/Subtype/Type1/BaseFont/Times-Roman/Encoding<</Differences[1/one.tabular/three/uni0038 64/at/emdash]>>";
    assert_eq!(page(named, "BT /F1 10 Tf 0 9 Td <010203> Tj ( a@b) Tj ET", &[]), "138 a@b");
    let map = b"begincodespacerange <0000> <ffff> endcodespacerange 1 beginbfchar <0001> <4e00> endbfchar";
    let mapped = "/Subtype/Type1/BaseFont/Times-Roman/ToUnicode 6 0 R";
    assert_eq!(page(mapped, "BT /F1 10 Tf 0 9 Td <01> Tj (138) Tj ET", &[("", Some(map))]), "一138");
    // Ornaments beside a number are not letters of it.
    let mixed = "/F1 9 Tf (n) Tj";
    let text = page("/Subtype/Type1/BaseFont/ZapfDingbats", &format!("BT {mixed} ET"), &[]);
    assert_eq!(text, "\u{fffd}");
}

#[test]
fn broken_pages_do_no_harm() {
    for content in [
        "Q Q Q BT /F1 0 Tf (1) Tj (2) Tj ET",
        "BT /F1 1e300 Tf 1e300 0 0 1e300 1e300 1e300 Tm (1) Tj (2) Tj ET",
        "BT /F1 10 Tf 0 0 0 0 0 0 Tm (1) Tj (2) Tj ET",
        "1 0 cm Tm BT Td /F1 10 Tf [(1) [(3)] /x (2)] TJ ET",
    ] {
        let text = page(HELVETICA, content, &[]);
        assert!(text.starts_with('1') && text.ends_with('2'), "{content}: {text}");
    }
    let deep = format!("BT /F1 10 Tf ET {} BT (1) Tj ET {} BT (2) Tj ET", "q ".repeat(100_000), "Q ".repeat(100_000));
    assert!(page(HELVETICA, &deep, &[]).contains('2'));
}

#[test]
fn fonts_may_stand_in_the_dictionaries_that_name_them() {
    let font = format!("<</Type/Font{HELVETICA}>>");
    for resources in [format!("<</Font<</F1 {font}>>>>"), "<</Font 4 0 R>>".to_owned()] {
        let pages = format!("/Type/Pages/Kids[3 0 R 5 0 R]/Resources{resources}");
        let named = format!("/F1 {font}");
        let objects = [
            ("/Type/Catalog/Pages 2 0 R", None),
            (pages.as_str(), None),
            ("/Type/Page/Parent 2 0 R/Contents 6 0 R", None),
            (named.as_str(), None),
            ("/Type/Page/Parent 2 0 R/Contents 7 0 R", None),
            ("", Some(&b"BT /F1 10 Tf 0 9 Td (phone: Tk000000001) Tj ET"[..])),
            ("", Some(b"BT /F1 10 Tf 0 9 Td (phone: Tk000000002) Tj ET")),
        ];
        let (sink, tally) = unpack(&hints("", &[]), &pdf_of(&objects));
        assert_eq!(sink.tokens().len(), 2, "{resources}");
        assert!(inspected(&tally), "{resources} {tally:?}");
    }
}

#[test]
fn every_lossless_filter_of_text_is_undone() {
    let shown = b"BT /F1 10 Tf 0 9 Td (phone: 138138138138138) Tj 0 -12 Td (phone: Tk000000001) Tj ET\n%";
    // A comment, so that there are codes of all lengths.
    let content: Vec<u8> = shown.iter().copied().chain(noise(6000).iter().map(|byte| b'a' + byte % 26)).collect();
    let mut runs = Vec::new();
    for piece in content.chunks(9) {
        runs.push(piece.len() as u8 - 1);
        runs.extend(piece);
    }
    // Four blanks, the end, and what is no content any more.
    runs.extend([253, b' ', 128, 0, b'X']);
    for (name, early) in [("RunLengthDecode", 1), ("LZWDecode", 1), ("LZWDecode", 0), ("LZW", 1)] {
        let coded = if name.starts_with("LZW") { lzw(&content, early) } else { runs.clone() };
        let filter = format!("/Filter/{name}/DecodeParms<</EarlyChange {early}>>");
        let font = format!("/Type/Font{HELVETICA}");
        let objects = [
            ("/Type/Catalog/Pages 2 0 R", None),
            ("/Type/Pages/Kids[3 0 R]/Resources<</Font<</F1 4 0 R>>>>", None),
            ("/Type/Page/Parent 2 0 R/Contents 5 0 R", None),
            (font.as_str(), None),
            (filter.as_str(), Some(&coded[..])),
        ];
        let (sink, tally) = unpack(&hints("", &[]), &pdf_of(&objects));
        let text: String = sink.leaves.iter().map(|leaf| String::from_utf8_lossy(&leaf.2).into_owned()).collect();
        assert!(sink.tokens().len() == 1 && text.contains("138138138138138"), "{name} {early}: {text}");
        assert!(inspected(&tally), "{name} {tally:?}");
    }
}

/// LZW as PDF has it (ISO 32000-1 §7.4.4): codes of nine to twelve bits, most significant first.
fn lzw(data: &[u8], early: usize) -> Vec<u8> {
    let mut table: BTreeMap<Vec<u8>, usize> = (0..=255u8).map(|byte| (vec![byte], usize::from(byte))).collect();
    let (mut bits, mut next, mut width) = (String::new(), 258, 9);
    let put = |bits: &mut String, code: usize, width: usize| {
        let _ = write!(bits, "{code:0width$b}");
    };
    put(&mut bits, 256, width);
    let mut word = Vec::new();
    for byte in data {
        let longer = [&word[..], &[*byte]].concat();
        if table.contains_key(&longer) {
            word = longer;
            continue;
        }
        put(&mut bits, table[&word], width);
        table.insert(longer, next);
        next += 1;
        width = 9 + [512, 1024, 2048].iter().filter(|most| next + early > **most).count();
        word = vec![*byte];
    }
    put(&mut bits, table[&word], width);
    put(&mut bits, 257, width);
    bits.as_bytes()
        .chunks(8)
        .map(|byte| byte.iter().enumerate().fold(0, |sum, (at, bit)| sum | (bit - b'0') << (7 - at)))
        .collect()
}
