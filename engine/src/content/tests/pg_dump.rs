//! Archives of `pg_dump`: those that it wrote (version 1.14), and others made here.

use super::containers::{holds_at_any_cut, places};
use super::documents::{CUSTOMERS, fixture};
use super::*;

#[test]
fn archives_are_read_by_table_and_column() {
    for name in ["packed", "stored", "inserts"] {
        let file = fixture(&format!("{name}.pg_dump"));
        let (sink, tally) = unpack(&hints("", &[]), &file);
        let object = sink.places().into_iter().find(|place| place.starts_with("b:pg_dump[blob_")).unwrap();
        assert!(object.ends_with("]:phone"), "{object}");
        let want = BTreeSet::from(["b:pg_dump[客户]:ref", "b:pg_dump:phone", object]);
        assert_eq!(places(&sink), want, "{name}");
        assert!(CUSTOMERS.iter().all(|token| sink.tokens().contains(token)), "{name}");
        assert_eq!(sink.tokens().len(), 6, "{name}");
        assert!(inspected(&tally) && sink.anomalies.is_empty(), "{name} {tally:?} {:?}", sink.anomalies);
    }
}

#[test]
fn archives_are_read_however_they_are_cut() {
    holds_at_any_cut(&fixture("packed.pg_dump"));
}

#[test]
fn contents_that_stand_alone_are_read() {
    let file = fixture("contents.pg_dump");
    let (sink, tally) = unpack(&hints("", &[]), &file);
    assert_eq!(places(&sink), BTreeSet::from(["b:pg_dump:phone"]));
    assert!(inspected(&tally) && sink.anomalies.is_empty(), "{tally:?} {:?}", sink.anomalies);
}

fn number(value: i64) -> Vec<u8> {
    [&[u8::from(value < 0)], &(value.unsigned_abs() as u32).to_le_bytes()[..]].concat()
}

fn string(text: Option<&str>) -> Vec<u8> {
    text.map_or_else(|| number(-1), |text| [number(text.len() as i64), text.as_bytes().to_vec()].concat())
}

/// What stands before the entries: with so many of them, packed in the way of this number.
fn head(version: u8, packing: u8, count: i64) -> Vec<u8> {
    let mut file = [b"PGDMP\x01", &[version, 0, 4, 8, 1][..]].concat();
    file.extend(if version >= 15 { vec![packing] } else { number(packing.into()) });
    file.extend(number(0).repeat(7));
    file.extend(string(Some("crm")));
    if version >= 10 {
        file.extend([string(Some("17.2")), string(Some("17.2"))].concat());
    }
    file.extend(number(count));
    file
}

/// An archive of one table, `rows` in blocks of so many bytes.
fn archive(version: u8, packing: u8, rows: &[u8], block: usize) -> Vec<u8> {
    let copy = "COPY public.t (id, phone) FROM stdin;\n";
    let mut file = head(version, packing, 1);
    file.extend([number(7), number(1)].concat());
    if version >= 8 {
        file.extend(string(Some("1259")));
    }
    file.extend([string(Some("16389")), string(Some("t")), string(Some("TABLE DATA"))].concat());
    if version >= 11 {
        file.extend(number(3));
    }
    file.extend([string(Some("")), string(None), string(Some(copy)), string(Some("public"))].concat());
    for (since, field) in [(10, string(Some(""))), (14, string(Some("heap"))), (16, number(114))] {
        if version >= since {
            file.extend(field);
        }
    }
    file.extend(string(Some("postgres")));
    if version >= 9 {
        file.extend(string(Some("false")));
    }
    file.extend([string(Some("5")), string(None), vec![1], 99u64.to_le_bytes().to_vec()].concat());
    file.extend([vec![1], number(7)].concat());
    for block in rows.chunks(block) {
        file.extend([&number(block.len() as i64), block].concat());
    }
    file.extend(number(0));
    file
}

#[test]
fn archives_of_all_versions_are_read() {
    let rows = (0..100).fold(String::new(), |rows, n| rows + &format!("{n}\tTk{n:09}\n")) + "\\.\n\n\n";
    let rows = rows.as_bytes();
    let ways: [(u8, Vec<u8>); 4] = [(0, rows.to_vec()), (1, zlib(rows)), (2, lz4(rows)), (3, zstd(rows))];
    for version in 7..=16 {
        for (packing, packed) in ways.iter().filter(|(packing, _)| version >= 15 || *packing < 2) {
            let (sink, tally) = unpack(&hints("", &[]), &archive(version, *packing, packed, 50));
            assert_eq!(places(&sink), BTreeSet::from(["b:pg_dump[t]:phone"]), "1.{version} {packing}");
            assert_eq!(sink.tokens().len(), 100, "1.{version} {packing}");
            assert!(
                inspected(&tally) && sink.anomalies.is_empty(),
                "{version} {packing} {tally:?} {:?}",
                sink.anomalies
            );
        }
    }
}

#[test]
fn what_is_no_archive_is_told_and_scanned() {
    let sound = archive(16, 1, &zlib(b"1\tTk000000001\n"), 50);
    let contents = head(16, 1, 1).len();
    // A negative length of a string, one that is too long, a sign that is none, a block of no kind, an unknown packing.
    let broken: [(usize, &[u8]); 4] = [
        (contents, &[0, 7, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0x7f]),
        (contents, &[2]),
        (sound.len(), &[9]),
        (11, &[9]),
    ];
    for (at, bytes) in broken {
        let mut file = sound.clone();
        file.splice(at..(at + bytes.len()).min(sound.len()), bytes.iter().copied());
        file.extend(b"behind it: phone: Tk000000002\n".repeat(40));
        let (sink, tally) = unpack(&hints("", &[]), &file);
        assert!(sink.tokens().contains("Tk000000002"), "{at}");
        assert!(sink.anomalies.contains(&Code::DecodeFailed) || at == 11, "{at} {:?}", sink.anomalies);
        assert_eq!(tally.total(), file.len() as u64);
    }
    // An entry that never ends.
    let mut endless = [head(16, 1, 1), number(7).repeat(2), string(Some("")).repeat(4), number(3)].concat();
    endless.extend([string(Some("")).repeat(6), number(1), string(Some("")).repeat(2)].concat());
    endless.extend(string(Some("needed")).repeat(10_000));
    endless.extend(b"phone: Tk000000002\n".repeat(40));
    let cuts: Vec<usize> = (0..endless.len()).step_by(1000).collect();
    let (sink, tally) = unpack_cut(&hints("", &[]), &endless, &cuts, true);
    assert_eq!((sink.tokens().len(), &sink.anomalies[..]), (1, &[Code::DecodeFailed][..]));
    assert_eq!(tally.total(), endless.len() as u64);
    let (sink, _) = unpack_cut(&hints("", &[]), &sound[..sound.len() - 3], &[], true);
    assert_eq!((sink.tokens().len(), &sink.anomalies[..]), (1, &[Code::DecodeFailed][..]));
    let mut sink = Recorder::default();
    let mut unpacker = Unpacker::new(&hints("", &[]), "b", &Limits::default());
    let mut tally = unpacker.push(&sound[..contents + 20], false, false, &mut sink);
    unpacker.gap(10, &mut sink);
    let rest = b"phone: Tk000000002\n".repeat(40);
    tally.merge(&unpacker.push(&rest, true, false, &mut sink));
    assert_eq!((sink.tokens().len(), tally.total()), (1, (contents + 20 + rest.len()) as u64));
}
