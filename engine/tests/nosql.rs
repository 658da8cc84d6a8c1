//! Document and wide-column stores, from captures of real clients and servers to findings.

mod lab;

use lab::truth::{database, judge, outcomes, places, protocols, recorded, values};
use leaktap_engine::anomaly::Code;
use leaktap_engine::coverage::State;
use leaktap_engine::message::Outcome;
use leaktap_engine::pipeline::Batch;
use std::collections::BTreeSet;

/// Share of a protocol's bytes that were read.
fn inspected(batch: &Batch, proto: &str) -> f64 {
    let rows = batch.coverage.iter().filter(|row| row.app_proto == proto);
    let (seen, all) =
        rows.fold((0, 0), |(seen, all), row| (seen + row.tally.get(State::Inspected), all + row.tally.total()));
    seen as f64 / all as f64
}

/// A recorded capture of one protocol, nearly all of which is read.
fn read(file: &str, proto: &str) -> Batch {
    let batch = recorded(file, proto);
    assert!(batch.anomalies.iter().all(|odd| odd.code == Code::ChallengeLogin), "{:?}", batch.anomalies);
    assert!(protocols(&batch).iter().all(|name| *name == proto), "{:?}", protocols(&batch));
    assert!(inspected(&batch, proto) > 0.999, "{}", inspected(&batch, proto));
    batch
}

/// Connections with a finding at this place.
fn flows(batch: &Batch, place: &str) -> usize {
    let found = batch.findings.iter().filter(|found| &*found.place == place);
    found.map(|found| found.flow.id).collect::<BTreeSet<_>>().len()
}

const MOBILES: [&str; 3] = ["13700137000", "13800138000", "13900139000"];

#[test]
fn documents_of_mongodb_are_read_by_field() {
    let batch = read("mongodb.pcap", "mongodb");
    assert_eq!(values(&batch, "cn.mobile", 0), BTreeSet::from(MOBILES));
    let expected = BTreeSet::from([
        "mongodb.command:documents[*].mobile",
        "mongodb.command:filter.mobile",
        "mongodb.reply:cursor.firstBatch[*].mobile",
        "mongodb.reply:cursor.nextBatch[*].mobile",
    ]);
    assert_eq!(places(&batch, "cn.mobile"), expected);
    assert_eq!(database(&batch, "cn.mobile"), Some(("crm".into(), "customer".into())));
    let logins = [("crm_app:Grey-Heron-42", Outcome::Rejected), ("crm_app:Sch1uessel#7", Outcome::Accepted)];
    assert_eq!(outcomes(&batch, "mongodb"), logins.map(|(login, outcome)| (login.to_owned(), outcome)));
    assert!(batch.anomalies.iter().any(|odd| odd.code == Code::ChallengeLogin), "SCRAM");
}

#[test]
fn replies_of_older_versions_are_read() {
    let Some((batch, _)) = judge("public", "mongodb-rows--packetbeat.pcap", "mongodb") else { return };
    assert_eq!(protocols(&batch), ["mongodb"]);
    assert!(batch.findings.is_empty(), "{:?}", batch.findings);
    assert!(inspected(&batch, "mongodb") > 0.999);
}

#[test]
fn rows_and_values_of_cassandra_are_read_by_column() {
    let batch = read("cassandra.pcap", "cassandra");
    assert_eq!(values(&batch, "cn.mobile", 0), BTreeSet::from(MOBILES));
    let expected = BTreeSet::from([
        "cassandra.query:mobile",
        "cassandra.query:phones",
        "cassandra.rows:mobile",
        "cassandra.rows:phones",
    ]);
    assert_eq!(places(&batch, "cn.mobile"), expected);
    // Each of the three connections that asked for rows got them: in the clear, packed, in frames.
    assert_eq!(flows(&batch, "cassandra.rows:mobile"), 3);
    assert_eq!(database(&batch, "cn.resident_id"), Some(("crm".into(), "customer".into())));
    let logins = outcomes(&batch, "cassandra");
    assert!(logins.contains(&("cassandra:Grey-Heron-42".into(), Outcome::Rejected)), "{logins:?}");
    assert!(logins.contains(&("cassandra:cassandra".into(), Outcome::Accepted)), "{logins:?}");
}

#[test]
fn the_schema_of_cassandra_is_no_data() {
    let Some((batch, _)) = judge("public", "cassandra-mixed--packetbeat.pcap", "cassandra") else { return };
    let cql = batch.flows.iter().filter(|flow| flow.app_proto == "cassandra").count();
    assert_eq!(cql, 2);
    let odd: Vec<_> = batch.findings.iter().filter(|found| found.place.starts_with("cassandra")).collect();
    assert!(odd.is_empty(), "{odd:?}");
    assert!(inspected(&batch, "cassandra") > 0.999);
}

#[test]
fn documents_of_opensearch_are_read_by_field() {
    let batch = read("opensearch.pcap", "http");
    assert_eq!(values(&batch, "cn.mobile", 0), BTreeSet::from(MOBILES));
    let expected = BTreeSet::from([
        "http.request.body:mobile",
        "http.request.body:query.match.mobile",
        "http.response.body:hits.hits[*]._source.mobile",
    ]);
    assert_eq!(places(&batch, "cn.mobile"), expected);
    // One connection speaks in the clear, the other compresses bodies.
    assert_eq!(flows(&batch, "http.response.body:hits.hits[*]._source.mobile"), 2);
    // The index stands in the path of the request.
    let paths: BTreeSet<_> =
        batch.findings.iter().filter_map(|found| found.http.as_ref()).map(|http| http.path()).collect();
    assert_eq!(paths, BTreeSet::from(["/customer/_bulk".into(), "/customer/_search".into()]));
}
