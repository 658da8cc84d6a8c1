//! Files that real programs wrote (`tests/fixtures/make_documents.py`): one table of customers, `Tk000000001` to
//! `Tk000000004`, and notes with `Tk000000777`.

use super::containers::{holds_at_any_cut, pdf_of, places};
use super::*;

/// A file of the fixtures.
pub(super) fn fixture(name: &str) -> Vec<u8> {
    let path = format!("{}/tests/fixtures/documents/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The tokens of the table.
pub(super) const CUSTOMERS: [&str; 4] = ["Tk000000001", "Tk000000002", "Tk000000003", "Tk000000004"];

/// The separated values told at a place.
fn leaves_of(sink: &Recorder, at: &str) -> String {
    let leaves = sink.leaves.iter().filter(|(place, format, _)| place == at && *format == Format::Csv);
    leaves.map(|(.., text)| String::from_utf8_lossy(text)).collect()
}

fn locked(sink: &Recorder) -> Vec<(&str, &str)> {
    sink.locked.iter().map(|(place, name)| (place.as_str(), name.as_str())).collect()
}

#[test]
fn members_of_7z_archives_are_opened() {
    for method in ["lzma", "lzma2", "deflate", "bzip2", "copy", "filtered"] {
        let file = fixture(&format!("{method}.7z"));
        let sink = holds_at_any_cut(&file);
        let want = ["b:7z[customers.csv]:ref", "b:7z[notiz/说明.txt]:phone"];
        assert_eq!(places(&sink), BTreeSet::from(want), "{method}");
        assert_eq!(sink.tokens().len(), 5, "{method}");
        assert!(sink.anomalies.is_empty() && sink.locked.is_empty(), "{method} {:?}", sink.anomalies);
        let (_, tally) = unpack(&hints("", &[]), &file);
        assert!(inspected(&tally), "{method} {tally:?}");
    }
}

#[test]
fn members_of_7z_archives_that_cannot_be_opened_are_named() {
    let file = fixture("ppmd.7z");
    let sink = holds_at_any_cut(&file);
    let names: Vec<_> = sink.leaves.iter().map(|(_, _, text)| String::from_utf8_lossy(text)).collect();
    assert_eq!(names, ["customers.csv", "notiz/说明.txt", "notiz"]);
    let (_, tally) = unpack(&hints("", &[]), &file);
    assert!(tally.get(State::Undecodable) > 200, "{tally:?}");
}

#[test]
fn members_in_lzma_are_opened() {
    let file = fixture("lzma.zip");
    let sink = holds_at_any_cut(&file);
    assert_eq!(places(&sink), BTreeSet::from(["b:zip[customers.csv]:ref"]));
    assert_eq!(sink.tokens().len(), 4);
    let (_, tally) = unpack(&hints("", &[]), &file);
    assert!(inspected(&tally) && sink.anomalies.is_empty(), "{tally:?} {:?}", sink.anomalies);
}

#[test]
fn locked_archives_are_reported_by_what_can_be_named() {
    for (file, want) in [
        ("locked.7z", vec![("b:7z", "customers.csv"), ("b:7z", "notiz/说明.txt")]),
        ("locked_names.7z", vec![("b:7z", "7z")]),
        ("locked_zipcrypto.zip", vec![("b:zip", "customers.csv"), ("b:zip", "notiz/说明.txt")]),
        ("locked_aes.zip", vec![("b:zip", "customers.csv"), ("b:zip", "notiz/说明.txt")]),
        ("locked.pdf", vec![("b:pdf", "pdf")]),
        ("locked.xlsx", vec![("b:ole", "ole")]),
    ] {
        let sink = unpack(&hints("", &[]), &fixture(file)).0;
        assert_eq!(locked(&sink), want, "{file}");
        assert_eq!(sink.anomalies, [Code::ArchiveEncrypted], "{file}");
        assert!(sink.tokens().is_empty());
    }
    let named = ContentHints { filename: b"d/q4.7z".to_vec(), ..ContentHints::default() };
    assert_eq!(locked(&unpack(&named, &fixture("locked_names.7z")).0), [("b:7z", "d/q4.7z")]);
}

#[test]
fn damaged_files_are_accounted_for() {
    let names = [
        "lzma.7z",
        "copy.7z",
        "locked.7z",
        "open_aes_256.pdf",
        "foxpro.dbf",
        "customers.xls",
        "customers.doc",
        "customers.rtf",
        "customers.sqlite",
        "snappy.parquet",
        "delta.parquet",
    ];
    for name in names {
        let file = fixture(name);
        let mut state = 1u64;
        for round in 0..400 {
            let mut damaged = file.clone();
            for _ in 0..=round % 4 {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                let at = (state >> 33) as usize % damaged.len();
                damaged[at] ^= 1 << (state >> 60 & 7);
            }
            unpack(&hints("", &[]), &damaged);
        }
        let whole = unpack(&hints("", &[]), &file).0;
        for len in (0..file.len()).step_by(1 + file.len() / 200) {
            let (cut, tally) = unpack_cut(&hints("", &[]), &file[..len], &[len / 3], false);
            assert_eq!(tally.total(), len as u64, "{name} {len}");
            assert!(cut.tokens().is_subset(&whole.tokens()), "{name} {len}");
        }
    }
}

/// Every cell of the table, whatever the format holds beside it.
fn holds_customers(name: &str, want: &[&str], more: usize) -> Recorder {
    let file = fixture(name);
    let (sink, tally) = unpack(&hints("", &[]), &file);
    assert_eq!(places(&sink), want.iter().copied().collect::<BTreeSet<_>>(), "{name}");
    let tokens = sink.tokens();
    assert!(CUSTOMERS.iter().all(|token| tokens.contains(token)) && tokens.len() == 4 + more, "{name} {tokens:?}");
    assert!(inspected(&tally), "{name} {tally:?}");
    assert!(sink.anomalies.is_empty() && sink.locked.is_empty(), "{name} {:?}", sink.anomalies);
    let all: Vec<u8> = sink.leaves.iter().flat_map(|(.., text)| text.iter().copied().chain([b'\n'])).collect();
    let all = String::from_utf8_lossy(&all);
    for cell in
        ["13800138001", "11010119900307299X", "j.mueller@example.net", "378282246310005", "王小明", "Müller, Jörg"]
    {
        assert!(all.contains(cell), "{name}: {cell} is not in {all}");
    }
    sink
}

#[test]
fn files_attached_to_a_document_are_opened() {
    holds_customers("attached.pdf", &["b:pdf:file[客户.csv]:ref"], 0);
    let form = pdf_of(&[
        ("/Type/Catalog/AcroForm<</XFA[(template)2 0 R(datasets)3 0 R]>>", None),
        ("", Some(b"<template/>")),
        ("", Some(b"<data><mobile>Tk000000001</mobile></data>")),
    ]);
    let (sink, tally) = unpack(&hints("", &[]), &form);
    assert_eq!(places(&sink), BTreeSet::from(["b:pdf:file[form.xml]:data.mobile"]));
    assert!(inspected(&tally), "{tally:?}");
}

#[test]
fn tables_of_dbase_are_read_as_columns() {
    for (name, more) in [("customers.dbf", ""), ("foxpro.dbf", "0,0,,")] {
        let file = fixture(name);
        let sink = holds_at_any_cut(&file);
        assert_eq!(
            (places(&sink), sink.tokens()),
            (BTreeSet::from(["b:dbf:REF"]), BTreeSet::from(CUSTOMERS)),
            "{name}"
        );
        let (_, tally) = unpack(&hints("", &[]), &file);
        assert!(inspected(&tally), "{name} {tally:?}");
        let rows = sink.leaves.iter().map(|leaf| String::from_utf8_lossy(&leaf.2).replace('"', "")).collect::<String>();
        let row =
            format!("1002,{more}李丽,13912345672,11010119900307299X,li.li@example.org,4111111111111111,Tk000000002");
        assert!(rows.contains(&row), "{name}: {rows}");
        // What is no row ends the table.
        let mut odd = file.clone();
        let size = |at: usize| usize::from(u16::from_le_bytes([file[at], file[at + 1]]));
        odd[size(8) + 3 * size(10)] = 7;
        let (sink, tally) = unpack(&hints("", &[]), &odd);
        assert!(sink.tokens().len() == 3 && tally.get(State::Undecodable) >= 100, "{name} {tally:?}");
    }
}

#[test]
fn tables_on_pages_keep_their_cells_apart() {
    let (sink, _) = unpack(&hints("", &[]), &fixture("browser.pdf"));
    assert_eq!(sink.tokens(), BTreeSet::from(CUSTOMERS));
    let rows = sink.leaves.iter().map(|leaf| String::from_utf8_lossy(&leaf.2).replace('\t', " ")).collect::<String>();
    assert!(rows.contains("13912345672 11010119900307299X li.li@example.org 4111111111111111 Tk000000002"), "{rows}");
    let report = holds_customers("report.pdf", &["b:pdf:"], 1);
    // What only has an owner's password is no locked file: every reader opens it.
    for name in ["rc4_40", "rc4_128", "aes_128", "aes_256", "aes_256_r5"] {
        let sink = holds_customers(&format!("open_{name}.pdf"), &["b:pdf:"], 1);
        let lines = |sink: &Recorder| {
            let text = sink.leaves.iter().map(|leaf| String::from_utf8_lossy(&leaf.2).into_owned()).collect::<String>();
            text.lines().map(str::to_owned).collect::<BTreeSet<_>>()
        };
        assert!(lines(&sink).is_superset(&lines(&report)), "{name}: {:?}", lines(&sink));
    }
}

#[test]
fn files_of_compress_are_opened() {
    for (name, len, place) in [("customers", 4671, "b[compress]:ref"), ("changing", 40_965, "b[compress]:")] {
        let file = fixture(&format!("{name}.csv.Z"));
        let (sink, tally) = unpack(&hints("", &[]), &file);
        assert_eq!((places(&sink), sink.tokens().len()), (BTreeSet::from([place]), 4), "{name}");
        assert_eq!(sink.leaves.iter().map(|(.., text)| text.len()).sum::<usize>(), len, "{name}");
        assert!(inspected(&tally) && sink.anomalies.is_empty(), "{name} {tally:?} {:?}", sink.anomalies);
    }
    holds_at_any_cut(&fixture("customers.csv.Z"));
}

/// A binary workbook by its specification, which calamine and pyxlsb read.
#[test]
fn binary_workbooks_are_read_as_sheets() {
    let file = fixture("customers.xlsb");
    let (sink, tally) = unpack(&hints("", &[]), &file);
    assert_eq!(places(&sink), BTreeSet::from(["b:xlsb[客户]:ref", "b:xlsb[客户]:phone"]));
    let rows: String = leaves_of(&sink, "b:xlsb[客户]");
    let want = concat!(
        r#""编号","姓名","手机号","身份证号","邮箱","卡号","ref""#,
        "\r\n",
        r#""1001","王小明","13800138001","110101199003074071","wang.xm@example.com","6222021234567890128","Tk000000001""#,
    );
    assert!(rows.starts_with(want), "{rows}");
    assert_eq!(sink.tokens().len(), CUSTOMERS.len() + 1);
    assert!(inspected(&tally) && sink.anomalies.is_empty(), "{tally:?} {:?}", sink.anomalies);
    holds_at_any_cut(&file);
}

#[test]
fn workbooks_of_old_are_read_as_sheets() {
    holds_customers("customers.xls", &["b:xls[客户]:ref", "b:xls[Notes & more]:note"], 1);
    let long = format!("b:xls[long]:0: {}…", "字".repeat(61));
    let sink = holds_customers("customers_97.xls", &["b:xls[客户]:ref", &long], 1);
    let rows = sink.leaves.iter().filter(|(place, ..)| place == "b:xls[long]").map(|l| String::from_utf8_lossy(&l.2));
    let long = rows.fold(String::new(), |all, text| all + &text);
    assert_eq!(long.lines().count(), 40);
    for (at, line) in long.lines().enumerate() {
        let letters = if at % 2 == 1 { "é" } else { "字" };
        assert_eq!(line.matches(letters).count(), 400, "{at}: {line}");
    }
}

#[test]
fn documents_of_old_are_read_as_text_and_tables() {
    holds_customers("customers.doc", &["b:doc:ref", "b:doc:phone"], 2);
    holds_customers("customers.rtf", &["b:rtf:ref", "b:rtf:phone"], 2);
    holds_customers("customers.ppt.gz", &["b[gzip]:ppt:", "b[gzip]:ppt:phone"], 2);
}

#[test]
fn databases_are_read_as_tables() {
    let sink =
        holds_customers("customers.sqlite", &["b:sqlite[客户]:ref", "b:sqlite[客户]:note", "b:sqlite[log]:line"], 41);
    let csv =
        sink.leaves.iter().find(|(place, format, _)| place == "b:sqlite[客户]" && *format == Format::Csv).unwrap();
    let head = r#""id","姓名","mobile","id card","e-mail","card","ref","note","photo""#;
    assert!(csv.2.starts_with(head.as_bytes()), "{}", String::from_utf8_lossy(&csv.2));
}

#[test]
fn hostile_files_take_linear_time() {
    // Each describes the same bytes again and again: if all of them were followed, this would run for hours.
    let sector = |words: &[u32]| -> Vec<u8> {
        let mut out: Vec<u8> = words.iter().flat_map(|word| word.to_le_bytes()).collect();
        out.resize(512, 0xff);
        out
    };
    let mut ole = fixture("customers_97.xls")[..512].to_vec();
    // The table of chains leads in a circle; the directory is a chain of itself; every entry is the longest stream.
    ole[44..52].copy_from_slice(&[1, 0, 0, 0, 1, 0, 0, 0]);
    ole[60..76].fill(0xff);
    ole[76..80].copy_from_slice(&[0; 4]);
    ole[80..512].fill(0xff);
    ole.extend(sector(&(0..128).map(|at| (at + 1) % 128).collect::<Vec<_>>()));
    for at in 0..8000u32 {
        let mut entry = vec![b'a', 0, 0, 0];
        entry.resize(64, 0);
        entry.extend([4, 0, if at == 0 { 5 } else { 2 }, 1]);
        entry.extend([u32::MAX, at + 1, 1].iter().flat_map(|word| word.to_le_bytes()));
        entry.resize(116, 0);
        entry.extend(2u32.to_le_bytes());
        entry.extend((8u32 << 20).to_le_bytes());
        entry.resize(128, 0);
        ole.extend(entry);
    }
    // Pages of a database whose cells all are the page itself, and which lead to one another.
    let mut sqlite = fixture("customers.sqlite")[..100].to_vec();
    sqlite[16..18].copy_from_slice(&[0, 1]);
    for number in 0..64u32 {
        let start = sqlite.len();
        sqlite.extend([if number % 2 == 0 { 5 } else { 13 }, 0, 0, 0x7f, 0xff, 0, 0, 0]);
        sqlite.extend((number + 2).to_be_bytes());
        sqlite.extend([0xff, 0x7f, 1].repeat(30_000));
        sqlite.resize((number as usize + 1) << 16, 0x83);
        assert!(start < sqlite.len());
    }
    // Records of a workbook that begin sheets without number, groups of a text that never end.
    let rtf = [b"{\\rtf1".to_vec(), b"{\\f1\\'e4\\u20013?".repeat(200_000)].concat();
    for file in [ole, sqlite, rtf] {
        let (sink, tally) = unpack(&hints("", &[]), &file);
        assert_eq!(tally.total(), file.len() as u64);
        assert!(sink.bytes <= 66 << 20);
    }
}

#[test]
fn documents_that_say_they_are_locked_are_reported() {
    // The bit of a document's head, and the first record of a workbook, that say so.
    for (name, from, to, want) in [
        ("customers.doc", [0xec, 0xa5].as_slice(), None, ("b:doc", "doc")),
        ("customers.xls", &[0x09, 0x08, 0x10, 0], Some([0x2f, 0, 4, 0]), ("b:xls", "xls")),
    ] {
        let mut file = fixture(name);
        let at = memchr::memmem::find(&file, from).unwrap();
        match to {
            Some(to) => file[at..at + 4].copy_from_slice(&to),
            None => file[at + 11] |= 1,
        }
        let sink = unpack(&hints("", &[]), &file).0;
        assert_eq!(sink.anomalies, [Code::ArchiveEncrypted], "{name}");
        assert_eq!(locked(&sink), [(want.0, "ole")], "{name}");
        assert!(!sink.tokens().contains("Tk000000001"), "{name}");
    }
}

#[test]
fn files_that_are_encrypted_as_a_whole_are_reported() {
    let named = |name: &str| ContentHints { filename: name.as_bytes().to_vec(), ..ContentHints::default() };
    let noise = noise(300 << 10);
    let salted = [b"Salted__", &noise[..4000]].concat();
    let armoured = b"-----BEGIN PGP MESSAGE-----\n\nhQEMA0Jd\n-----END PGP MESSAGE-----\nask Tk000000777\n";
    for (hints, file, want) in [
        (named("q4.hc"), &noise[..], vec![("b", "q4.hc")]),
        (hints("application/octet-stream", &[]), &noise, vec![("b", "volume")]),
        (hints("", &[]), &noise, vec![]),
        (named("q4.bin"), &noise[..noise.len() - 1], vec![]),
        (named("q4.enc"), &salted, vec![("b", "q4.enc")]),
        (hints("", &[]), &salted, vec![("b", "openssl")]),
        (hints("text/plain", &[]), &armoured[..], vec![("b", "pgp")]),
    ] {
        let sink = unpack(&hints, file).0;
        assert_eq!(locked(&sink), want, "{:?} {:?}", hints.filename, hints.content_type);
    }
    let sink = unpack(&hints("text/plain", &[]), armoured).0;
    assert_eq!(sink.tokens(), ["Tk000000777"].into());
}

/// The texts of all leaves at places that end like this, one behind another.
fn texts(sink: &Recorder) -> String {
    sink.leaves.iter().map(|leaf| String::from_utf8_lossy(&leaf.2).into_owned() + "\n").collect()
}

#[test]
fn what_a_tracked_change_replaced_stands_beside_what_replaces_it() {
    // The middle of one number is replaced, then all of another.
    let run = |text: &str| format!("<w:r><w:t>{text}</w:t></w:r>");
    let del = |text: &str| format!("<w:del w:id='1'><w:r><w:delText>{text}</w:delText></w:r></w:del>");
    let body = [
        run("phone: Tk0000"),
        del("99"),
        format!("<w:ins w:id='2'>{}</w:ins>", run("00001")),
        "</w:p><w:p>".to_owned(),
        run("phone: "),
        del("Tk0000"),
        del("00002"),
        run("Tk000000003"),
    ]
    .concat();
    let word = format!("<w:document><w:body><w:p>{body}</w:p></w:body></w:document>");
    let file = zip_of(&[("word/document.xml", word.as_bytes())]);
    let rtf = b"{\\rtf1 phone: Tk0000{\\deleted\\revauthdel1 99}{\\revised 00001}\\par phone: {\\deleted\\loch\nTk000\\'3000002}{\\revised\nTk000000003}\n\\par }";
    for (file, format) in [(file, "docx"), (rtf.to_vec(), "rtf"), (fixture("changed.doc"), "doc")] {
        let sink = holds_at_any_cut(&file);
        let tokens = ["Tk000000001", "Tk000000002", "Tk000000003"];
        assert_eq!(sink.tokens(), BTreeSet::from(tokens), "{format}: {}", texts(&sink));
        assert!(texts(&sink).contains("phone  Tk000000002\n"), "{format}: {}", texts(&sink));
        let (_, tally) = unpack(&hints("", &[]), &file);
        assert!(inspected(&tally), "{format} {tally:?}");
    }
}
