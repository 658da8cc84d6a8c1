//! Captures of real database clients and servers: every planted value is found where it stood, and no decoy.

mod lab;

use lab::truth::{captures, strings, truth};
use lab::{INSIDE, Lab, OUTSIDE, conversation, plan, run};
use leaktap_engine::finding::Finding;
use leaktap_engine::message::{About, Outcome};
use leaktap_engine::pipeline::Batch;
use std::collections::BTreeSet;
use std::path::Path;

const DETECTORS: [&str; 6] =
    ["cn.resident_id", "cn.mobile", "payment_card", "email", "credential.mysql", "credential.pgsql"];
/// Below this a finding is a guess.
const BELIEVED: u8 = 50;

fn replay(capture: &Path) -> Batch {
    run(lab::config(1), &plan(&DETECTORS), &[capture])
}

/// Values of a detector at places that begin so.
fn values<'a>(all: &'a Batch, detector: &str, place: &str) -> (BTreeSet<&'a str>, Vec<&'a Finding>) {
    let found = all.findings.iter().filter(|f| f.detector == detector && f.place.starts_with(place));
    let found: Vec<&Finding> = found.map(AsRef::as_ref).collect();
    (found.iter().flat_map(|f| f.values().iter().map(String::as_str)).collect(), found)
}

/// Every planted value at places that begin so; no decoy anywhere.
fn check(file: &str, places: &[&str]) {
    let Some((capture, truth)) = truth("live", file) else { return };
    let all = replay(&capture);
    for detector in DETECTORS.iter().filter(|id| !id.starts_with("credential")) {
        let planted = strings(&truth["planted"][*detector]);
        let found: BTreeSet<&str> = places.iter().flat_map(|place| values(&all, detector, place).0).collect();
        let missing: Vec<_> = planted.difference(&found).collect();
        assert!(missing.is_empty(), "{file}: {detector}: {} of {} missing: {missing:?}", missing.len(), planted.len());
    }
    let decoys: BTreeSet<&str> =
        truth["decoys"].as_object().into_iter().flatten().flat_map(|(_, list)| strings(list)).collect();
    for finding in all.findings.iter().filter(|finding| finding.confidence >= BELIEVED) {
        let wrong: Vec<_> = finding.values().iter().filter(|value| decoys.contains(value.as_str())).collect();
        assert!(wrong.is_empty(), "{file}: decoys: {wrong:?}");
    }
    assert!(all.anomalies.iter().all(|odd| odd.code.name() == "challenge_login"), "{file}: {:?}", all.anomalies);
    // These servers of MySQL say in their greeting that they do without TLS; no client of PostgreSQL asked for it.
    let upgrade = if file.contains("mysql") { "not_offered" } else { "none" };
    assert!(all.transports.iter().all(|t| t.info.protection == "none" && t.info.upgrade == upgrade), "{file}");
}

#[test]
fn mysql_text_rows() {
    check("mysql_text_resultset.pcap", &["mysql.rows:"]);
}

#[test]
fn mysql_binary_rows() {
    check("mysql_prepared_binary.pcap", &["mysql.rows:", "mysql.query"]);
}

#[test]
fn mysql_compressed_rows() {
    check("mysql_compressed.pcap", &["mysql.rows:"]);
}

#[test]
fn mysql_inserts() {
    check("mysql_insert_pymysql.pcap", &["mysql.query"]);
}

#[test]
fn mysql_negatives() {
    check("neg_mysql.pcap", &[""]);
}

#[test]
fn pgsql_copy() {
    check("pgsql_copy_out.pcap", &["pgsql.rows:"]);
}

#[test]
fn pgsql_extended() {
    check("pgsql_extended_psycopg.pcap", &["pgsql.rows:", "pgsql.query:"]);
}

#[test]
fn pgsql_simple() {
    check("pgsql_simple_psql.pcap", &["pgsql.rows:"]);
}

/// Facts of the database that all findings at this place show.
fn shown(all: &Batch, place: &str) -> (String, String, u64, usize) {
    let finding = all.findings.iter().find(|finding| *finding.place == *place).expect("something is found there");
    let About::Db(db) = &finding.about else { panic!("not about a database") };
    (db.table.clone(), db.user.clone(), db.rows, db.columns.len())
}

#[test]
fn findings_say_which_rows_they_were_in() {
    let Some(folder) = captures() else { return };
    let all = replay(&folder.join("live/mysql_compressed.pcap"));
    assert_eq!(shown(&all, "mysql.rows:mobile"), ("cz".into(), "app".into(), 300, 8));
    let all = replay(&folder.join("live/pgsql_simple_psql.pcap"));
    assert_eq!(shown(&all, "pgsql.rows:bank_card"), ("customer".into(), "appclear".into(), 500, 8));
}

#[test]
fn a_password_in_the_clear_is_a_login() {
    let Some(folder) = captures() else { return };
    let all = replay(&folder.join("live/pgsql_simple_psql.pcap"));
    let logins: Vec<&Finding> =
        all.findings.iter().map(AsRef::as_ref).filter(|f: &&Finding| f.credential().is_some()).collect();
    let [login] = logins.as_slice() else { panic!("one login, not {}", logins.len()) };
    assert_eq!((login.detector, &*login.place), ("credential.pgsql", "pgsql.login"));
    assert_eq!(login.values(), ["appclear:Admin_8503mc"]);
    assert_eq!(login.credential().map(|c| c.outcome), Some(Outcome::Accepted));
}

#[test]
fn public_captures_hold_no_secret_and_say_so() {
    let Some(folder) = captures() else { return };
    for (file, challenges) in [
        ("public/mysql-login-queries--zeek.pcap", true),
        ("public/mysql-gap--packetbeat.pcap", false),
        ("public/pgsql-create-insert-select--zeek.pcap", true),
        ("public/pgsql-password--credslayer.pcap", true),
    ] {
        let all = replay(&folder.join(file));
        let believed: Vec<&str> = all.findings.iter().filter(|f| f.confidence >= BELIEVED).map(|f| &*f.place).collect();
        assert!(believed.is_empty(), "{file}: {believed:?}");
        let codes: BTreeSet<&str> = all.anomalies.iter().map(|odd| odd.code.name()).collect();
        assert_eq!(codes.contains("challenge_login"), challenges, "{file}: {codes:?}");
        assert!(!codes.contains("parser_lost"), "{file}: {:?}", all.anomalies);
        let plain = all.transports.iter().any(|t| t.info.protection == "none" && t.info.upgrade == "none");
        assert!(plain, "{file}: {:?}", all.transports);
    }
}

#[test]
fn a_connection_that_turns_to_tls_is_no_plaintext_flow() {
    let Some(folder) = captures() else { return };
    let all = replay(&folder.join("public/mysql-tls13--zeek.pcap"));
    let said: Vec<_> = all.transports.iter().map(|t| (t.info.protection, t.info.version, t.info.upgrade)).collect();
    assert_eq!(said, [("sound", "TLSv1.3", "used")]);
    assert!(all.findings.is_empty());
}

/// A message of `PostgreSQL`.
fn message(kind: &[u8], body: &[u8]) -> Vec<u8> {
    [kind, &(body.len() as u32 + 4).to_be_bytes(), body].concat()
}

/// A login and rows of a number each; without its first data segment of rows if `lossy`.
fn rows_of_numbers(lossy: bool) -> Batch {
    let startup = message(b"", b"\0\x03\0\0user\0app\0database\0crm\0\0");
    let asks = message(b"R", &3u32.to_be_bytes());
    let password = message(b"p", b"hunter2-and-more\0");
    let ready = [message(b"R", &[0; 4]), message(b"Z", b"I")].concat();
    let query = message(b"Q", b"select mobile from customer\0");
    let mut rows = message(b"T", b"\0\x01mobile\0\0\0\0\0\0\0\0\0\0\x19\xff\xff\xff\xff\xff\xff\0\0");
    for n in 0..40u64 {
        let number = (13_800_138_000 + n * 7).to_string();
        rows.extend(message(b"D", &[&b"\0\x01\0\0\0\x0b"[..], number.as_bytes()].concat()));
    }
    rows.extend([message(b"C", b"SELECT 40\0"), message(b"Z", b"I")].concat());
    let turns: [(bool, &[u8]); 6] =
        [(true, &startup), (false, &asks), (true, &password), (false, &ready), (true, &query), (false, &rows)];
    let mut segments = conversation((OUTSIDE, 40_000), (INSIDE, 5432), &turns, 100);
    if lossy {
        let second = segments.iter().position(|seg| seg.data.ends_with(&rows[..200][100..])).expect("it was sent");
        segments.remove(second);
    }
    let mut lab = Lab::default();
    for segment in &segments {
        lab.tcp(segment);
    }
    let saved = lab.save();
    run(lab::config(1), &plan(&DETECTORS), &[&saved.0])
}

#[test]
fn rows_are_named_by_their_columns_and_logins_judged() {
    let all = rows_of_numbers(false);
    let (numbers, findings) = values(&all, "cn.mobile", "pgsql.rows:mobile");
    assert_eq!((numbers.len(), findings.len()), (40, 1));
    let login = all.findings.iter().find_map(|finding| finding.credential()).expect("a login");
    assert_eq!((login.scheme, login.outcome), ("cleartext", Outcome::Accepted));
}

#[test]
fn rows_go_on_behind_a_loss() {
    let all = rows_of_numbers(true);
    let (numbers, findings) = values(&all, "cn.mobile", "pgsql.rows:mobile");
    assert!(numbers.len() >= 30, "{numbers:?}");
    assert_eq!(findings.len(), 2);
    assert!(all.anomalies.iter().any(|odd| odd.code.name() == "parser_resync"), "{:?}", all.anomalies);
    assert!(all.anomalies.iter().all(|odd| odd.code.name() != "unaccounted"));
}

/// Packets of `MySQL`, numbered from `first` on.
fn packets(first: u8, payloads: &[Vec<u8>]) -> Vec<u8> {
    let mut out = Vec::new();
    for (at, payload) in payloads.iter().enumerate() {
        out.extend(&(payload.len() as u32).to_le_bytes()[..3]);
        out.push(first + at as u8);
        out.extend(payload);
    }
    out
}

/// Bytes behind their length, as `MySQL` writes it.
fn counted(bytes: &[u8]) -> Vec<u8> {
    let len = bytes.len();
    let head = if len < 251 { vec![len as u8] } else { vec![0xfc, len as u8, (len >> 8) as u8] };
    [head.as_slice(), bytes].concat()
}

/// A zlib stream (RFC 1950) of one stored block.
fn stored(text: &[u8]) -> Vec<u8> {
    let (low, high) = text.iter().fold((1u32, 0u32), |(low, high), byte| {
        let low = (low + u32::from(*byte)) % 65_521;
        (low, (high + low) % 65_521)
    });
    let len = text.len() as u16;
    let check = (high << 16 | low).to_be_bytes();
    [&b"\x78\x01\x01"[..], &len.to_le_bytes(), &(!len).to_le_bytes(), text, &check].concat()
}

#[test]
fn packed_values_of_mysql_are_unpacked() {
    let column = |name: &str, kind: u8, charset: u16| {
        let texts = ["def", "crm", "doc", "doc", name, name].map(|text| counted(text.as_bytes())).concat();
        [texts.as_slice(), &[0x0c], &charset.to_le_bytes(), &[0, 1, 0, 0, kind, 0, 0, 0, 0, 0]].concat()
    };
    let table = |from: u64| {
        let lines: Vec<String> = (from..from + 20).map(|n| format!("x{n},{}\n", 13_800_138_000 + n * 7)).collect();
        format!("name,mobile\n{}", lines.concat()).into_bytes()
    };
    let wide: Vec<u8> =
        String::from_utf8(table(20)).unwrap().encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    // The last one is longer than a value that is held.
    let long = stored(&[table(40), vec![b' '; 5000]].concat());
    let bodies = [stored(&table(0)), [b"\xff\xfe", wide.as_slice()].concat(), long];
    let end = || vec![0xfe, 0, 0, 2, 0];
    let mut reply = vec![vec![2], column("id", 3, 63), column("body", 0xfc, 63), end()];
    reply.extend(bodies.iter().map(|value| [counted(b"1"), counted(value)].concat()));
    reply.push(end());
    let query = packets(0, &[b"\x03select id, body from doc".to_vec()]);
    let mut lab = Lab::default();
    lab.connection((OUTSIDE, 40_000), (INSIDE, 3306), &[(true, &query), (false, &packets(1, &reply))], 700);
    let saved = lab.save();
    let all = run(lab::config(1), &plan(&DETECTORS), &[&saved.0]);
    let (numbers, _) = values(&all, "cn.mobile", "mysql.rows");
    assert_eq!(numbers.len(), 60, "{numbers:?}");
    assert!(all.anomalies.is_empty(), "{:?}", all.anomalies);
}

#[test]
fn packed_literals_of_mysql_are_unpacked() {
    let literal = |value: &[u8]| {
        let escaped = value.iter().flat_map(|byte| match byte {
            0 => b"\\0".to_vec(),
            b'\n' => b"\\n".to_vec(),
            b'\'' | b'"' | b'\\' => vec![b'\\', *byte],
            byte => vec![*byte],
        });
        [&b"_binary '"[..], &escaped.collect::<Vec<u8>>(), b"'"].concat()
    };
    let table = |from: u64| {
        let lines: Vec<String> = (from..from + 20).map(|n| format!("\"it's\",{}\n", 13_800_138_000 + n * 7)).collect();
        format!("name,mobile\n{}", lines.concat()).into_bytes()
    };
    let values_of = |from: u64| {
        let wide: Vec<u8> = String::from_utf8(table(from)).unwrap().encode_utf16().flat_map(u16::to_le_bytes).collect();
        let blobs = [literal(&stored(&table(from + 20))), literal(&[b"\xff\xfe", wide.as_slice()].concat())];
        [&b"(1,'it''s',"[..], &blobs[0], b"),(2,'\\\\',", &blobs[1], b")"].concat()
    };
    let insert = |values: Vec<u8>| [&b"\x03INSERT INTO doc VALUES "[..], &values].concat();
    // The other one is longer than what is held.
    let long = [b"(0,'", "a line of text. ".repeat(5000).as_bytes(), b"'),", &values_of(40)].concat();
    let (short, long) = (packets(0, &[insert(values_of(0))]), packets(0, &[insert(long)]));
    let ok = packets(1, &[vec![0, 1, 0, 2, 0, 0, 0]]);
    let mut lab = Lab::default();
    let turns: [(bool, &[u8]); 4] = [(true, &short), (false, &ok), (true, &long), (false, &ok)];
    lab.connection((OUTSIDE, 40_000), (INSIDE, 3306), &turns, 700);
    let saved = lab.save();
    let all = run(lab::config(1), &plan(&DETECTORS), &[&saved.0]);
    let (numbers, _) = values(&all, "cn.mobile", "mysql.query");
    assert_eq!(numbers.len(), 80, "{numbers:?}");
    assert!(all.anomalies.is_empty(), "{:?}", all.anomalies);
}
