//! Message queues, from captures of real clients and servers to findings: what was planted is found at its place.

mod lab;

use lab::truth::{check, database, judge, outcomes, places, protocols};
use lab::{config, plan, run};
use leaktap_engine::message::Outcome;
use leaktap_engine::pipeline::Batch;
use std::collections::BTreeSet;
use std::path::Path;

#[test]
fn kafka_records_are_read_by_topic_and_field() {
    let Some((batch, row)) = judge("live", "kafka_produce_py.pcap", "kafka") else { return };
    check(&batch, &row, "kafka");
    let expected = BTreeSet::from(["kafka.fetch[crm.customer]:mobile", "kafka.produce[crm.customer]:mobile"]);
    assert_eq!(places(&batch, "cn.mobile"), expected);
    assert_eq!(database(&batch, "cn.mobile").map(|(_, topic)| topic), Some("crm.customer".into()));
    assert!(protocols(&batch).iter().all(|name| *name == "kafka"));
}

#[test]
fn kafka_without_customers_is_quiet() {
    let Some((batch, _)) = judge("public", "kafka--ndpi.pcapng", "kafka") else { return };
    assert!(batch.findings.is_empty());
    assert!(protocols(&batch).contains(&"kafka"));
}

/// A capture of `tests/recorded`, with the detectors given.
fn recorded(file: &str, detectors: &[&str]) -> Batch {
    let capture = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/recorded").join(file);
    run(config(2), &plan(detectors), &[&capture])
}

#[test]
fn kafka_records_are_unpacked_and_named_by_topic_ids() {
    let batch = recorded("kafka.pcap", &["cn.mobile", "email", "credential.kafka"]);
    let topics = ["none", "gzip", "snappy", "lz4", "zstd"];
    let expected =
        topics.iter().flat_map(|coding| ["produce", "fetch"].map(|what| format!("kafka.{what}[crm.{coding}]:mobile")));
    let found: BTreeSet<String> = places(&batch, "cn.mobile").into_iter().map(str::to_owned).collect();
    assert_eq!(found, expected.collect());
    let customers = BTreeSet::from(["13700137000", "13800138000", "13900139000"]);
    assert!(
        batch
            .findings
            .iter()
            .filter(|finding| &*finding.detector == "cn.mobile")
            .all(|finding| { finding.values.iter().map(String::as_str).collect::<BTreeSet<_>>() == customers })
    );
    let mut logins = outcomes(&batch, "kafka");
    logins.dedup();
    let login = |secret: &str, outcome| (format!("crm1:{secret}"), outcome);
    assert_eq!(logins, [login("Blue-Heron-41", Outcome::Accepted), login("Grey-Heron-42", Outcome::Rejected)]);
}
