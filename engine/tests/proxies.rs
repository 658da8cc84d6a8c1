//! Who speaks behind a proxy: headers of the PROXY protocol before other protocols, and the forwarding headers of HTTP.

mod lab;

use lab::{INSIDE, Lab, OUTSIDE, config, conversation, plan, run};
use leaktap_engine::config::Proxies;
use leaktap_engine::coverage::State;
use leaktap_engine::finding::{Client, Finding};
use leaktap_engine::message::Direction;
use leaktap_engine::pipeline::Batch;

const BALANCER: [u8; 4] = [10, 20, 0, 9];
const LINE: &[u8] = b"PROXY TCP4 203.0.113.9 10.20.0.5 56268 80\r\n";
const REQUEST: &[u8] = b"GET /a HTTP/1.1\r\nHost: crm.example\r\n\r\n";
const ANSWER: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Length: 17\r\n\r\nmail li@crm.test ";

fn v2(command: u8, family: u8, body: &[u8]) -> Vec<u8> {
    let mut header = b"\r\n\r\n\0\r\nQUIT\n".to_vec();
    header.extend([command, family]);
    header.extend((body.len() as u16).to_be_bytes());
    header.extend(body);
    header
}

/// IPv4, then SSL with the version within.
fn binary() -> Vec<u8> {
    let body = [&[203, 0, 113, 9, 10, 20, 0, 5, 0xdb, 0xcc, 0, 80][..], b"\x20\x00\x0f\x01\0\0\0\0\x21\x00\x07TLSv1.3"];
    v2(0x21, 0x11, &body.concat())
}

fn judge(turns: &[(bool, &[u8])], port: u16, mss: usize, from: [u8; 4], header: &str) -> Batch {
    let mut lab = Lab::default();
    lab.connection((from, 40000), (INSIDE, port), turns, mss);
    judged(&lab, header)
}

fn judged(lab: &Lab, header: &str) -> Batch {
    let saved = lab.save();
    let mut config = config(1);
    config.proxies = Proxies { trusted: vec!["10.20.0.9".into(), "192.0.2.0/24".into()], header: header.into() };
    run(config, &plan(&["email"]), &[&saved.0])
}

fn told(finding: &Finding) -> Option<(String, u16, &str, &'static str)> {
    finding.flow.client.as_ref().map(|told| (told.addr.to_string(), told.port, told.zone, told.told_by))
}

fn inspected(batch: &Batch) {
    for row in &batch.coverage {
        for state in State::ALL {
            assert!(matches!(state, State::Inspected) || row.tally.get(state) == 0, "{row:?}");
        }
    }
    assert!(batch.anomalies.is_empty(), "{:?}", batch.anomalies);
}

#[test]
fn a_header_before_http_tells_the_client_in_any_segmentation() {
    for header in [LINE.to_vec(), binary()] {
        let request = [&header[..], REQUEST].concat();
        for mss in [1, 2, 7, 13, header.len(), 1460] {
            let batch = judge(&[(true, &request), (false, ANSWER)], 80, mss, BALANCER, "x-forwarded-for");
            assert_eq!(batch.findings.len(), 1, "{mss}");
            let finding = &batch.findings[0];
            assert_eq!((finding.app_proto, &*finding.place), ("http", "http.response.body"));
            assert_eq!(finding.sender, Direction::Resp);
            assert_eq!(told(finding), Some(("203.0.113.9".into(), 56268, "outside", "proxy_protocol")));
            assert_eq!(finding.flow.orig_zone, "crm");
            assert_eq!(batch.flows[0].flow.client, finding.flow.client);
            inspected(&batch);
        }
    }
}

#[test]
fn nobody_else_is_believed_but_the_stream_behind_is_read() {
    let request = [LINE, REQUEST].concat();
    let batch = judge(&[(true, &request), (false, ANSWER)], 80, 1460, OUTSIDE, "x-forwarded-for");
    assert_eq!((batch.findings[0].app_proto, told(&batch.findings[0])), ("http", None));
    inspected(&batch);
}

#[test]
fn headers_that_name_nobody_are_taken_off() {
    for header in [b"PROXY UNKNOWN\r\n".to_vec(), v2(0x20, 0, b""), v2(0x21, 0, b""), v2(0x21, 0x31, &[b'/'; 216])] {
        let request = [&header[..], REQUEST].concat();
        let batch = judge(&[(true, &request), (false, ANSWER)], 80, 9, BALANCER, "x-forwarded-for");
        assert_eq!((batch.findings[0].app_proto, told(&batch.findings[0])), ("http", None));
        inspected(&batch);
    }
}

#[test]
fn servers_that_speak_first_are_read_behind_it() {
    let mail: &[(bool, &[u8])] = &[
        (true, LINE),
        (false, b"220 mx.crm.test ESMTP\r\n"),
        (true, b"EHLO a.test\r\n"),
        (false, b"250 mx\r\n"),
        (true, b"MAIL FROM:<a@a.test>\r\n"),
        (false, b"250 ok\r\n"),
        (true, b"RCPT TO:<b@crm.test>\r\n"),
        (false, b"250 ok\r\n"),
        (true, b"DATA\r\n"),
        (false, b"354 go\r\n"),
        (true, b"Subject: x\r\n\r\ncall wang@crm.test\r\n.\r\n"),
        (false, b"250 ok\r\n"),
    ];
    for mss in [1, 5, 1460] {
        let batch = judge(mail, 25, mss, BALANCER, "x-forwarded-for");
        assert!(!batch.findings.is_empty());
        assert!(batch.findings.iter().all(|found| found.app_proto == "smtp" && told(found).is_some()));
        inspected(&batch);
    }
    // The greeting overtakes a header that is not whole.
    let (head, tail) = LINE.split_at(20);
    let turns = [&[(true, head), (false, b"220 mx.crm.test ESMTP\r\n".as_slice()), (true, tail)], &mail[2..]].concat();
    let batch = judge(&turns, 25, 1460, BALANCER, "x-forwarded-for");
    assert!(batch.findings.iter().all(|found| found.app_proto == "smtp" && told(found).is_some()));
    inspected(&batch);
    let greeting = b"\x4a\0\0\0\x0a8.0.36\0\x08\0\0\0abcdefgh\0\xff\xf7\xff\x02\0\xff\xdf\x15\0\0\0\0\0\0\0\0\0\0abcdefghijkl\0mysql_native_password\0";
    let batch = judge(&[(true, &binary()), (false, greeting)], 3306, 1460, BALANCER, "");
    assert_eq!(batch.flows[0].app_proto, "mysql");
}

#[test]
fn a_hello_behind_it_is_read() {
    let mut hello = vec![0x16, 3, 1, 0, 47, 1, 0, 0, 43, 3, 3];
    hello.extend([7; 32]);
    hello.extend([0, 0, 4, 0x13, 1, 0x13, 2, 1, 0]);
    let stream = [&binary()[..], &hello].concat();
    for mss in [1, 11, 1460] {
        let batch = judge(&[(true, &stream)], 8123, mss, BALANCER, "");
        assert_eq!((batch.flows[0].app_proto, batch.transports[0].info.offered_version), ("tls", "TLSv1.2"), "{mss}");
        assert!(batch.flows[0].flow.client.is_some());
    }
}

#[test]
fn what_is_malformed_is_named_and_read_as_it_is() {
    let mut bad = v2(0x21, 0x11, &[&[203, 0, 113, 9, 10, 20, 0, 5, 0, 1, 0, 80][..], b"\x03\0\x04abcd"].concat());
    bad.extend(REQUEST);
    let batch = judge(&[(true, &bad), (false, ANSWER)], 80, 1460, BALANCER, "");
    assert_eq!((batch.findings[0].app_proto, told(&batch.findings[0])), ("http", None));
    assert_eq!(batch.anomalies[0].code.name(), "proxy_malformed");
    for bad in
        [&b"PROXY TCP4 1.2.3.4 mail li@crm.test now\r\n"[..], b"\r\n\r\n\0\r\nQUIT\n\x51\x11\0\0 mail li@crm.test "]
    {
        let batch = judge(&[(true, bad)], 9999, 3, BALANCER, "");
        assert!(batch.anomalies.iter().any(|odd| odd.code.name() == "proxy_malformed"), "{:?}", batch.anomalies);
        assert_eq!((batch.findings.len(), told(&batch.findings[0])), (1, None));
    }
}

#[test]
fn pieces_of_a_header_are_accounted() {
    // Alone; and never finished.
    for (data, client) in [(LINE, true), (&LINE[..20], false)] {
        let batch = judge(&[(true, data)], 80, 1460, BALANCER, "");
        assert_eq!(batch.flows[0].flow.client.is_some(), client);
        let all: u64 = batch.coverage.iter().map(|row| row.tally.total()).sum();
        assert_eq!(all, data.len() as u64);
        inspected(&batch);
    }
    // A hole within it, and a stream whose begin is missing.
    let request = [LINE, REQUEST].concat();
    let segs = conversation((BALANCER, 40000), (INSIDE, 80), &[(true, &request), (false, ANSWER)], 10);
    for skip in [1usize, 2] {
        let mut lab = Lab::default();
        for (n, seg) in segs.iter().enumerate() {
            let hole = n == 5;
            if (skip == 1 && !hole) || (skip == 2 && n > 2) {
                lab.tcp(seg);
            }
        }
        let batch = judged(&lab, "");
        assert!(batch.flows[0].flow.client.is_none(), "{skip}");
        assert!(batch.anomalies.iter().all(|odd| odd.code.name() != "unaccounted"));
    }
}

#[test]
fn forwarding_headers_are_read_from_the_right_and_of_the_named_kind_only() {
    let ask = |lines: &str| format!("GET /a HTTP/1.1\r\nHost: crm.example\r\n{lines}\r\n").into_bytes();
    let client = |lines: &str, header: &str, from| {
        let batch = judge(&[(true, &ask(lines)), (false, ANSWER)], 80, 1460, from, header);
        told(&batch.findings[0]).map(|(addr, _, _, by)| format!("{by} {addr}"))
    };
    let xff = "X-Forwarded-For: 198.51.100.1\r\nX-FORWARDED-FOR: 203.0.113.9, 192.0.2.4\r\n";
    assert_eq!(client(xff, "x-forwarded-for", BALANCER).as_deref(), Some("x-forwarded-for 203.0.113.9"));
    assert_eq!(client(xff, "x-forwarded-for", OUTSIDE), None);
    assert_eq!(client(xff, "forwarded", BALANCER), None);
    assert_eq!(client(xff, "", BALANCER), None);
    let forwarded = "Forwarded: for=\"[2001:db8::9]:443\";proto=https\r\n";
    assert_eq!(client(forwarded, "forwarded", BALANCER).as_deref(), Some("forwarded 2001:db8::9"));
    assert_eq!(client("X-Real-IP: 203.0.113.9\r\n", "x-real-ip", BALANCER).as_deref(), Some("x-real-ip 203.0.113.9"));
    assert_eq!(client("X-Forwarded-For : 203.0.113.9\r\n", "x-forwarded-for", BALANCER), None);
}

#[test]
fn every_request_of_a_connection_has_a_client_of_its_own() {
    let ask = |addr: &str| format!("GET /a HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: {addr}\r\n\r\n").into_bytes();
    let (one, two) = (ask("203.0.113.1"), ask("10.20.0.77"));
    let turns: &[(bool, &[u8])] =
        &[(true, &one), (true, &two), (false, ANSWER), (false, ANSWER), (true, REQUEST), (false, ANSWER)];
    let batch = judge(turns, 80, 1460, BALANCER, "x-forwarded-for");
    let clients: Vec<Option<Client>> = batch.findings.iter().map(|found| found.flow.client.clone()).collect();
    let zones: Vec<&str> = clients.iter().map(|told| told.as_ref().map_or("", |told| told.zone)).collect();
    assert_eq!(zones, ["outside", "crm", ""]);
}

#[test]
fn a_trusted_proxy_behind_another_is_looked_through() {
    let line = b"PROXY TCP4 192.0.2.4 10.20.0.5 5000 80\r\n";
    let request = [&line[..], b"GET /a HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 203.0.113.9\r\n\r\n"].concat();
    let batch = judge(&[(true, &request), (false, ANSWER)], 80, 1460, BALANCER, "x-forwarded-for");
    assert_eq!(told(&batch.findings[0]).map(|told| told.0).as_deref(), Some("203.0.113.9"));
    // Whom the PROXY header names is no proxy: what it writes itself is not believed.
    let request = [LINE, b"GET /a HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 198.51.100.1\r\n\r\n"].concat();
    let batch = judge(&[(true, &request), (false, ANSWER)], 80, 1460, BALANCER, "x-forwarded-for");
    assert_eq!(told(&batch.findings[0]).map(|told| told.3), Some("proxy_protocol"));
}
