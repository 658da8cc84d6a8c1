//! Parquet files that real programs wrote (`tests/fixtures/make_documents.py`), and damaged ones.

use super::containers::{holds_at_any_cut, places};
use super::documents::{CUSTOMERS, fixture};
use super::*;

/// The text of the only table.
fn table(sink: &Recorder) -> String {
    let tables = sink.leaves.iter().filter(|(place, format, _)| place == "b:parquet" && *format == Format::Csv);
    tables.map(|(.., text)| String::from_utf8_lossy(text)).collect()
}

#[test]
fn rows_are_put_together_whatever_the_codec_and_encoding() {
    let want = [
        r#""编号","姓名","手机号","身份证号","邮箱","卡号","ref","born","seen","balance","active","score","contacts.phone""#,
        r#""1001","王小明","13800138001","110101199003074071","wang.xm@example.com","6222021234567890128","Tk000000001","1990-03-07","2026-05-01 12:30:59","-12.50","true","1.5","Tk000000777, Tk000000778""#,
        r#""1002","李丽","13912345672","11010119900307299X","li.li@example.org","4111111111111111","Tk000000002",,"2026-05-02 12:30:59","0.05","false","-2""#,
        r#""1003","Müller, Jörg","15012345673","440301198512120016","j.mueller@example.net","5500005555555559","Tk000000003","1985-12-12","2026-05-03 12:30:59""#,
        r#""1004","Ann ""Nan"" O'Neil","18612345674","310101197801010038","ann@example.com","378282246310005","Tk000000004","1978-01-01","2026-05-04 12:30:59","1234.00","true","1000000000000000000000","-""#,
    ];
    for name in ["snappy", "gzip", "brotli", "lz4", "delta", "plain"] {
        let file = fixture(&format!("{name}.parquet"));
        let (sink, tally) = unpack(&hints("", &[]), &file);
        assert_eq!(table(&sink).lines().collect::<Vec<_>>(), want, "{name}");
        assert_eq!(places(&sink), BTreeSet::from(["b:parquet:ref", "b:parquet:contacts.phone"]), "{name}");
        assert_eq!(sink.tokens().len(), CUSTOMERS.len() + 2, "{name}");
        assert!(inspected(&tally) && sink.anomalies.is_empty(), "{name} {tally:?} {:?}", sink.anomalies);
    }
    holds_at_any_cut(&fixture("snappy.parquet"));
}

#[test]
fn rows_of_another_program_keep_their_empty_values() {
    let (sink, tally) = unpack(&hints("", &[]), &fixture("duckdb.parquet"));
    let text = table(&sink);
    assert_eq!(text.lines().count(), 2001);
    assert_eq!(text.matches("\"Tk000000003\"").count(), 500);
    for line in text.lines().skip(1) {
        let note = line.rsplit_once(r#"","line "#).map(|(_, note)| note.trim_end_matches('"'));
        assert!(note.is_none_or(|note| note.parse::<u32>().unwrap() % 3 != 0), "{line}");
    }
    assert_eq!(text.matches("line ").count(), 333 * 4);
    assert!(inspected(&tally) && sink.anomalies.is_empty(), "{tally:?} {:?}", sink.anomalies);
}

#[test]
fn encrypted_files_and_columns_are_reported() {
    let named = ContentHints { filename: b"q4.parquet".to_vec(), ..ContentHints::default() };
    for (name, tokens) in [("locked", 0), ("locked_columns", 4)] {
        let file = fixture(&format!("{name}.parquet"));
        let (sink, tally) = unpack(&named, &file);
        assert_eq!(sink.locked, BTreeSet::from([("b:parquet".to_owned(), "q4.parquet".to_owned())]), "{name}");
        assert_eq!(sink.anomalies, [Code::ArchiveEncrypted], "{name}");
        assert_eq!(sink.tokens().len(), tokens, "{name}");
        assert!(!sink.leaves.iter().any(|(.., text)| String::from_utf8_lossy(text).contains("13800138001")));
        assert!(tally.get(State::Undecodable) > 100, "{name} {tally:?}");
    }
}

#[test]
fn the_footer_of_a_long_file_is_at_its_end() {
    // More zeros between the pages and the footer than are collected.
    let file = fixture("snappy.parquet");
    let size = u32::from_le_bytes(*file[..file.len() - 4].last_chunk().unwrap()) as usize;
    let pages = file.len() - 8 - size;
    let long = [&file[..pages], &vec![0; 33 << 20], &file[pages..]].concat();
    for cuts in [vec![], (0..long.len()).step_by(100_000).collect()] {
        let (sink, tally) = unpack_cut(&hints("", &[]), &long, &cuts, true);
        assert_eq!(sink.tokens().len(), 6);
        assert_eq!(sink.anomalies, [Code::DecodeBudget]);
        assert_eq!(tally.get(State::Skipped), long.len() as u64 - (32 << 20));
        assert_eq!(tally.total(), long.len() as u64);
    }
    let cut = &file[..pages + 100];
    let (sink, tally) = unpack_cut(&hints("", &[]), cut, &[50], false);
    assert_eq!(tally.total(), cut.len() as u64);
    assert!(sink.anomalies.is_empty());
}

#[test]
fn pages_that_say_too_much_end_their_column() {
    // A footer of one column whose 20,000 chunks all are the same page of nothing, many times.
    let mut page = vec![0x15, 0, 0x15, 0x20, 0x15, 0x20, 0x2c];
    page.extend([0x15, 0xfe, 0xff, 0xff, 0xff, 0x0f, 0x15, 0, 0x15, 6, 0x15, 6, 0, 0]);
    page.extend([6, 0, 0, 0, 0xfe, 0xff, 0xff, 0xff, 0x0f, 0, 0, 0, 0, 0, 0, 0]);
    let mut file = b"PAR1".to_vec();
    file.extend(&page);
    let mut footer = vec![0x15, 2, 0x19, 0x2c];
    footer.extend(b"\x48\x01r\x15\x02\0\x15\x0c\x25\x02\x18\x01a\0");
    footer.extend(b"\x16\0\x19\xfc\xa0\x9c\x01");
    for _ in 0..20_000 {
        footer.extend(b"\x19\x1c\x3c\x15\x0c\x19\x05\x19\x08\x15\0\x16\xfe\xff\xff\xff\x0f\x16\0\x16");
        footer.extend([page.len() as u8 * 2, 0x26, 8, 0, 0, 0]);
    }
    footer.push(0);
    file.extend(&footer);
    file.extend((footer.len() as u32).to_le_bytes());
    file.extend(b"PAR1");
    let (sink, tally) = unpack(&hints("", &[]), &file);
    assert_eq!(tally.total(), file.len() as u64);
    // Values that take no bytes are paid for.
    assert_eq!(sink.anomalies, [Code::DecodeBomb]);
    assert!(sink.bytes < 1 << 20);
}
