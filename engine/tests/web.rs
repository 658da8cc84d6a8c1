//! The web beyond HTTP/1: HTTP/2, WebSocket, SOAP, from captures of real clients and servers to findings: what was planted
//! is found at its place, nothing of the decoys is.

mod lab;

use lab::truth::{check, judge, outcomes, places, protocols, values};
use lab::{INSIDE, Lab, OUTSIDE, config, plan, run};
use leaktap_engine::coverage::State;
use leaktap_engine::message::Outcome;
use leaktap_engine::pipeline::Batch;
use std::collections::BTreeSet;
use std::io::Write;

/// Transports told, in order.
fn transports(batch: &Batch) -> Vec<&str> {
    batch.transports.iter().map(|told| told.info.protocol).collect()
}

/// Payload bytes that were not inspected.
fn dark(batch: &Batch) -> u64 {
    let states = || State::ALL.into_iter().filter(|state| *state != State::Inspected);
    batch.coverage.iter().flat_map(|row| states().map(|state| row.tally.get(state))).sum()
}

#[test]
fn http2_is_judged_like_http1() {
    let Some((batch, row)) = judge("live", "http2_prior_nginx.pcap", "http") else { return };
    check(&batch, &row, "http");
    assert_eq!(outcomes(&batch, "http")[0].1, Outcome::Accepted);
    let expected = BTreeSet::from(["http.request.body:data[*].mobile", "http.response.body:data[*].mobile"]);
    assert_eq!(places(&batch, "cn.mobile"), expected);
    assert_eq!((transports(&batch), dark(&batch)), (vec!["http2", "http2"], 0));
    let Some((batch, row)) = judge("live", "http2_multiplex_httpx.pcap", "http") else { return };
    check(&batch, &row, "http");
    assert_eq!(places(&batch, "cn.mobile"), BTreeSet::from(["http.request.body:data[*].mobile"]));
    assert_eq!(dark(&batch), 0);
}

#[test]
fn an_upgraded_connection_answers_on_its_first_stream() {
    let Some((batch, row)) = judge("live", "http_h2c_upgrade.pcap", "http") else { return };
    check(&batch, &row, "http");
    assert_eq!(places(&batch, "cn.mobile"), BTreeSet::from(["http.response.body:data[*].mobile"]));
    let paths: BTreeSet<_> = batch.findings.iter().filter_map(|f| f.http.as_ref().map(|http| http.path())).collect();
    assert_eq!(paths, BTreeSet::from(["/dl/http_h2c_upgrade.json".into()]));
    assert_eq!((transports(&batch), dark(&batch)), (vec!["http", "http2"], 0));
}

#[test]
fn websocket_messages_are_read_by_field() {
    for file in ["ws_plain.pcap", "ws_deflate.pcap"] {
        let Some((batch, row)) = judge("live", file, "websocket") else { return };
        check(&batch, &row, "websocket");
        assert_eq!(places(&batch, "cn.mobile"), BTreeSet::from(["websocket.message:mobile"]), "{file}");
        assert_eq!(protocols(&batch), ["websocket"]);
        assert_eq!((transports(&batch), dark(&batch)), (vec!["http", "websocket"], 0));
    }
}

#[test]
fn grpc_messages_are_read_by_field_number() {
    let Some((batch, row)) = judge("live", "grpc_unary_stream.pcap", "http") else { return };
    check(&batch, &row, "http");
    assert_eq!(places(&batch, "cn.mobile"), BTreeSet::from(["http.request.body:4", "http.response.body:4"]));
    assert_eq!((transports(&batch), dark(&batch)), (vec!["grpc"], 0));
    let paths: BTreeSet<_> = batch.findings.iter().filter_map(|f| f.http.as_ref().map(|http| http.path())).collect();
    let expected = ["Add", "BulkAdd", "Export"].map(|call| format!("/crm.v1.CustomerService/{call}"));
    assert_eq!(paths, expected.into_iter().map(Into::into).collect());
}

#[test]
fn soap_elements_are_read_by_path() {
    let Some((batch, row)) = judge("live", "http_soap.pcap", "http") else { return };
    check(&batch, &row, "http");
    let expected = BTreeSet::from(["http.request.body:Envelope.Body.PushCustomers.Customer.mobile"]);
    assert_eq!(places(&batch, "cn.mobile"), expected);
}

#[test]
fn public_captures_are_named_and_hold_no_person() {
    let captures: [(&str, &[&str]); 4] = [
        ("grpc-unary--deepflow.pcap", &["grpc"]),
        ("http2-prior-knowledge--snort3.pcap", &["http2", "http2"]),
        ("websocket-jupyter--zeek.pcap", &["http", "websocket"]),
        ("websocket-wstunnel-http--zeek.pcap", &["http", "websocket"]),
    ];
    for (file, expected) in captures {
        let Some((batch, _)) = judge("public", file, "http") else { return };
        assert_eq!(transports(&batch), expected, "{file}");
        let detectors: BTreeSet<_> = batch.findings.iter().map(|finding| finding.detector).collect();
        let known = detectors.iter().all(|id| matches!(*id, "credential.http" | "jwt"));
        assert!(known && (file.starts_with("websocket") || detectors.is_empty()), "{file}: {detectors:?}");
    }
}

/// A connection of one client, in which this is said.
fn said(turns: &[(bool, Vec<u8>)]) -> Batch {
    judged(turns, &["cn.mobile", "cn.resident_id"])
}

/// The same, of which these detectors are asked.
fn judged(turns: &[(bool, Vec<u8>)], detectors: &[&str]) -> Batch {
    let mut lab = Lab::default();
    let turns: Vec<_> = turns.iter().map(|(asks, data)| (*asks, data.as_slice())).collect();
    lab.connection((INSIDE, 40000), (OUTSIDE, 80), &turns, 1400);
    run(config(1), &plan(detectors), &[&lab.save().0])
}

/// Rows of a table with a resident number each, and those numbers' count.
fn table(rows: usize) -> String {
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let number = |row: usize| {
        let digits = format!("1101011990010{}{:03}", 1 + row % 9, row % 1000);
        let sum: usize = digits.bytes().zip(weights).map(|(digit, weight)| usize::from(digit - b'0') * weight).sum();
        format!("{digits}{}", ["1", "0", "X", "9", "8", "7", "6", "5", "4", "3", "2"][sum % 11])
    };
    (0..rows).fold(String::from("id,id_card\n"), |text, row| text + &format!("{row},{}\n", number(row)))
}

#[test]
fn answers_in_pieces_are_one_file() {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packer.write_all(table(300).as_bytes()).unwrap();
    let file = packer.finish().unwrap();
    let piece = |from: usize, to: usize| {
        let head = format!(
            "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes {from}-{}/{}\r\nContent-Length: {}\r\n\r\n",
            to - 1,
            file.len(),
            to - from
        );
        let ask = format!("GET /all.csv.gz HTTP/1.1\r\nRange: bytes={from}-{}\r\n\r\n", to - 1);
        [(true, ask.into_bytes()), (false, [head.as_bytes(), &file[from..to]].concat())]
    };
    let (third, size) = (file.len() / 3, file.len());
    for pieces in
        [[(0, third), (third, 2 * third), (2 * third, size)], [(0, third), (2 * third, size), (third, 2 * third)]]
    {
        let turns: Vec<_> = pieces.into_iter().flat_map(|(from, to)| piece(from, to)).collect();
        let batch = said(&turns);
        assert_eq!(values(&batch, "cn.resident_id", 70).len(), 300, "{pieces:?}");
        assert_eq!(dark(&batch), 0);
        assert_eq!(batch.findings[0].file().map(|file| file.size), Some(size as u64));
    }
}

#[test]
fn uploads_in_pieces_are_one_file() {
    let file = table(40);
    let cuts = [0, 100, 333, 500, file.len()];
    let pieces = |head: &dyn Fn(usize, usize, usize) -> String| -> Vec<(bool, Vec<u8>)> {
        let pieces = cuts.windows(2).enumerate();
        let turns = pieces.flat_map(|(number, cut)| {
            let body = &file[cut[0]..cut[1]];
            let request = format!("{}Content-Length: {}\r\n\r\n{body}", head(number + 1, cut[0], cut[1]), body.len());
            let answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
            [(true, request.into_bytes()), (false, answer.into())]
        });
        turns.collect()
    };
    let resumed = pieces(&|_, from, to| {
        let whole = if to == file.len() { to.to_string() } else { "*".into() };
        format!("PUT /u?upload_id=7 HTTP/1.1\r\nContent-Range: bytes {from}-{}/{whole}\r\n", to - 1)
    });
    let tus = pieces(&|_, from, _| format!("PATCH /f/7 HTTP/1.1\r\nUpload-Offset: {from}\r\n"));
    let mut parts = pieces(&|number, _, _| format!("PUT /b/all.csv?partNumber={number}&uploadId=x HTTP/1.1\r\n"));
    parts.push((true, b"POST /b/all.csv?uploadId=x HTTP/1.1\r\nContent-Length: 0\r\n\r\n".to_vec()));
    for turns in [resumed, tus, parts] {
        let batch = said(&turns);
        assert_eq!(values(&batch, "cn.resident_id", 70).len(), 40, "{}", String::from_utf8_lossy(&turns[0].1));
        assert_eq!(places(&batch, "cn.resident_id"), BTreeSet::from(["http.request.body:id_card"]));
        assert_eq!(dark(&batch), 0);
    }
}

/// A request and its answer, whose body is in pieces of `step` bytes.
fn answered(request: &str, status: &str, body: &[u8], step: usize) -> [(bool, Vec<u8>); 2] {
    let mut answer = format!(
        "HTTP/1.1 {status}\r\nContent-Type: application/json; charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n"
    )
    .into_bytes();
    for piece in body.chunks(step) {
        let _ = write!(answer, "{:x}\r\n", piece.len());
        answer.extend_from_slice(piece);
        answer.extend_from_slice(b"\r\n");
    }
    answer.extend_from_slice(b"0\r\n\r\n");
    [(true, request.as_bytes().to_vec()), (false, answer)]
}

fn sent(head: &str, body: &str) -> String {
    format!("{head}\r\nHost: crm.example.cn\r\nContent-Length: {}\r\n\r\n{body}", body.len())
}

#[test]
fn the_body_of_an_answer_says_whether_a_login_was_taken() {
    let form =
        sent("POST /login HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded", "user=amy&password=h4rter-9");
    let basic = sent("GET /api HTTP/1.1\r\nAuthorization: Basic YW15Omg0cnRlci05", "");
    let upload = sent("PUT /up/config.json HTTP/1.1", r#"{"user":"amy","password":"h4rter-9"}"#);
    for (request, status, body, outcome) in [
        (&form, "200 OK", r#"{"code":401,"msg":"密码错误"}"#, Outcome::Rejected),
        (&form, "200 OK", r#"{"code":1,"msg":"\u5bc6\u7801\u9519\u8bef"}"#, Outcome::Rejected),
        (&form, "200 OK", r#"{"success":false}"#, Outcome::Rejected),
        (&form, "400 Bad Request", r#"{"error":"invalid_grant"}"#, Outcome::Rejected),
        (&form, "400 Bad Request", "", Outcome::Unknown),
        (&form, "500 Oops", r#"{"error":"x"}"#, Outcome::Unknown),
        (&form, "200 OK", r#"{"code":1}"#, Outcome::Unknown),
        (&form, "200 OK", r#"{"code":1,"data":{"token":"tok-0123456789"}}"#, Outcome::Accepted),
        (&form, "200 OK", r#"{"id":7,"name":"amy"}"#, Outcome::Accepted),
        (&form, "200 OK", "<p>error</p>", Outcome::Accepted),
        (&form, "200 OK", "", Outcome::Accepted),
        (&basic, "200 OK", r#"{"success":false}"#, Outcome::Accepted),
        (&basic, "200 OK", r#"{"code":401}"#, Outcome::Rejected),
        (&upload, "200 OK", r#"{"code":0}"#, Outcome::Unknown),
    ] {
        for step in [1, 7, 4096] {
            let batch = judged(&answered(request, status, body.as_bytes(), step), &["credential.http"]);
            // The token of an answer is a login as well.
            let told: Vec<_> =
                outcomes(&batch, "http").into_iter().filter(|(login, _)| login.starts_with("amy")).collect();
            assert_eq!(told, [("amy:h4rter-9".to_owned(), outcome)], "{status} {body} by {step}");
        }
    }
    // Each answer speaks of its own request; one that never ends is judged by its head.
    let mut turns = answered(&form, "200 OK", br#"{"code":401}"#, 9).to_vec();
    turns.extend(answered(&form, "200 OK", br#"{"code":0}"#, 9));
    turns.push((true, form.clone().into_bytes()));
    turns.push((false, b"HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\n".to_vec()));
    let told: Vec<_> =
        outcomes(&judged(&turns, &["credential.http"]), "http").into_iter().map(|(_, outcome)| outcome).collect();
    assert_eq!(told, [Outcome::Rejected, Outcome::Accepted, Outcome::Accepted]);
}
