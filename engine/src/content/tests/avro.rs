//! Avro's files: those that another program wrote (`tests/fixtures/make_documents.py`), and others made here.

use super::containers::{holds_at_any_cut, places};
use super::documents::{CUSTOMERS, fixture};
use super::streams::varint;
use super::*;

const CODECS: [&str; 6] = ["null", "deflate", "snappy", "bzip2", "xz", "zstandard"];

/// The values, as they are told.
fn values(sink: &Recorder) -> Vec<String> {
    json_lines(sink, "b:avro")
}

#[test]
fn values_are_read_by_their_names_whatever_the_codec() {
    let first = concat!(
        r#"{"number":"1001","name":"王小明","mobile":"13800138001","id_card":"110101199003074071","#,
        r#""email":"wang.xm@example.com","card":"6222021234567890128","ref":"Tk000000001","born":"1990-03-07","#,
        r#""seen":"2026-05-01 12:30:59","balance":"-12.50","guid":"12345678-1234-5678-1234-567812345678","#,
        r#""active":true,"score":1.5,"level":"GOLD","others":{"phone":["Tk000000777","none"]},"note":null,"parent":null}"#,
    );
    for codec in CODECS {
        let file = fixture(&format!("{codec}.avro"));
        let (sink, tally) = unpack(&hints("", &[]), &file);
        let lines = values(&sink);
        assert_eq!((lines.len(), lines[0].as_str()), (4, first), "{codec}");
        assert!(
            lines[1].contains(r#""score":null,"level":"GOLD","others":{},"note":"plain","parent":null}"#),
            "{codec}"
        );
        assert!(lines[3].contains(r#""parent":{"number":"1003","name":"Müller, Jörg","#), "{codec}");
        let want = [
            "b:avro:ref",
            "b:avro:others.phone[*]",
            "b:avro:parent.others.phone[*]",
            "b:avro[note][gzip]:phone",
            "b:avro:phone",
        ];
        assert_eq!(places(&sink), BTreeSet::from(want), "{codec}");
        assert_eq!(sink.tokens().len(), CUSTOMERS.len() + 3, "{codec}");
        assert!(inspected(&tally) && sink.anomalies.is_empty(), "{codec} {tally:?} {:?}", sink.anomalies);
    }
}

#[test]
fn files_are_read_however_they_are_cut() {
    for codec in ["null", "deflate"] {
        holds_at_any_cut(&fixture(&format!("{codec}.avro")));
    }
}

/// A file that begins in the middle of a stream is read from its next block on, and so is one that is damaged.
#[test]
fn blocks_are_found_again_behind_what_is_missing_or_damaged() {
    for codec in ["null", "deflate"] {
        let file = fixture(&format!("{codec}.avro"));
        let mark = &file[file.len() - 16..];
        let blocks: Vec<usize> = memchr::memmem::find_iter(&file, mark).map(|at| at + 16).collect();
        assert_eq!(blocks.len(), 3, "the head and two blocks");
        let mut unpacker = Unpacker::new(&hints("", &[]), "b", &Limits::default());
        let mut sink = Recorder::default();
        let mut tally = unpacker.push(&file[..blocks[0] + 40], false, false, &mut sink);
        unpacker.gap(100, &mut sink);
        tally.merge(&unpacker.push(&file[blocks[0] + 140..], true, false, &mut sink));
        assert!(sink.tokens().contains("Tk000000004"), "{codec}");
        assert_eq!(tally.total(), file.len() as u64 - 100);
        for at in [blocks[0], blocks[0] + 1, blocks[0] + 50] {
            let mut damaged = file.clone();
            damaged[at] ^= 0x55;
            let (sink, tally) = unpack(&hints("", &[]), &damaged);
            assert!(sink.tokens().contains("Tk000000004"), "{codec} {at}");
            assert_eq!(tally.total(), file.len() as u64);
        }
    }
}

/// A number with its sign (zigzag).
fn long(value: i64) -> Vec<u8> {
    varint((value << 1 ^ value >> 63) as u64)
}

fn string(text: &[u8]) -> Vec<u8> {
    [long(text.len() as i64), text.to_vec()].concat()
}

/// A file of a schema: blocks with their numbers of values.
fn file_of(schema: &str, codec: &str, blocks: &[(i64, &[u8])]) -> Vec<u8> {
    let about = [(&b"avro.schema"[..], schema.as_bytes()), (b"avro.codec", codec.as_bytes())];
    let mut file = [b"Obj\x01".to_vec(), long(-2), long(99)].concat();
    file.extend(about.iter().flat_map(|(name, value)| [string(name), string(value)].concat()));
    let mark = [0xa5; 16];
    file.extend([&[0], &mark[..]].concat());
    for (count, block) in blocks {
        file.extend([long(*count), string(block), mark.to_vec()].concat());
    }
    file
}

#[test]
fn values_of_other_files_are_read() {
    // A union of all that a value may be, packed in nothing: so many of them that text is handed on in between.
    let phone = |n: usize| [long(n as i64), b"\0".to_vec(), string(format!("Tk{n:09}").as_bytes())].concat();
    let schema = r#"{"type": "record", "name": "r", "fields": [{"name": "n", "type": "long"},
        {"name": "phone", "type": ["string", "bytes"]}]}"#;
    let block: Vec<u8> = (0..5000).flat_map(phone).collect();
    for extra in [0, 1] {
        let (sink, tally) =
            unpack(&hints("", &[]), &file_of(schema, "", &[(5000 + extra, &block), (1, &phone(77_777))]));
        assert_eq!(sink.tokens().len(), 5001);
        assert_eq!(sink.places().into_iter().collect::<BTreeSet<_>>(), BTreeSet::from(["b:avro:phone"]));
        assert_eq!(sink.anomalies.is_empty(), extra == 0, "{:?}", sink.anomalies);
        assert!(inspected(&tally), "{tally:?}");
    }
    // Numbers alone, blocks of arrays with their bytes, floats.
    let list = [long(-2), long(9), long(13_800_138_000), long(-7), long(1), long(i64::MIN), long(0)].concat();
    let (sink, _) = unpack(&hints("", &[]), &file_of(r#"{"type": "array", "items": "long"}"#, "null", &[(1, &list)]));
    assert_eq!(values(&sink), [format!("[13800138000,-7,{}]", i64::MIN)]);
    let floats = [1.5f32.to_le_bytes(), f32::NAN.to_le_bytes()].concat();
    let (sink, _) = unpack(&hints("", &[]), &file_of("\"float\"", "null", &[(2, &floats)]));
    assert_eq!(values(&sink), ["1.5", "null"]);
}

#[test]
fn what_cannot_be_read_is_told_and_scanned() {
    let text = b"and then: phone: Tk000000001, as it is said".repeat(20);
    let number = r#"["null", "int"]"#;
    let nested = r#"{"type": "record", "name": "r", "fields": [{"name": "of", "type": "r"}]}"#;
    for (schema, what) in [(number, "no branch"), (nested, "no end"), ("{", "no schema"), ("\"boolean\"", "neither")] {
        let (sink, tally) = unpack(&hints("", &[]), &file_of(schema, "null", &[(3, &text)]));
        assert_eq!(sink.tokens().len(), 1, "{what}");
        assert_eq!(sink.anomalies, [Code::DecodeFailed], "{what}");
        assert!(tally.get(State::Inspected) > 800, "{what} {tally:?}");
    }
    // Codecs: unknown, and none of what they are said to be.
    for (codec, anomalies) in [("lzo", 0), ("snappy", 1), ("deflate", 1), ("xz", 1)] {
        let (sink, tally) = unpack(&hints("", &[]), &file_of(number, codec, &[(3, &text)]));
        assert_eq!(sink.anomalies.len(), anomalies, "{codec}");
        assert_eq!(tally.get(State::Undecodable), text.len() as u64, "{codec} {tally:?}");
    }
    // Heads that do not end, that say too much, that are cut.
    let endless = [b"Obj\x01".to_vec(), long(i64::MAX), string(b"a: phone: Tk000000001").repeat(4000)].concat();
    let cuts: Vec<usize> = (0..endless.len()).step_by(999).collect();
    let (sink, tally) = unpack_cut(&hints("", &[]), &endless, &cuts, true);
    assert_eq!((sink.tokens().len(), &sink.anomalies[..]), (1, &[Code::DecodeFailed][..]));
    assert_eq!(tally.total(), endless.len() as u64);
}

#[test]
fn values_without_bytes_are_no_bomb() {
    let null =
        r#"{"type": "record", "name": "r", "fields": [{"name": "of", "type": {"type": "array", "items": "null"}}]}"#;
    let list = [long(i64::MAX), vec![0]].concat();
    for (schema, count, block) in [("\"null\"", i64::MAX, &[0][..]), (null, 1, &list)] {
        let (sink, tally) = unpack(&hints("", &[]), &file_of(schema, "null", &[(count, block)]));
        assert!(matches!(sink.anomalies[..], [Code::DecodeBomb, ..]), "{:?}", sink.anomalies);
        assert!(tally.get(State::Skipped) > 0, "{tally:?}");
    }
}

#[test]
fn blocks_longer_than_a_document_are_scanned_as_they_are() {
    let schema = "\"string\"";
    let text = b"phone: Tk000000001, phone: Tk000000002\n".repeat(100);
    let limits = Limits { document_bytes: 1000, ..Limits::default() };
    let block = string(&text);
    let file = file_of(schema, "null", &[(1, &block), (1, &string(b"phone: Tk000000003"))]);
    let mut sink = Recorder::default();
    let tally = Unpacker::new(&hints("", &[]), "b", &limits).push(&file, true, false, &mut sink);
    assert_eq!(sink.tokens().len(), 3);
    assert_eq!((tally.total(), sink.anomalies.len()), (file.len() as u64, 0), "{:?}", sink.anomalies);
}
