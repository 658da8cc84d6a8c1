//! ORC files that a real program wrote (`tests/fixtures/make_documents.py`), and damaged ones.

use super::arrow::ROWS;
use super::containers::{holds_at_any_cut, places};
use super::documents::{CUSTOMERS, fixture};
use super::*;

/// The rows, as they are told.
fn rows(sink: &Recorder) -> Vec<String> {
    json_lines(sink, "b:orc")
}

#[test]
fn rows_are_read_by_their_columns_whatever_packs_them() {
    for name in ["plain", "zlib", "snappy", "lz4", "zstd"] {
        let file = fixture(&format!("{name}.orc"));
        let (sink, tally) = unpack(&hints("", &[]), &file);
        let told = rows(&sink);
        assert_eq!((told.len(), &told[..2]), (4, &ROWS.map(str::to_owned)[..]), "{name}");
        assert!(told[2].ends_with(r#""balance":null,"active":null,"score":null,"contacts":null}"#), "{name}");
        assert_eq!(places(&sink), BTreeSet::from(["b:orc:ref", "b:orc:contacts[*].phone"]), "{name}");
        assert_eq!(sink.tokens().len(), CUSTOMERS.len() + 2, "{name}");
        assert!(inspected(&tally) && sink.anomalies.is_empty(), "{name} {tally:?} {:?}", sink.anomalies);
    }
}

/// The numbers are those that the program was given.
#[test]
fn values_of_both_versions_are_read() {
    for name in ["words", "old"] {
        let (sink, tally) = unpack(&hints("", &[]), &fixture(&format!("{name}.orc")));
        let told = rows(&sink);
        assert_eq!(told.len(), 1200);
        for (n, line) in (0i64..).zip(&told) {
            let token = CUSTOMERS[n as usize % 4];
            let reference = if n % 5 == 0 { "null".to_owned() } else { format!("\"{token}\"") };
            let want = format!(
                r#"{{"number":{},"step":{},"patched":{},"signed":{},"same":7,"tiny":{},"even":{},"ref":{reference},"half":{},"others":[{{"key":"phone","value":"{token}"}}],"note":null}}"#,
                n * n * 7919 % 1_000_003,
                n * 10,
                if n % 97 == 0 { 1_000_000_000_000_000 } else { n % 50 },
                if n % 3 == 0 { n * 1000 } else { -n },
                n % 120 - 60,
                n % 2 == 0,
                n as f64 / 4.0,
            );
            assert_eq!(line, &want, "{name} {n}");
        }
        assert!(sink.places().contains(&"b:orc[note][gzip]:phone"), "{name} {:?}", sink.places());
        assert!(inspected(&tally) && sink.anomalies.is_empty(), "{name} {tally:?} {:?}", sink.anomalies);
    }
}

#[test]
fn files_are_read_however_they_are_cut() {
    holds_at_any_cut(&fixture("snappy.orc"));
}

#[test]
fn files_without_their_end_are_undecodable() {
    let file = fixture("plain.orc");
    let (sink, tally) = unpack(&hints("", &[]), &file[..file.len() - 1]);
    assert_eq!((rows(&sink).len(), &sink.anomalies[..]), (0, &[Code::DecodeFailed][..]));
    assert_eq!(tally.get(State::Undecodable), file.len() as u64 - 1);
}

#[test]
fn text_that_begins_alike_is_text() {
    let (sink, tally) = unpack(&hints("", &[]), b"ORC,phone\nORC,Tk000000001\nORC,Tk000000002\n");
    assert!(inspected(&tally) && sink.tokens().len() == 2 && sink.anomalies.is_empty(), "{:?}", sink.places());
    assert_eq!(places(&sink), BTreeSet::from(["b:"]));
}

#[test]
fn stripes_are_read_as_far_as_nothing_is_missing() {
    let file = fixture("words.orc");
    let mut unpacker = Unpacker::new(&hints("", &[]), "b", &Limits::default());
    let mut sink = Recorder::default();
    let mut tally = unpacker.push(&file[..100], false, false, &mut sink);
    unpacker.gap(20, &mut sink);
    tally.merge(&unpacker.push(&file[120..], true, false, &mut sink));
    assert_eq!((rows(&sink).len(), tally.total()), (0, file.len() as u64 - 20));
    assert!(tally.get(State::Undecodable) > 1000, "{tally:?}");
    let limits = Limits { document_bytes: 1000, ..Limits::default() };
    let mut sink = Recorder::default();
    let tally = Unpacker::new(&hints("", &[]), "b", &limits).push(&file, true, false, &mut sink);
    assert_eq!((tally.total(), &sink.anomalies[..]), (file.len() as u64, &[Code::DecodeBudget][..]));
    assert!(tally.get(State::Skipped) > 1000, "{tally:?}");
}

#[test]
fn damaged_files_are_accounted_for() {
    for name in ["plain", "words", "lz4"] {
        let file = fixture(&format!("{name}.orc"));
        for at in (0..file.len()).step_by(if name == "words" { 97 } else { 3 }) {
            for mask in [0x01, 0x80, 0xff] {
                let mut damaged = file.clone();
                damaged[at] ^= mask;
                let (_, tally) = unpack(&hints("", &[]), &damaged);
                assert_eq!(tally.total(), file.len() as u64, "{name} {at} {mask}");
            }
        }
    }
}
