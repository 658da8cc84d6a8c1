//! Archives and documents.

use super::*;

pub(super) fn places(sink: &Recorder) -> BTreeSet<&str> {
    sink.places().into_iter().collect()
}

/// Every cut of `body` gives what the whole gives; every length of it is accounted for without a panic.
pub(super) fn holds_at_any_cut(body: &[u8]) -> Recorder {
    let (whole, _) = unpack(&hints("", &[]), body);
    for step in [1, 7, 64, 1001] {
        let cuts: Vec<usize> = (0..body.len()).step_by(step).collect();
        let (cut, tally) = unpack_cut(&hints("", &[]), body, &cuts, true);
        assert_eq!(tally.total(), body.len() as u64, "{step}");
        assert_eq!(cut.hits, whole.hits, "{step}");
    }
    for len in 0..body.len() {
        let (cut, tally) = unpack_cut(&hints("", &[]), &body[..len], &[len / 2], false);
        assert_eq!(tally.total(), len as u64, "{len}");
        assert!(cut.tokens().is_subset(&whole.tokens()), "{len}");
    }
    whole
}

#[test]
fn zip_members_are_opened_however_they_are_written() {
    let csv: String = sample_csv().lines().take(9).fold(String::new(), |all, line| all + line + "\n");
    let files: [(&str, &[u8]); 3] = [("a/people.csv", csv.as_bytes()), ("dir/", b""), ("b.txt", b"phone: Tk000000777")];
    for how in [
        DEFLATED,
        STREAMED,
        STORED,
        Zipped { described: true, ..STORED },
        Zipped { wide: true, ..DEFLATED },
        Zipped { wide: true, ..STREAMED },
        Zipped { wide: true, described: true, ..STORED },
        Zipped { method: 12, ..DEFLATED },
        Zipped { method: 12, ..STREAMED },
        Zipped { method: 93, ..DEFLATED },
        Zipped { method: 95, ..DEFLATED },
    ] {
        let zip = zip_as(how, &files);
        let sink = holds_at_any_cut(&zip);
        assert_eq!(places(&sink), BTreeSet::from(["b:zip[a/people.csv]:phone", "b:zip[b.txt]:phone"]));
        assert_eq!(sink.tokens().len(), 9);
        assert!(sink.anomalies.is_empty(), "{:?}", sink.anomalies);
        let (_, tally) = unpack(&hints("", &[]), &zip);
        assert!(inspected(&tally), "{tally:?}");
    }
}

#[test]
fn zeros_behind_a_zip_are_no_damage() {
    let zip = zip_as(DEFLATED, &[("a.txt", b"phone: Tk000000777")]);
    for padding in [1, 3, 4, 3001] {
        let padded = [&zip[..], &vec![0; padding]].concat();
        let sink = holds_at_any_cut(&padded);
        assert!(sink.anomalies.is_empty(), "{padding}: {:?}", sink.anomalies);
        let (_, tally) = unpack(&hints("", &[]), &padded);
        assert!(inspected(&tally), "{padding}: {tally:?}");
    }
    let (sink, _) = unpack(&hints("", &[]), &[&zip[..], &[0; 9], b"phone: Tk000000778"].concat());
    assert_eq!((sink.tokens().len(), &sink.anomalies[..]), (2, &[Code::DecodeFailed][..]));
}

#[test]
fn zips_in_zips_are_opened() {
    let inner = zip_as(STREAMED, &[("c.txt", b"phone: Tk000000777")]);
    for how in [DEFLATED, STREAMED, STORED, Zipped { described: true, ..STORED }] {
        let sink = holds_at_any_cut(&zip_as(how, &[("in.zip", &inner), ("d.txt", b"phone: Tk000000778")]));
        assert_eq!(places(&sink), BTreeSet::from(["b:zip[in.zip]:zip[c.txt]:phone", "b:zip[d.txt]:phone"]));
    }
}

#[test]
fn locked_members_are_named_and_undecodable() {
    let noise: Vec<u8> = (0..3000u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    for how in [
        Zipped { locked: true, ..STORED },
        Zipped { method: 99, ..STORED },
        Zipped { locked: true, described: true, ..STORED },
    ] {
        let zip = zip_as(how, &[("Tk000000001.csv", &noise), ("b.csv", &noise)]);
        let sink = holds_at_any_cut(&zip[..]);
        assert_eq!(sink.anomalies, [Code::ArchiveEncrypted]);
        assert_eq!(sink.tokens().len(), 1);
        let (_, tally) = unpack(&hints("", &[]), &zip);
        assert_eq!(tally.get(State::Undecodable), 2 * noise.len() as u64);
    }
}

#[test]
fn damage_hides_no_later_member() {
    let text = sample_lines(400);
    let mut zip = zip_as(STREAMED, &[("a.txt", text.as_bytes()), ("b.txt", b"phone: Tk000000777")]);
    zip[200..240].fill(0xff);
    let (sink, tally) = unpack(&hints("", &[]), &zip);
    assert!(sink.tokens().contains("Tk000000777") && sink.anomalies.contains(&Code::DecodeFailed));
    assert!(tally.get(State::Undecodable) > 0);
    // Cut in front, as behind a gap.
    let mut sink = Recorder::default();
    let mut unpacker = Unpacker::new(&hints("", &[]), "b", &Limits::default());
    let mut tally = unpacker.push(&zip[..1000], false, false, &mut sink);
    unpacker.gap(100, &mut sink);
    tally.merge(&unpacker.push(&zip[1100..], true, true, &mut sink));
    assert!(sink.tokens().contains("Tk000000777"));
    assert_eq!(tally.total(), zip.len() as u64 - 100);
}

const WORKBOOK: &str = r#"<workbook><sheets><sheet name="客户" sheetId="1" r:id="rId1"/><sheet name="B &amp; C" sheetId="2" r:id="rId2"/></sheets></workbook>"#;
const RELATIONS: &str = r#"<Relationships><Relationship Id="rId2" Target="/xl/worksheets/sheet2.xml"/><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>"#;
const STRINGS: &str = "<sst><si><t>编号</t></si><si><r><t>手</t></r><r><t>机</t></r><rPh><t>Tk000000009</t></rPh></si><si><t xml:space='preserve'>Tk000000001</t></si><si><t>kept nowhere Tk000000004</t></si></sst>";
const SHEET_1: &str = r#"<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>客户名单</t></is></c></row><row r="2"><c r="A2" t="s"><v>0</v></c><c r="C2" t="s"><v>1</v></c></row><row r="3"><c r="A3"><v>7</v></c><c r="C3" t="s"><v>2</v></c></row><row r="4"><c r="C4" t="inlineStr"><is><r><t>Tk0000</t></r><r><t>00002</t></r></is></c></row><row r="5"><c r="A5"><v>1.3812345678E10</v></c></row></sheetData></worksheet>"#;
const SHEET_2: &str = r#"<worksheet><sheetData><row><c t="str"><f>"Tk000000005"&amp;A1</f><v>Tk000000003</v></c></row></sheetData><headerFooter><oddHeader>Tk000000006</oddHeader></headerFooter></worksheet>"#;

fn workbook(sheets_first: bool) -> Vec<(&'static str, &'static [u8])> {
    let mut parts: Vec<(&str, &[u8])> = vec![
        ("xl/workbook.xml", WORKBOOK.as_bytes()),
        ("xl/_rels/workbook.xml.rels", RELATIONS.as_bytes()),
        ("xl/sharedStrings.xml", STRINGS.as_bytes()),
        ("xl/worksheets/sheet1.xml", SHEET_1.as_bytes()),
        ("xl/worksheets/sheet2.xml", SHEET_2.as_bytes()),
    ];
    if sheets_first {
        parts.reverse();
    }
    parts
}

#[test]
fn sheets_are_tables_whatever_the_order_of_their_parts() {
    for (sheets_first, how) in [(true, DEFLATED), (false, STREAMED), (true, STORED)] {
        let book = zip_as(how, &workbook(sheets_first));
        let sink = holds_at_any_cut(&book);
        let want = ["b:xlsx[B & C]:", "b:xlsx[B & C]:column[1]", "b:xlsx[sharedStrings]:", "b:xlsx[客户]:手机"];
        assert_eq!(places(&sink), BTreeSet::from(want));
        assert_eq!(sink.tokens().len(), 6, "{:?}", sink.hits);
        assert!(sink.names().contains(&"手机"));
        let csv = sink.leaves.iter().find(|(place, format, _)| place == "b:xlsx[客户]" && *format == Format::Csv);
        assert_eq!(
            String::from_utf8_lossy(&csv.unwrap().2),
            "\"编号\",,\"手机\"\r\n\"7\",,\"Tk000000001\"\r\n,,\"Tk000000002\"\r\n\"13812345678\"\r\n"
        );
        let (sink, tally) = unpack(&hints("", &[]), &book);
        assert!(inspected(&tally) && sink.anomalies.is_empty(), "{tally:?} {:?}", sink.anomalies);
    }
}

type Members<'a> = Vec<(&'a str, &'a [u8])>;

#[test]
fn running_text_is_put_together_and_tables_are_tables() {
    let word = "<w:document><w:body><w:p><w:r><w:t>phone: Tk0000</w:t></w:r><w:r><w:rPr/><w:t>00001</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>姓名</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>手机</w:t></w:r></w:p></w:tc></w:tr><w:tr><w:tc><w:p/></w:tc><w:tc><w:p><w:r><w:t>Tk0000</w:t></w:r><w:r><w:t>00002</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:p><w:r><w:t>end</w:t></w:r></w:p></w:body></w:document>";
    let odf = "<office:document-content><office:body><office:spreadsheet><table:table table:name='一月'><table:table-row><table:table-cell table:number-columns-repeated='2'/><table:table-cell><text:p>姓名</text:p></table:table-cell><table:table-cell><text:p>手机</text:p></table:table-cell></table:table-row><table:table-row><table:table-cell table:number-columns-repeated='3'/><table:table-cell office:value-type='float' office:value='13812345678'><text:p>1.38E+10</text:p></table:table-cell></table:table-row><table:table-row><table:table-cell table:number-columns-repeated='3'/><table:table-cell><text:p>Tk<text:span>00000</text:span>0002</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>";
    let slide = "<p:sld><a:p><a:r><a:t>phone: Tk000000001</a:t></a:r></a:p><a:tbl><a:tr><a:tc><a:p><a:r><a:t>x</a:t></a:r></a:p></a:tc><a:tc><a:p><a:r><a:t>手机</a:t></a:r></a:p></a:tc></a:tr><a:tr><a:tc/><a:tc><a:p><a:r><a:t>Tk000000002</a:t></a:r></a:p></a:tc></a:tr></a:tbl></p:sld>";
    let (spreadsheet, text) =
        (b"application/vnd.oasis.opendocument.spreadsheet", b"application/vnd.oasis.opendocument.text");
    let odt = odf.replace("table:name='一月'", "");
    let cases: [(Members<'_>, &[&str]); 4] = [
        (vec![("word/document.xml", word.as_bytes())], &["b:docx:phone", "b:docx:手机"]),
        (vec![("ppt/slides/slide1.xml", slide.as_bytes())], &["b:pptx[slide1]:phone", "b:pptx[slide1]:手机"]),
        (vec![("mimetype", spreadsheet), ("content.xml", odf.as_bytes())], &["b:ods[一月]:手机"]),
        (vec![("mimetype", text), ("content.xml", odt.as_bytes())], &["b:odt:手机"]),
    ];
    for (parts, want) in cases {
        let file = zip_of(&parts);
        let sink = holds_at_any_cut(&file);
        assert_eq!(places(&sink), want.iter().copied().collect::<BTreeSet<_>>());
        let (_, tally) = unpack(&hints("", &[]), &file);
        assert!(inspected(&tally), "{tally:?}");
        let exact = sink.leaves.iter().any(|(.., text)| memchr::memmem::find(text, b"\"13812345678\"").is_some());
        assert_eq!(exact, want[0].starts_with("b:od"));
    }
}

#[test]
fn many_references_to_a_long_string_stay_within_the_budget() {
    let strings = format!("<sst><si><t>{}</t></si></sst>", "long ".repeat(200_000));
    let sheet = format!("<worksheet><row>{}</row></worksheet>", "<c t='s'><v>0</v></c>".repeat(1000));
    let parts: Vec<String> = (0..8).map(|i| format!("xl/worksheets/sheet{i}.xml")).collect();
    let mut files: Vec<(&str, &[u8])> = vec![("xl/sharedStrings.xml", strings.as_bytes())];
    let sheet = sheet.replace("</c><c", "</c></row><row><c");
    files.extend(parts.iter().map(|name| (name.as_str(), sheet.as_bytes())));
    let book = zip_of(&files);
    let (sink, tally) = unpack(&hints("", &[]), &book);
    assert!(sink.bytes <= 66 << 20, "{}", sink.bytes);
    assert!(sink.anomalies.iter().any(|code| matches!(code, Code::DecodeBomb | Code::DecodeBudget)));
    assert!(tally.get(State::Skipped) > 0);
}

#[test]
fn compressed_files_are_opened_by_their_first_bytes() {
    let text = "phone: Tk000000001\nand so on, and so forth\n";
    for (name, encode) in [("bzip2", bzip2 as Encode), ("xz", xz), ("lzma", lzma)] {
        let file = encode(text.as_bytes());
        let sink = holds_at_any_cut(&file);
        assert_eq!(sink.places(), [format!("b[{name}]:phone")]);
        let (sink, tally) = unpack(&hints("", &[]), &file);
        assert!(inspected(&tally) && sink.anomalies.is_empty(), "{name} {tally:?} {:?}", sink.anomalies);
        if name != "lzma" {
            let two = [file.clone(), encode(b"Tk000000002")].concat();
            assert_eq!(holds_at_any_cut(&two).tokens().len(), 2, "{name}");
        }
        let mut damaged = encode(sample_lines(100_000).as_bytes());
        let at = damaged.len() * 3 / 4;
        damaged[at..at + 40].fill(0x5a);
        let (sink, tally) = unpack(&hints("", &[]), &damaged);
        assert!(sink.tokens().len() > 5_000, "{name} {}", sink.tokens().len());
        assert!(tally.get(State::Undecodable) > 0 && sink.anomalies.contains(&Code::DecodeFailed), "{name}");
    }
}

#[test]
fn dictionaries_are_bounded() {
    let mut options = ::liblzma::stream::LzmaOptions::new_preset(9).unwrap();
    options.dict_size(64 << 20);
    let mut filters = ::liblzma::stream::Filters::new();
    filters.lzma2(&options);
    let stream = ::liblzma::stream::Stream::new_stream_encoder(&filters, ::liblzma::stream::Check::Crc32).unwrap();
    let mut e = ::liblzma::write::XzEncoder::new_stream(Vec::new(), stream);
    std::io::Write::write_all(&mut e, b"Tk000000001").unwrap();
    let (sink, tally) = unpack(&hints("", &[]), &e.finish().unwrap());
    assert!(sink.leaves.is_empty() && sink.anomalies.contains(&Code::DecodeFailed));
    assert_eq!(tally.get(State::Undecodable), tally.total());
}

/// A PDF whose objects are these, in order.
pub(super) fn pdf_of(objects: &[(&str, Option<&[u8]>)]) -> Vec<u8> {
    let mut out = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".to_vec();
    for (i, (dict, stream)) in objects.iter().enumerate() {
        out.extend(format!("{} 0 obj\n<<{dict}", i + 1).bytes());
        match stream {
            Some(stream) => {
                out.extend(format!("/Length {}>>\nstream\r\n", stream.len()).bytes());
                out.extend_from_slice(stream);
                out.extend(b"\nendstream");
            }
            None => out.extend(b">>"),
        }
        out.extend(b"\nendobj\n");
    }
    out.extend(b"trailer <</Root 1 0 R>>\n%%EOF\n");
    out
}

const CMAP: &[u8] = b"/CIDInit begincmap 1 begincodespacerange <0000> <ffff> endcodespacerange 2 beginbfrange <0001> <000a> <0030> <0010> <0011> [<0054> <006b>] endbfrange 1 beginbfchar <0020> <624b673a003a> endbfchar endcmap";

#[test]
fn pages_are_read_by_their_fonts() {
    // "手机:" and "Tk000000012" by glyph numbers, the digits placed one by one.
    let glyphs = b"BT /F1 10 Tf 1 0 0 1 50 700 Tm <0020> Tj 40 0 Td [<00100011> -20 <0001000100010001>] TJ 36 0 Td <00010001> Tj 10 0 Td <0001> Tj 5 0 Td <0002> Tj 5 0 Td <0003> Tj 0 -14 Td /F2 10 Tf (mail: Tk00\\060000001) Tj ET";
    let packed = deflate_objects(&[(9, "<</Type/Font/Subtype/Type1/Encoding/WinAnsiEncoding>>")]);
    let file = pdf_of(&[
        ("/Type/Catalog/Pages 2 0 R", None),
        ("/Type/Pages/Kids[3 0 R]/Resources 4 0 R", None),
        ("/Type/Page/Parent 2 0 R/Contents[5 0 R]/Annots[<</A<</URI(https://x/?phone=Tk000000005)>>>>]", None),
        ("/Font<</F1 6 0 R/F2 9 0 R>>", None),
        ("/Filter/FlateDecode", Some(&zlib(glyphs))),
        ("/Type/Font/Subtype/Type0/Encoding/Identity-H/ToUnicode 8 0 R", None),
        ("/Type/ObjStm/N 1/First 4/Filter/FlateDecode", Some(&packed)),
        ("/Filter/FlateDecode", Some(&zlib(CMAP))),
    ]);
    let sink = holds_at_any_cut(&file);
    assert_eq!(
        sink.tokens(),
        BTreeSet::from(["Tk000000012", "Tk000000001", "Tk000000005"]),
        "{:?}",
        sink.leaves.iter().map(|l| String::from_utf8_lossy(&l.2)).collect::<Vec<_>>()
    );
    assert!(sink.places().contains(&"b:pdf:手机") && sink.places().contains(&"b:pdf:mail"), "{:?}", sink.places());
    let (_, tally) = unpack(&hints("", &[]), &file);
    assert!(inspected(&tally), "{tally:?}");
}

/// An object stream.
fn deflate_objects(objects: &[(u32, &str)]) -> Vec<u8> {
    let mut index = String::new();
    let mut text = String::new();
    for (number, object) in objects {
        let _ = write!(index, "{number} {} ", text.len());
        text.push_str(object);
    }
    zlib(format!("{index}{text}").as_bytes())
}

#[test]
fn pictures_and_locked_documents_are_undecodable() {
    let noise: Vec<u8> = (0..3000u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    let picture =
        pdf_of(&[("/Type/XObject/Subtype/Image/Filter/DCTDecode", Some(&noise)), ("/Title(Tk000000001)", None)]);
    let (sink, tally) = unpack(&hints("", &[]), &picture);
    assert_eq!((sink.tokens().len(), tally.get(State::Undecodable)), (1, noise.len() as u64));
    let locked = pdf_of(&[("/Filter/FlateDecode", Some(&noise)), ("/Encrypt 2 0 R", None)]);
    let (sink, tally) = unpack(&hints("", &[]), &locked);
    assert_eq!(sink.anomalies, [Code::ArchiveEncrypted]);
    assert_eq!(tally.get(State::Undecodable), tally.total());
}

#[test]
fn streams_of_a_document_stay_within_the_budget() {
    let bomb = zlib(&vec![b' '; 16 << 20]);
    let objects: Vec<(&str, Option<&[u8]>)> = (0..40).map(|_| ("/Filter/FlateDecode", Some(&bomb[..]))).collect();
    let (sink, tally) = unpack(&hints("", &[]), &pdf_of(&objects));
    assert!(sink.bytes <= 66 << 20 && tally.get(State::Skipped) > 0);
}

/// A RAR archive of version 5: a main head, a file of this name and data, locked or not.
fn rar_of(name: &str, data: &[u8], locked: bool) -> Vec<u8> {
    let mut out = b"Rar!\x1a\x07\x01\0".to_vec();
    let extra: &[u8] = if locked { &[3, 1, 0, 0] } else { &[3, 2, 0, 0] };
    let mut file = vec![2, 3, extra.len() as u8, (data.len() & 0x7f) as u8 | 0x80, (data.len() >> 7) as u8];
    // Packed in a later way, but for data that is text.
    let (version, method) = if data.is_ascii() { (0x80, 0) } else { (0x81, 3) };
    file.extend([0, 100, 0, version, method, 0, name.len() as u8]);
    file.extend(name.bytes());
    file.extend(extra);
    for (head, data) in [(vec![1, 0, 0], &[][..]), (file, data)] {
        out.extend([0, 0, 0, 0, head.len() as u8]);
        out.extend(head);
        out.extend(data);
    }
    out
}

#[test]
fn members_of_rar_archives_are_named() {
    let noise: Vec<u8> = (0..3000u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    for locked in [false, true] {
        let file = rar_of("Tk000000001.csv", &noise, locked);
        let sink = holds_at_any_cut(&file);
        assert_eq!(sink.places(), ["b:rar:"]);
        assert_eq!(sink.anomalies, vec![Code::ArchiveEncrypted; usize::from(locked)]);
        let (_, tally) = unpack(&hints("", &[]), &file);
        assert_eq!(tally.get(State::Undecodable), noise.len() as u64);
        assert_eq!(sink.locked.len(), usize::from(locked));
    }
    for (locked, tokens) in [(false, 2), (true, 1)] {
        let sink = holds_at_any_cut(&rar_of("Tk000000001.txt", b"phone: Tk000000002", locked));
        assert_eq!(sink.tokens().len(), tokens);
    }
}

#[test]
fn hostile_documents_take_linear_time() {
    // If anything were read once per object, this would run for hours.
    for unit in [
        "1 0 obj 1 (",
        "1 0 obj 1 %",
        "1 0 obj[<<",
        "1 0 obj<</Length 9>>stream\n",
        "1 0 obj<",
        "1 0 obj((",
        "<<[",
        "1 0 R ",
    ] {
        let body = [b"%PDF-1.7\n".to_vec(), unit.repeat((4 << 20) / unit.len()).into_bytes()].concat();
        let (_, tally) = unpack(&hints("", &[]), &body);
        assert_eq!(tally.total(), body.len() as u64);
    }
    let pairs = "10 0 ".repeat(200_000);
    let text = format!("{pairs}({}", "x".repeat(1 << 20));
    let dict = format!("/Type/ObjStm/N 200000/First {}", pairs.len());
    unpack(&hints("", &[]), &pdf_of(&[(&dict, Some(text.as_bytes()))]));
}

#[test]
fn tape_archives_name_their_members_whatever_their_form() {
    let head = |name: &str, size: usize, kind: u8, mark: &[u8], before: &str| {
        let mut head = vec![0u8; 512];
        head[..name.len().min(100)].copy_from_slice(&name.as_bytes()[..name.len().min(100)]);
        head[100..124].copy_from_slice(b"0000644\x000001750\x000001750\0");
        head[124..136].copy_from_slice(format!("{size:011o}\0").as_bytes());
        head[156] = kind;
        head[257..257 + mark.len()].copy_from_slice(mark);
        head[345..345 + before.len()].copy_from_slice(before.as_bytes());
        head[148..156].fill(b' ');
        let sum: u32 = head.iter().map(|byte| u32::from(*byte)).sum();
        head[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
        head
    };
    let block = |data: &[u8]| {
        let mut data = data.to_vec();
        data.resize(data.len().next_multiple_of(512), 0);
        data
    };
    let data = b"phone: Tk000000001\n";
    let long = format!("{}/客户.txt", "d".repeat(120));
    let pax = |record: &str| {
        let mut len = record.len() + 2;
        while format!("{len} {record}\n").len() != len {
            len += 1;
        }
        format!("{len} {record}\n")
    };
    let records = pax(&format!("path={long}")) + &pax("mtime=1700000000.25") + &pax("linkpath=Tk000000002");
    let posix = b"ustar\x0000".as_slice();
    for (form, want, archive) in [
        (
            "posix",
            "b:tar[p/q/a.txt]:phone".to_owned(),
            [head("a.txt", data.len(), b'0', posix, "p/q"), block(data)].concat(),
        ),
        ("older", "b:tar[a.txt]:phone".to_owned(), [head("a.txt", data.len(), 0, b"", ""), block(data)].concat()),
        (
            "gnu",
            format!("b:tar[{}…]:phone", "d".repeat(64)),
            [
                head("././@LongLink", long.len() + 1, b'L', b"ustar  \0", ""),
                block(long.as_bytes()),
                head(&long, data.len(), b'0', b"ustar  \0", ""),
                block(data),
            ]
            .concat(),
        ),
        (
            "pax",
            format!("b:tar[{}…]:phone", "d".repeat(64)),
            [
                head("PaxHeaders/x", records.len(), b'x', posix, ""),
                block(records.as_bytes()),
                head("x", data.len(), b'0', posix, ""),
                block(data),
                head("link", data.len(), b'2', posix, ""),
            ]
            .concat(),
        ),
    ] {
        let archive = [archive, vec![0; 1024]].concat();
        let sink = holds_at_any_cut(&archive);
        assert!(places(&sink).contains(want.as_str()), "{form} {:?}", places(&sink));
        let (_, tally) = unpack(&hints("", &[]), &archive);
        assert!(inspected(&tally) && sink.anomalies.is_empty(), "{form} {tally:?} {:?}", sink.anomalies);
        if form == "gnu" || form == "pax" {
            assert!(sink.leaves.iter().any(|(.., text)| text == long.as_bytes()), "{form}");
        }
    }
}
