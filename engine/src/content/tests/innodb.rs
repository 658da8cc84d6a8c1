//! Tablespaces that `MySQL` and `MariaDB` wrote (`tests/fixtures/make_documents.py`), damaged ones, and streams of them.

use super::containers::places;
use super::documents::{CUSTOMERS, fixture};
use super::*;

/// A tablespace.
fn tablespace(name: &str) -> Vec<u8> {
    let packed = fixture(&format!("{name}.ibd.gz"));
    let mut file = Vec::new();
    let len = super::super::decode::inflate_whole(Coding::Gzip, &packed, &mut file, 1 << 20).unwrap();
    file.truncate(len);
    file
}

fn opened(file: &[u8]) -> (Recorder, Tally) {
    unpack(&hints("", &[]), file)
}

/// The lines of the tables told at a place.
fn rows(sink: &Recorder, at: &str) -> Vec<String> {
    let leaves = sink.leaves.iter().filter(|(place, format, _)| place == at && *format == Format::Csv);
    let text: Vec<u8> = leaves.flat_map(|(.., text)| text.clone()).collect();
    String::from_utf8(text).unwrap().lines().map(str::to_owned).collect()
}

/// Names, by the remainder of a row's number.
const NAMES: [&str; 4] = ["王小明", "李丽", "Muller, Jorg", "Ann \"\"Nan\"\" O'Neil"];
const MOBILES: [&str; 4] = ["13800138001", "13912345672", "15012345673", "18612345674"];
const MAILS: [&str; 4] = ["wang.xm@example.com", "li.li@example.org", "j.mueller@example.net", "ann@example.com"];

/// A row as it was given to the server: texts in quotes, the rest empty.
fn row(n: usize, known: bool) -> String {
    let mail = if n % 5 == 4 { String::new() } else { format!("\"{}\"", MAILS[n % 4]) };
    let note =
        if n % 3 == 2 || n.is_multiple_of(4) { String::new() } else { format!("\"{}\"", "备注".repeat(n % 4 * 40)) };
    let (name, token) = (NAMES[n % 4], CUSTOMERS[n % 4]);
    if !known {
        return format!("\"{name}\",{mail},\"{token}\",{note}").trim_end_matches(',').to_owned();
    }
    let (sex, mobile, day) = (n % 2, MOBILES[n % 4], n % 28 + 1);
    let money = format!("{}.{:02}", n * 75 / 2, n % 2 * 50);
    format!(
        "\"{}\",\"{name}\",\"{sex}\",\"{mobile}\",{mail},\"1990-03-{day:02}\",\"{money}\",\"{token}\",{note},\"2026-11-25\"",
        n + 1
    )
}

/// Every row, as the server was given it: of both kinds of records and in another charset.
#[test]
fn tables_that_say_what_they_are_are_read_by_their_columns() {
    for table in ["customers", "older", "chinese"] {
        let (sink, tally) = opened(&tablespace(&format!("mysql_{table}")));
        let told = rows(&sink, &format!("b:innodb[{table}]"));
        assert_eq!(told[0], r#""id","xm","xb","sjh","email","birthday","ye","ref","note","created""#);
        let want: Vec<String> = (0..40).map(|n| row(n, true)).collect();
        assert_eq!(told[1..], want, "{table}");
        assert_eq!(places(&sink), BTreeSet::from([&*format!("b:innodb[{table}]:ref")]), "{table}");
        assert!(inspected(&tally) && sink.anomalies.is_empty(), "{table} {tally:?} {:?}", sink.anomalies);
    }
}

/// A column was added, and set in one row of forty.
#[test]
fn rows_from_before_a_change_are_read() {
    let (sink, tally) = opened(&tablespace("mysql_fixed"));
    let told = rows(&sink, "b:innodb[fixed]");
    assert_eq!(told.len(), 41);
    assert_eq!(told[0], r#""ref","sfzh","n","tel""#);
    assert_eq!(told[8], r#""Tk100000007","110101199003070771","7","Tk000000003""#);
    assert_eq!(told[40], r#""Tk100000039","110101199003073971","39""#);
    assert!(inspected(&tally));
}

/// Texts without their names; a number is none.
#[test]
fn what_the_fields_are_is_found_out_where_nobody_says() {
    let (sink, tally) = opened(&tablespace("mariadb_customers"));
    let told = rows(&sink, "b:innodb");
    let wanted: Vec<String> = (0..40).map(|n| row(n, false)).collect();
    // Of what is NULL only the last ones are known: what follows moves up.
    let apart = |line: &str| line.split(',').filter(|cell| !cell.is_empty()).map(str::to_owned).collect::<Vec<_>>();
    assert!(wanted.iter().all(|want| told.iter().any(|line| apart(line) == apart(want))), "{told:#?}");
    assert!(inspected(&tally) && sink.anomalies.is_empty());

    let (sink, _) = opened(&tablespace("mariadb_fixed"));
    let told = rows(&sink, "b:innodb");
    assert_eq!(
        (told.len(), &*told[1], &*told[40]),
        (41, r#""Tk100000000","110101199003070071""#, r#""Tk100000039","110101199003073971""#)
    );
    for table in ["older", "chinese"] {
        let (sink, tally) = opened(&tablespace(&format!("mariadb_{table}")));
        assert_eq!(sink.tokens(), BTreeSet::from(CUSTOMERS), "{table}");
        assert!(inspected(&tally), "{table}");
    }
}

#[test]
fn long_values_are_read_where_they_are() {
    for server in ["mysql", "mariadb"] {
        let (sink, tally) = opened(&tablespace(&format!("{server}_files")));
        assert_eq!(sink.tokens(), BTreeSet::from(CUSTOMERS), "{server}");
        assert!(inspected(&tally), "{server} {tally:?}");
    }
}

#[test]
fn tablespaces_are_read_however_they_are_cut() {
    for name in ["mysql_customers", "mariadb_customers", "mysql_files"] {
        let file = tablespace(name);
        let (whole, _) = opened(&file);
        for step in [97, 4096, 16_384, 16_385] {
            let cuts: Vec<usize> = (0..file.len()).step_by(step).collect();
            let (cut, tally) = unpack_cut(&hints("", &[]), &file, &cuts, true);
            assert_eq!((tally.total(), cut.tokens()), (file.len() as u64, whole.tokens()), "{name} {step}");
        }
        for len in (0..file.len()).step_by(1021) {
            let (cut, tally) = unpack_cut(&hints("", &[]), &file[..len], &[len / 2], false);
            assert_eq!(tally.total(), len as u64, "{name} {len}");
            assert!(cut.tokens().is_subset(&whole.tokens()), "{name} {len}");
        }
    }
}

#[test]
fn damage_is_survived() {
    for name in ["mysql_customers", "mariadb_customers", "mysql_older", "mysql_files"] {
        let mut file = tablespace(name);
        for at in (0..file.len()).step_by(61) {
            file[at] ^= 0xff;
            // All that was changed before stays changed in every eighth.
            let (_, tally) = opened(&file);
            assert_eq!(tally.total(), file.len() as u64, "{name} {at}");
            if at % 8 != 0 {
                file[at] ^= 0xff;
            }
        }
    }
}

/// Pages behind missing bytes are found again; their table is not: what says what it is was in them.
#[test]
fn pages_behind_a_gap_are_read() {
    let file = tablespace("mariadb_customers");
    let mut sink = Recorder::default();
    let mut unpacker = Unpacker::new(&hints("", &[]), "b", &Limits::default());
    let mut tally = unpacker.push(&file[..20_000], false, false, &mut sink);
    unpacker.gap(4000, &mut sink);
    tally.merge(&unpacker.push(&file[24_000..], true, true, &mut sink));
    assert_eq!(tally.total(), file.len() as u64 - 4000);
    assert_eq!(sink.tokens(), BTreeSet::from(CUSTOMERS));
    assert_eq!(rows(&sink, "b:innodb"), rows(&opened(&file).0, "b:innodb"));
}

/// What an index holds again is read if the rows may be missing.
#[test]
fn an_index_is_read_behind_a_gap() {
    let file = tablespace("mysql_customers");
    let mut sink = Recorder::default();
    let mut unpacker = Unpacker::new(&hints("", &[]), "b", &Limits::default());
    let _ = unpacker.push(&file[..4 * 16_384], false, false, &mut sink);
    assert_eq!(sink.tokens(), BTreeSet::new());
    unpacker.gap(16_384, &mut sink);
    let _ = unpacker.push(&file[5 * 16_384..], true, true, &mut sink);
    assert_eq!(sink.tokens(), BTreeSet::from(CUSTOMERS));
}

/// Pages that are said to be free.
#[test]
fn pages_that_are_not_empty_are_read() {
    let mut file = tablespace("mysql_customers");
    let end = file.len();
    file.resize(end + 2 * 16_384, 0);
    file[end + 5000..end + 5018].copy_from_slice(b"phone: Tk000000777");
    let (sink, tally) = opened(&file);
    assert!(sink.tokens().contains("Tk000000777") && inspected(&tally), "{tally:?}");
}

/// A page of random records, of which nothing can be found out, many times.
#[test]
fn pages_of_nothing_cost_little() {
    let mut file = tablespace("mariadb_customers");
    let mut page = file[3 * 16_384..4 * 16_384].to_vec();
    for (byte, noise) in page[120..16_000].iter_mut().zip(noise(16_000)) {
        *byte = noise;
    }
    for n in 0..200u8 {
        page[73] = n;
        file.extend_from_slice(&page);
    }
    let (sink, tally) = opened(&file);
    assert_eq!(tally.total(), file.len() as u64);
    assert!(sink.bytes < 4 * file.len(), "{}", sink.bytes);
}

/// Two records that follow each other for ever, with much that is of no record behind them.
#[test]
fn records_that_go_round_are_read_once() {
    let mut file = tablespace("mysql_customers");
    let page = &mut file[4 * 16_384..5 * 16_384];
    let next = |page: &[u8], at: usize| (at + usize::from(u16::from_be_bytes([page[at - 2], page[at - 1]]))) % 16_384;
    let first = next(page, 99);
    let second = next(page, first);
    let back = (first + 16_384 - second) as u16;
    page[second - 2..second].copy_from_slice(&back.to_be_bytes());
    let (sink, tally) = opened(&file);
    assert_eq!(tally.total(), file.len() as u64);
    assert!(sink.bytes < 2 * file.len(), "{}", sink.bytes);
}

/// Pieces of two files by turns.
fn stream(files: &[(&str, &[u8])], piece: usize) -> Vec<u8> {
    let mut out = Vec::new();
    let head = |out: &mut Vec<u8>, kind: u8, path: &str| {
        out.extend_from_slice(b"XBSTCK01\0");
        out.push(kind);
        out.extend_from_slice(&(path.len() as u32).to_le_bytes());
        out.extend_from_slice(path.as_bytes());
    };
    let longest = files.iter().map(|(_, data)| data.len()).max().unwrap_or(0);
    for at in (0..longest).step_by(piece) {
        for (path, data) in files.iter().filter(|(_, data)| at < data.len()) {
            let part = &data[at..data.len().min(at + piece)];
            head(&mut out, b'P', path);
            out.extend_from_slice(&(part.len() as u64).to_le_bytes());
            out.extend_from_slice(&(at as u64).to_le_bytes());
            out.extend_from_slice(&[0; 4]);
            out.extend_from_slice(part);
        }
    }
    for (path, _) in files {
        head(&mut out, b'E', path);
    }
    out
}

#[test]
fn files_of_a_backup_are_read_while_their_pieces_come() {
    let (one, other) = (tablespace("mysql_customers"), tablespace("mysql_fixed"));
    let backup =
        stream(&[("crm/customers.ibd", &one), ("crm/fixed.ibd", &other), ("notes", b"phone: Tk000000777")], 10_000);
    let (sink, tally) = opened(&backup);
    assert_eq!(
        places(&sink),
        BTreeSet::from([
            "b:xbstream[crm/customers.ibd]:innodb[customers]:ref",
            // What a row was before it was changed.
            "b:xbstream[crm/fixed.ibd]:innodb:",
            "b:xbstream[crm/fixed.ibd]:innodb[fixed]:ref",
            "b:xbstream[crm/fixed.ibd]:innodb[fixed]:tel",
            "b:xbstream[notes]:phone",
        ])
    );
    assert_eq!(rows(&sink, "b:xbstream[crm/customers.ibd]:innodb[customers]").len(), 41);
    assert!(inspected(&tally) && sink.anomalies.is_empty(), "{tally:?} {:?}", sink.anomalies);
    for step in [1, 64, 10_001] {
        let cuts: Vec<usize> = (0..backup.len()).step_by(step).collect();
        let (cut, tally) = unpack_cut(&hints("", &[]), &backup, &cuts, true);
        assert_eq!((tally.total(), cut.tokens()), (backup.len() as u64, sink.tokens()), "{step}");
    }
}

/// A mark without a piece, pieces of kinds that nobody knows, missing bytes.
#[test]
fn what_is_no_piece_is_read_as_it_is() {
    let file = tablespace("mysql_customers");
    let mut torn = stream(&[("a.ibd", &file[..40_000])], 40_000);
    torn.extend_from_slice(b"XBSTCK01\0?phone: Tk000000555 XBSTCK01XBSTCK01\0P\xff\xff\xff\xff ");
    torn.extend_from_slice(&stream(&[("b.txt", b"phone: Tk000000556")], 100));
    let (sink, tally) = opened(&torn);
    assert_eq!(tally.total(), torn.len() as u64);
    assert!(sink.tokens().is_superset(&BTreeSet::from(["Tk000000555", "Tk000000556"])), "{:?}", sink.tokens());
    assert!(sink.places().contains(&"b:xbstream[b.txt]:phone"), "{:?}", sink.places());
}
