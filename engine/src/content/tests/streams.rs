//! Messages and events in a row: gRPC, Protocol Buffers, server-sent events; what rides on JSON.

use super::*;

fn varint(mut value: u64, to: &mut Vec<u8>) {
    while value >= 0x80 {
        to.push(value as u8 | 0x80);
        value >>= 7;
    }
    to.push(value as u8);
}

fn field(number: u64, content: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    varint(number << 3 | 2, &mut out);
    varint(content.len() as u64, &mut out);
    out.extend_from_slice(content);
    out
}

fn number(number: u64, value: u64) -> Vec<u8> {
    let mut out = Vec::new();
    varint(number << 3, &mut out);
    varint(value, &mut out);
    out
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
