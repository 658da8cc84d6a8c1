//! The web beyond HTTP/1: HTTP/2, WebSocket, SOAP, from captures of real clients and servers to findings: what was planted
//! is found at its place, nothing of the decoys is.

mod lab;

use lab::truth::{check, judge, outcomes, places, protocols};
use leaktap_engine::coverage::State;
use leaktap_engine::message::Outcome;
use leaktap_engine::pipeline::Batch;
use std::collections::BTreeSet;

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
