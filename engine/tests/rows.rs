//! SQL Server, from captures of real clients and servers to findings.

mod lab;

use lab::truth::{judge, places, protocols, values};
use leaktap_engine::coverage::State;
use leaktap_engine::pipeline::Batch;
use std::collections::BTreeSet;

/// Share of a protocol's bytes that were read.
fn inspected(batch: &Batch, proto: &str) -> f64 {
    let rows = batch.coverage.iter().filter(|row| row.app_proto == proto);
    let (seen, all) =
        rows.fold((0, 0), |(seen, all), row| (seen + row.tally.get(State::Inspected), all + row.tally.total()));
    seen as f64 / all as f64
}

#[test]
fn statements_of_sql_server_are_read_by_parameter() {
    let Some((batch, _)) = judge("public", "tds-mssql--ndpi.pcap", "tds") else { return };
    assert!(protocols(&batch).iter().all(|name| *name == "tds"), "{:?}", protocols(&batch));
    // The truth says none; it is the contact that a statement of the capture gives.
    assert_eq!(values(&batch, "email", 0).len(), 1);
    assert_eq!(places(&batch, "email"), BTreeSet::from(["tds.query:LongParam"]));
    assert!(values(&batch, "credential.tds", 0).is_empty());
    assert!(inspected(&batch, "tds") > 0.999);
}
