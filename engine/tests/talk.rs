//! Logs, calls, management, chat and health messages, from captures of real clients and servers to findings: what was
//! planted is found at its place, nothing of the decoys is.

mod lab;

use lab::truth::{check, judge, outcomes, places, protocols};
use leaktap_engine::coverage::State;
use leaktap_engine::pipeline::Batch;
use std::collections::BTreeSet;

/// All bytes of the capture must have been inspected.
fn inspected(batch: &Batch) {
    let payload: u64 = batch.flows.iter().flat_map(|flow| flow.payload).sum();
    let inspected: u64 = batch.coverage.iter().map(|row| row.tally.get(State::Inspected)).sum();
    assert!(payload > 0);
    assert_eq!(inspected, payload, "{:?}", batch.coverage);
}

#[test]
fn syslog_messages_are_read_over_both_transports() {
    for file in ["syslog_tcp.pcap", "syslog_udp.pcap"] {
        let Some((batch, row)) = judge("live", file, "syslog") else { return };
        check(&batch, &row, "syslog");
        inspected(&batch);
        assert_eq!(places(&batch, "payment_card"), BTreeSet::from(["syslog.message"]));
    }
    let Some((batch, _)) = judge("public", "syslog-udp--ndpi.pcap", "syslog") else { return };
    assert!(protocols(&batch).iter().all(|name| *name == "syslog"));
    inspected(&batch);
}

#[test]
fn sip_heads_and_bodies_are_read_by_field() {
    let Some((batch, row)) = judge("live", "sip_calls.pcap", "sip") else { return };
    check(&batch, &row, "sip");
    inspected(&batch);
    assert!(places(&batch, "cn.mobile").contains("sip.request.header:to"));
    let Some((batch, _)) = judge("public", "sip-digest-call--zeek.pcap", "sip") else { return };
    assert!(outcomes(&batch, "sip").is_empty());
    assert!(batch.anomalies.iter().any(|odd| odd.code.name() == "challenge_login" && odd.detail == "digest"));
    assert!(
        places(&batch, "email").is_superset(&BTreeSet::from(["sip.request.header:from", "sip.response.header:to"]))
    );
}
