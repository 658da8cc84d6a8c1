//! Messages and events in a row: gRPC, Protocol Buffers, server-sent events; what rides on JSON.

use super::*;

/// A number of seven bits a byte, low bits first.
pub(super) fn varint(mut value: u64) -> Vec<u8> {
    let mut out = Vec::new();
    while value > 0x7f {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
    out
}

/// A field of bytes of Protocol Buffers.
pub(super) fn field(number: u64, content: &[u8]) -> Vec<u8> {
    [varint(number << 3 | 2), varint(content.len() as u64), content.to_vec()].concat()
}

fn number(number: u64, value: u64) -> Vec<u8> {
    [varint(number << 3), varint(value)].concat()
}

/// A page of customers: each has a name, a phone, an id, a balance, a nested address.
fn page(customers: u32) -> Vec<u8> {
    let customer = |i: u32| {
        let address = [field(1, "南京路 8 号".as_bytes()), field(2, format!("Tk{:09}", 1000 + i).as_bytes())].concat();
        let balance = [&[0x31][..], &f64::from(i).to_le_bytes()].concat();
        let flat = [field(1, "张三\n\"".as_bytes()), field(3, format!("Tk{i:09}").as_bytes()), number(4, u64::from(i))];
        [flat.concat(), balance, field(5, &address)].concat()
    };
    (0..customers).fold(number(1, 7), |all, i| [all, field(2, &customer(i))].concat())
}

fn framed(flags: u8, message: &[u8]) -> Vec<u8> {
    [&[flags][..], &(message.len() as u32).to_be_bytes(), message].concat()
}

/// Every cut gives what the whole gives; every length is accounted for.
pub(super) fn holds_at_any_cut(content_type: &str, body: &[u8]) -> (Recorder, Tally) {
    let hints = hints(content_type, &[]);
    let (whole, told) = unpack(&hints, body);
    for step in [1, 7, 64, 1001] {
        let cuts: Vec<usize> = (0..body.len()).step_by(step).collect();
        let (cut, tally) = unpack_cut(&hints, body, &cuts, true);
        assert_eq!((tally.total(), &cut.hits), (body.len() as u64, &whole.hits), "{step}");
    }
    for len in (0..body.len()).step_by(1 + body.len() / 999) {
        let (cut, tally) = unpack_cut(&hints, &body[..len], &[len / 2], false);
        assert_eq!(tally.total(), len as u64, "{len}");
        assert!(cut.tokens().is_subset(&whole.tokens()), "{len}");
    }
    (whole, told)
}

fn places(sink: &Recorder) -> BTreeSet<&str> {
    sink.places().into_iter().collect()
}

#[test]
fn protobuf_fields_are_named_by_their_numbers() {
    let (sink, tally) = holds_at_any_cut("application/x-protobuf", &page(9));
    assert_eq!(places(&sink), BTreeSet::from(["b:2.3", "b:2.5.2"]));
    assert_eq!(sink.tokens().len(), 18);
    assert!(inspected(&tally) && sink.anomalies.is_empty());
    let text: Vec<u8> = sink.leaves.iter().flat_map(|(.., text)| text.clone()).collect();
    let text = String::from_utf8(text).unwrap();
    assert!(text.starts_with(r#"{"1":7,"2":{"1":"张三\n\"","3":"Tk000000000","4":0,"6":0,"5":{"1":"南京路 8 号""#));
    assert!(text.contains(r#""4":1,"5":{"#), "a float is no number: {text}");
}

#[test]
fn long_protobuf_fields_are_read_while_they_come() {
    let csv = sample_csv().repeat(9);
    assert!(csv.len() > 64 << 10);
    let message =
        [field(1, b"people.csv"), field(2, csv.as_bytes()), field(3, &page(4000)), field(4, &gzip(csv.as_bytes()))];
    let (sink, tally) = unpack(&hints("application/protobuf", &[]), &message.concat());
    let expected = BTreeSet::from(["b:2:phone", "b:3.2.3", "b:3.2.5.2", "b:4[gzip]:phone"]);
    assert_eq!(places(&sink), expected);
    assert_eq!(sink.tokens().len(), 5000);
    assert!(inspected(&tally) && sink.anomalies.is_empty(), "{tally:?} {:?}", sink.anomalies);
}

#[test]
fn long_numbers_are_told_however_protobuf_packs_them() {
    let all = [13_812_345_678u64, 6_222_021_234_567_890, 13_900_000_001];
    let varints: Vec<u8> = all.into_iter().flat_map(varint).collect();
    let (fixed, doubles): (Vec<u8>, Vec<u8>) = (
        all.iter().flat_map(|n| n.to_le_bytes()).collect(),
        all.iter().flat_map(|n| (*n as f64).to_le_bytes()).collect(),
    );
    let want = "[13812345678,6222021234567890,13900000001]";
    for packed in [varints, fixed, doubles] {
        let body = [field(1, b"x"), field(6, &packed), field(2, b"Tk000000001")].concat();
        let (sink, tally) = holds_at_any_cut("application/x-protobuf", &body);
        let text: String = sink.leaves.iter().map(|leaf| String::from_utf8_lossy(&leaf.2).into_owned()).collect();
        assert_eq!(text.trim(), format!(r#"{{"1":"x","6":{want},"2":"Tk000000001"}}"#));
        assert!(inspected(&tally), "{tally:?}");
    }
    // A number by itself, as a double; floats and bytes are none.
    let single = [
        &[0x09][..],
        &13_812_345_678f64.to_le_bytes(),
        &[0x11],
        &1.5e10f64.to_le_bytes(),
        &[0x19],
        &0.5f64.to_le_bytes(),
    ]
    .concat();
    let (sink, _) = holds_at_any_cut("application/x-protobuf", &single);
    let text: String = sink.leaves.iter().map(|leaf| String::from_utf8_lossy(&leaf.2).into_owned()).collect();
    assert_eq!(text.trim(), r#"{"1":13812345678,"2":15000000000}"#);
    let (sink, _) = holds_at_any_cut("application/x-protobuf", &field(6, b"\xff\x01\xfe\x02\x03\xff\x7f\x80\x01"));
    assert!(sink.leaves.iter().all(|leaf| !leaf.2.contains(&b'[')));
}

#[test]
fn what_is_no_protobuf_is_read_as_it_is() {
    let (sink, tally) = holds_at_any_cut("application/x-protobuf", br#"{"phone":"Tk000000001"}"#);
    assert_eq!(sink.tokens(), BTreeSet::from(["Tk000000001"]));
    assert!(inspected(&tally));
    let damaged = [page(3), vec![0x0b; 9], b" phone Tk000000777".to_vec()].concat();
    let (sink, _) = holds_at_any_cut("application/x-protobuf", &damaged);
    assert_eq!(sink.tokens().len(), 7);
}

#[test]
fn nesting_ends_at_a_limit() {
    let deep = (0..200).fold(field(1, b"Tk000000001"), |inner, _| field(1, &inner));
    let (sink, _) = holds_at_any_cut("application/x-protobuf", &deep);
    assert_eq!(sink.tokens().len(), 1);
}

#[test]
fn grpc_messages_are_read_one_by_one() {
    let stream = [
        framed(0, &page(2)),
        framed(1, &gzip(&page(3))),
        framed(1, &zlib(&page(4))),
        framed(1, &snappy(&page(5))),
        framed(0, b""),
    ]
    .concat();
    for content_type in
        ["application/grpc", "application/grpc+proto", "application/grpc-web", "application/connect+proto"]
    {
        let (sink, tally) = holds_at_any_cut(content_type, &stream);
        assert_eq!(places(&sink), BTreeSet::from(["b:2.3", "b:2.5.2"]));
        assert_eq!(sink.tokens().len(), 10);
        assert!(inspected(&tally) && sink.anomalies.is_empty(), "{:?}", sink.anomalies);
    }
    let (sink, _) = holds_at_any_cut("application/grpc+json", &framed(0, br#"{"phone":"Tk000000001"}"#));
    assert_eq!(places(&sink), BTreeSet::from(["b:phone"]));
    let trailers = framed(0x80, b"grpc-status: 0\r\ngrpc-message: Tk000000009\r\n");
    let web = [base64(&stream, 76), base64(&trailers, 76)].concat();
    let (sink, tally) = holds_at_any_cut("application/grpc-web-text+proto", &web);
    assert_eq!(sink.tokens().len(), 11);
    assert!(inspected(&tally));
}

#[test]
fn grpc_messages_that_cannot_be_opened_are_told() {
    let (sink, tally) = unpack(&hints("application/grpc", &[]), &framed(1, b"\x8f\x01no coding known"));
    assert!(sink.hits.is_empty());
    assert_eq!(tally.get(State::Undecodable), 17);
}

#[test]
fn a_gap_leaves_the_rest_to_a_plain_scan() {
    let stream = framed(0, &page(40));
    let mut sink = Recorder::default();
    let mut unpacker = Unpacker::new(&hints("application/grpc", &[]), "b", &Limits::default());
    let mut tally = unpacker.push(&stream[..900], false, false, &mut sink);
    unpacker.gap(300, &mut sink);
    tally.merge(&unpacker.push(&stream[1200..], true, false, &mut sink));
    assert_eq!(tally.total(), stream.len() as u64 - 300);
    assert!(sink.tokens().len() > 60, "{}", sink.tokens().len());
}

#[test]
fn events_are_one_text() {
    for end in ["\n", "\r\n", "\r"] {
        let event = |i: u32| {
            format!(": keep{end}event: added{end}id: {i}{end}data: {{\"user\":{{\"phone\":\"Tk{i:09}\"}}}}{end}{end}")
        };
        let body: String = (0..300).map(event).collect();
        let (sink, tally) = holds_at_any_cut("text/event-stream; charset=utf-8", body.as_bytes());
        assert_eq!(places(&sink), BTreeSet::from(["b:user.phone"]));
        assert_eq!(sink.tokens().len(), 300);
        assert!(inspected(&tally));
    }
    let (sink, _) =
        holds_at_any_cut("text/event-stream", b"data: call Tk000000001\ndata: or Tk000000002\n\nid: Tk000000003");
    assert_eq!(sink.tokens().len(), 3);
}

#[test]
fn calls_that_ride_on_json_are_read_by_path() {
    let graphql = r#"{"query":"mutation($p:String!){add(phone:$p, note:\"phone: Tk000000002\"){id}}","variables":{"p":{"phone":"Tk000000001"}}}"#;
    let rpc = r#"[{"jsonrpc":"2.0","method":"list","params":{"phone":"Tk000000003"},"id":1},{"jsonrpc":"2.0","result":[{"phone":"Tk000000004"}],"id":1}]"#;
    let (sink, _) = holds_at_any_cut("application/json", graphql.as_bytes());
    assert_eq!(places(&sink), BTreeSet::from(["b:query", "b:variables.p.phone"]));
    assert_eq!(sink.names(), ["phone", "phone"]);
    let (sink, _) = holds_at_any_cut("application/json-rpc", rpc.as_bytes());
    assert_eq!(places(&sink), BTreeSet::from(["b:[*].params.phone", "b:[*].result[*].phone"]));
    let (sink, _) = holds_at_any_cut("application/graphql", b"{ customer(phone: \"Tk000000001\") { id } }");
    assert_eq!(sink.names(), ["phone"]);
}

/// What is told after each piece of content that its sender takes time for.
fn told_by_pauses(media: &str, codings: &[Coding], pieces: &[Vec<u8>]) -> (Recorder, Vec<usize>) {
    let mut sink = Recorder::default();
    let mut unpacker = Unpacker::new(&hints(media, codings), "b", &Limits::default());
    let mut told = Vec::new();
    let mut tally = Tally::default();
    for piece in pieces {
        tally.merge(&unpacker.pause(piece, &mut sink));
        told.push(sink.hits.len());
    }
    tally.merge(&unpacker.push(&[], true, true, &mut sink));
    assert_eq!(tally.total(), pieces.concat().len() as u64);
    (sink, told)
}

#[test]
fn a_slow_stream_is_told_as_it_comes() {
    let rows = |row: fn(u32) -> String| -> Vec<Vec<u8>> { (0..20).map(|i| row(i).into_bytes()).collect() };
    let all: Vec<usize> = (1..=20).collect();
    for (media, pieces) in [
        ("text/event-stream", rows(|i| format!("data: {{\"phone\":\"Tk{i:09}\"}}\n\n"))),
        ("application/x-ndjson", rows(|i| format!("{{\"phone\":\"Tk{i:09}\"}}\n"))),
        ("application/json", rows(|i| format!("{}{{\"phone\":\"Tk{i:09}\"}}", if i == 0 { "[" } else { "," }))),
        ("text/plain", rows(|i| format!("phone: Tk{i:09}\n"))),
        ("", rows(|i| format!("phone: Tk{i:09}\n"))),
    ] {
        let (sink, told) = told_by_pauses(media, &[], &pieces);
        assert_eq!(told, all, "{media}");
        assert!(sink.names().iter().all(|name| *name == "phone"), "{media}");
    }
    let table = rows(|i| if i == 0 { "id,phone\r\n0,Tk000000000\r\n".into() } else { format!("{i},Tk{i:09}\r\n") });
    assert_eq!(told_by_pauses("text/csv", &[], &table).1, all);
    // A table that nobody declared is known when it has rows.
    let (sink, told) = told_by_pauses("text/plain", &[], &table);
    assert_eq!((told[3], sink.places()[0]), (4, "b:phone"));
}

#[test]
fn a_slow_stream_is_told_under_a_coding() {
    use std::io::Write as _;
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    let pieces: Vec<Vec<u8>> = (0..9)
        .map(|i| {
            writeln!(writer, "{{\"phone\":\"Tk{i:09}\"}}").unwrap();
            writer.flush().unwrap();
            std::mem::take(writer.get_mut())
        })
        .collect();
    let (_, told) = told_by_pauses("application/x-ndjson", &[Coding::Gzip], &pieces);
    assert_eq!(told, (1..=9).collect::<Vec<_>>());
}

#[test]
fn a_value_over_a_pause_is_told_once_and_whole() {
    for (media, body) in [
        ("application/json", r#"[{"phone":"Tk000000001","x":"Tk000000002"},{"phone":"Tk000000003"}]"#),
        ("text/plain", "phone: Tk000000001\nphone: Tk000000002\nfax: Tk000000003\n"),
        ("text/event-stream", "data: {\"phone\":\"Tk000000001\"}\n\ndata: Tk000000002\n\n"),
        ("text/csv", "id,phone\n1,Tk000000001\n2,Tk000000002\n"),
    ] {
        let (whole, _) = unpack(&hints(media, &[]), body.as_bytes());
        for step in 1..body.len() {
            let pieces: Vec<Vec<u8>> = body.as_bytes().chunks(step).map(<[u8]>::to_vec).collect();
            let (sink, _) = told_by_pauses(media, &[], &pieces);
            assert_eq!(sink.tokens(), whole.tokens(), "{media} {step}");
            assert_eq!(sink.places(), whole.places(), "{media} {step}");
        }
    }
}

#[test]
fn what_ends_before_anything_came_out_was_not_seen() {
    let text = base64(&noise(60_000), 0);
    for complete in [true, false] {
        let (sink, tally) = unpack_cut(&hints("", &[Coding::Zstd]), &zstd(&text)[..9000], &[], complete);
        assert!(sink.leaves.is_empty());
        assert_eq!(tally.get(State::Undecodable), 9000);
    }
}
