//! Arrow's files and streams that real programs wrote (`tests/fixtures/make_documents.py`), and damaged ones.

use super::containers::{holds_at_any_cut, places};
use super::documents::{CUSTOMERS, fixture};
use super::streams::field;
use super::*;

/// The rows, as they are told.
fn rows(sink: &Recorder) -> Vec<String> {
    json_lines(sink, "b:arrow")
}

/// The first rows of the typed table, as they are told.
pub(super) const ROWS: [&str; 2] = [
    concat!(
        r#"{"编号":1001,"姓名":"王小明","手机号":13800138001,"身份证号":"110101199003074071","邮箱":"wang.xm@example.com","#,
        r#""卡号":"6222021234567890128","ref":"Tk000000001","born":"1990-03-07","seen":"2026-05-01 12:30:59","#,
        r#""balance":"-12.50","active":true,"score":1.5,"#,
        r#""contacts":[{"phone":"Tk000000777"},{"phone":null},{"phone":"Tk000000778"}]}"#,
    ),
    concat!(
        r#"{"编号":1002,"姓名":"李丽","手机号":13912345672,"身份证号":"11010119900307299X","邮箱":"li.li@example.org","#,
        r#""卡号":"4111111111111111","ref":"Tk000000002","born":null,"seen":"2026-05-02 12:30:59","#,
        r#""balance":"0.05","active":false,"score":-2,"contacts":[]}"#,
    ),
];

#[test]
fn rows_are_read_by_their_columns_whatever_packs_them() {
    for name in ["plain", "lz4", "zstd", "stream"] {
        let file = fixture(&format!("{name}.arrow"));
        let (sink, tally) = unpack(&hints("", &[]), &file);
        let told = rows(&sink);
        assert_eq!((told.len(), &told[..2]), (4, &ROWS.map(str::to_owned)[..]), "{name}");
        assert!(told[2].ends_with(r#""balance":null,"active":null,"score":null,"contacts":null}"#), "{name}");
        let mut found = vec!["b:arrow:ref", "b:arrow:contacts[*].phone"];
        found.extend((name == "stream").then_some("b:arrow:phone"));
        assert_eq!(places(&sink), BTreeSet::from_iter(found), "{name}");
        assert_eq!(sink.tokens().len(), CUSTOMERS.len() + 2 + usize::from(name == "stream"), "{name}");
        assert!(inspected(&tally) && sink.anomalies.is_empty(), "{name} {tally:?} {:?}", sink.anomalies);
    }
}

#[test]
fn values_of_every_kind_are_told() {
    let want = [
        concat!(
            r#"{"words":"Tk000000004","runs":"one","sparse":"Tk000000001","dense":"Tk000000001","#,
            r#""views":"Tk000000001 of many letters","large":"Tk000000001","items":["Tk000000001","Tk000000002"],"#,
            r#""seen":["Tk000000001"],"pairs":["a","Tk000000001"],"others":[{"key":"phone","value":"Tk000000001"}],"#,
            r#""half":1.5,"wide":"-1.0","day":"1970-01-01 00:00:00","key":"0123456789abcde","note":null,"small":1,"#,
            r#""nothing":null,"span":null}"#,
        ),
        concat!(
            r#"{"words":null,"runs":"more","sparse":2,"dense":1,"views":"Tk000000002 of many letters","large":"Tk000000002","#,
            r#""items":[],"seen":[],"pairs":["a","Tk000000002"],"others":[{"key":"phone","value":"Tk000000002"}],"#,
            r#""half":-2,"wide":"2.0","day":"1970-01-01 00:00:01","key":"0123456789abcde","note":"plain","small":2,"#,
            r#""nothing":null,"span":null}"#,
        ),
    ];
    let (sink, tally) = unpack(&hints("", &[]), &fixture("kinds.arrow"));
    let told = rows(&sink);
    assert_eq!((told.len(), &told[..2]), (4, &want.map(str::to_owned)[..]));
    assert!(told[2].contains(r#""small":255"#) && told[2].contains(r#""dense":"Tk000000002""#), "{}", told[2]);
    assert!(sink.places().contains(&"b:arrow[note][gzip]:phone"), "{:?}", sink.places());
    assert!(inspected(&tally) && sink.anomalies.is_empty(), "{tally:?} {:?}", sink.anomalies);
    let (sink, tally) = unpack(&hints("", &[]), &fixture("polars.arrow"));
    assert_eq!((rows(&sink).len(), places(&sink)), (4, BTreeSet::from(["b:arrow:ref"])));
    assert!(inspected(&tally) && sink.anomalies.is_empty(), "{tally:?} {:?}", sink.anomalies);
}

#[test]
fn files_are_read_however_they_are_cut() {
    for name in ["stream", "zstd", "kinds"] {
        holds_at_any_cut(&fixture(&format!("{name}.arrow")));
    }
}

/// Where the messages of a file begin, the end of all included.
fn messages(file: &[u8]) -> Vec<usize> {
    let all = memchr::memmem::find_iter(file, b"\xff\xff\xff\xff")
        .filter(|at| at % 8 == 0 && file[at + 4..at + 8] != [0xff; 4]);
    all.collect()
}

#[test]
fn messages_are_found_again_behind_what_is_missing_or_damaged() {
    for name in ["plain", "zstd"] {
        let file = fixture(&format!("{name}.arrow"));
        let starts = messages(&file);
        let batch = starts[starts.len() - 3];
        for lost in [batch + 4, batch + 200, batch + 700] {
            let mut unpacker = Unpacker::new(&hints("", &[]), "b", &Limits::default());
            let mut sink = Recorder::default();
            let mut tally = unpacker.push(&file[..lost], false, false, &mut sink);
            unpacker.gap(64, &mut sink);
            tally.merge(&unpacker.push(&file[lost + 64..], true, false, &mut sink));
            assert!(sink.tokens().contains("Tk000000004"), "{name} {lost} {:?}", sink.tokens());
            assert_eq!(tally.total(), file.len() as u64 - 64);
        }
        // A mark that is none.
        let mut damaged = file.clone();
        damaged[batch] = 0;
        let (sink, tally) = unpack(&hints("", &[]), &damaged);
        assert!(sink.tokens().contains("Tk000000004") && rows(&sink).len() == 1, "{name}");
        assert!(sink.anomalies.contains(&Code::DecodeFailed) && tally.get(State::Undecodable) > 0, "{name} {tally:?}");
    }
}

/// A stream as Flight sends it: each message behind the head of gRPC, a command in the first, a note in the last.
fn flight(stream: &[u8]) -> Vec<u8> {
    let starts = messages(stream);
    let mut out = Vec::new();
    for (nth, pair) in starts.windows(2).enumerate() {
        let head = u32::from_le_bytes(stream[pair[0] + 4..pair[0] + 8].try_into().unwrap()) as usize;
        let (head, body) = stream[pair[0] + 8..pair[1]].split_at(head);
        let mut message = if nth == 0 { field(1, &field(2, b"phone: Tk000000776")) } else { Vec::new() };
        message.extend(field(2, head));
        if nth + 2 == starts.len() {
            message.extend(field(3, b"phone: Tk000000775"));
        }
        message.extend(if body.is_empty() { Vec::new() } else { field(1000, body) });
        out.extend([&[0][..], &(message.len() as u32).to_be_bytes(), &message].concat());
    }
    out
}

#[test]
fn rows_of_flight_are_read_as_the_stream_they_are() {
    let stream = flight(&fixture("stream.arrow"));
    let typed = hints("application/grpc", &[]);
    let (whole, tally) = unpack(&typed, &stream);
    assert_eq!(rows(&whole).len(), 4);
    assert_eq!(whole.tokens().len(), CUSTOMERS.len() + 5, "{:?}", whole.tokens());
    assert!(places(&whole).contains("b:arrow:contacts[*].phone"), "{:?}", whole.places());
    assert!(inspected(&tally) && whole.anomalies.is_empty(), "{tally:?} {:?}", whole.anomalies);
    for step in [1, 7, 500, 1500] {
        let cuts: Vec<usize> = (0..stream.len()).step_by(step).collect();
        let (cut, tally) = unpack_cut(&typed, &stream, &cuts, true);
        assert_eq!((cut.tokens(), tally.total()), (whole.tokens(), stream.len() as u64), "{step}");
    }
    for len in 0..stream.len() {
        let (cut, tally) = unpack_cut(&typed, &stream[..len], &[len / 2], false);
        assert_eq!(tally.total(), len as u64, "{len}");
        assert!(cut.tokens().is_subset(&whole.tokens()), "{len}");
    }
    for at in (0..stream.len()).step_by(3) {
        let mut damaged = stream.clone();
        damaged[at] ^= 0x81;
        let (_, tally) = unpack(&typed, &damaged);
        assert_eq!(tally.total(), stream.len() as u64, "{at}");
    }
    let limits = Limits { document_bytes: 600, ..Limits::default() };
    let mut sink = Recorder::default();
    let tally = Unpacker::new(&typed, "b", &limits).push(&stream, true, false, &mut sink);
    assert!(tally.get(State::Skipped) > 600 && tally.total() == stream.len() as u64, "{tally:?}");
    assert!(sink.anomalies.contains(&Code::DecodeBudget), "{:?}", sink.anomalies);
}

#[test]
fn what_is_looked_through_is_not_kept() {
    let file = fixture("stream.arrow");
    let schema = &file[..messages(&file)[1]];
    let noise = vec![0x55; 64 << 10];
    let mut unpacker = Unpacker::new(&hints("", &[]), "b", &Limits::default());
    let mut sink = Recorder::default();
    let mut tally = unpacker.push(&file[..schema.len() + 40], false, false, &mut sink);
    unpacker.gap(64, &mut sink);
    tally.merge(&unpacker.push(schema, false, false, &mut sink));
    for _ in 0..40 {
        tally.merge(&unpacker.push(&noise, false, false, &mut sink));
        assert!(unpacker.held() < 256 << 10, "{}", unpacker.held());
    }
    tally.merge(&unpacker.push(&[], true, false, &mut sink));
    assert_eq!(tally.total(), (2 * schema.len() + 40 + 40 * noise.len()) as u64);
}

#[test]
fn damaged_files_are_accounted_for() {
    for name in ["kinds", "lz4", "stream"] {
        let file = fixture(&format!("{name}.arrow"));
        for at in (0..file.len()).step_by(2) {
            for mask in [0x01, 0x80, 0xff] {
                let mut damaged = file.clone();
                damaged[at] ^= mask;
                let (_, tally) = unpack(&hints("", &[]), &damaged);
                assert_eq!(tally.total(), file.len() as u64, "{name} {at} {mask}");
            }
        }
    }
}

#[test]
fn a_batch_longer_than_a_document_is_skipped_and_told() {
    let file = fixture("stream.arrow");
    let limits = Limits { document_bytes: 600, ..Limits::default() };
    let mut sink = Recorder::default();
    let tally = Unpacker::new(&hints("", &[]), "b", &limits).push(&file, true, false, &mut sink);
    assert!(tally.get(State::Skipped) > 600 && tally.total() == file.len() as u64, "{tally:?}");
    assert_eq!((sink.anomalies.as_slice(), rows(&sink).len()), (&[Code::DecodeBudget][..], 1));
}

/// A schema that says the same long thing so many times: each is a pointer to it.
fn repeated(times: u32, thing: &[u8]) -> Vec<u8> {
    let short = |numbers: &[u16]| numbers.iter().flat_map(|number| number.to_le_bytes()).collect::<Vec<u8>>();
    // The message: its fields' places, its version, its kind, where the schema is, the length of its body.
    let mut head = [&20u32.to_le_bytes()[..], &short(&[12, 24, 4, 6, 8, 16, 0, 0]), &16i32.to_le_bytes()].concat();
    head.extend([&short(&[4, 1])[..], &28u32.to_le_bytes(), &[0; 12], &short(&[10, 8, 0, 0, 4, 0])].concat());
    head.extend([&12i32.to_le_bytes()[..], &4u32.to_le_bytes(), &times.to_le_bytes()].concat());
    let entry = head.len() + 4 * times as usize + 8;
    for nth in 0..times as usize {
        head.extend(((entry - head.len()) as u32).to_le_bytes());
        assert_eq!(head.len(), 72 + 4 * nth);
    }
    head.extend([&short(&[8, 8, 4, 4])[..], &8i32.to_le_bytes(), &4u32.to_le_bytes()].concat());
    head.extend([&(thing.len() as u32).to_le_bytes(), thing].concat());
    head.resize(head.len().next_multiple_of(8), 0);
    [b"\xff\xff\xff\xff", &(head.len() as u32).to_le_bytes()[..], &head, &[0xff; 4], &[0; 4]].concat()
}

#[test]
fn what_is_said_about_a_file_is_read_and_not_multiplied() {
    let (sink, tally) = unpack(&hints("", &[]), &repeated(1, b"phone: Tk000000001"));
    assert_eq!((sink.tokens().len(), sink.anomalies.len()), (1, 0), "{:?}", sink.anomalies);
    assert!(inspected(&tally), "{tally:?}");
    let (sink, _) = unpack(&hints("", &[]), &repeated(10_000, &b"phone: Tk000000001 ".repeat(10_000)));
    let told: usize = sink.leaves.iter().map(|(.., text)| text.len()).sum();
    assert!(told < 3 << 20, "{told}");
}
