//! Logs, calls, management, chat and health messages, from captures of real clients and servers to findings: what was
//! planted is found at its place, nothing of the decoys is.

mod lab;

use lab::truth::{check, judge, outcomes, places, protocols};
use leaktap_engine::coverage::State;
use leaktap_engine::message::Outcome;
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

#[test]
fn snmp_communities_and_variables_are_read() {
    let Some((batch, row)) = judge("live", "snmp_v2c_walk.pcap", "snmp") else { return };
    check(&batch, &row, "snmp");
    inspected(&batch);
    assert_eq!(outcomes(&batch, "snmp"), [(":cRm-Ro2026".to_owned(), Outcome::Accepted)]);
    let expected = BTreeSet::from(["snmp.response.varbind:1.3.6.1.2.1.1.4.0"]);
    assert_eq!((places(&batch, "cn.mobile"), places(&batch, "email")), (expected.clone(), expected));
    let Some((batch, _)) = judge("public", "snmp-community--credslayer.pcap", "snmp") else { return };
    // Every walk has a flow of its own; two are not answered.
    let logins = outcomes(&batch, "snmp");
    assert!(logins.iter().all(|(login, _)| login == ":public"));
    assert_eq!(logins.iter().filter(|(_, outcome)| *outcome == Outcome::Accepted).count(), 28);
    assert_eq!(logins.len(), 30);
}
