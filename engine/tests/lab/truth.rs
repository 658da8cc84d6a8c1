//! Captures of real clients and servers whose content is known: runs them, and holds what is found against the truth.
//! They are no part of the project; tests are skipped where they are not at hand.

use super::{config, plan, run};
use leaktap_engine::coverage::State;
use leaktap_engine::finding::Finding;
use leaktap_engine::message::{About, Outcome};
use leaktap_engine::pipeline::Batch;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Detectors of planted values.
pub const DETECTORS: [&str; 7] = ["cn.resident_id", "cn.mobile", "payment_card", "email", "iban", "us.ssn", "jwt"];
/// Confidence from which a decoy would be a false alarm.
const SURE: u8 = 70;

/// Where they are: beside the repository, or where `LEAKTAP_CAPTURES` says.
pub fn captures() -> Option<PathBuf> {
    let beside = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/captures");
    let folder = std::env::var_os("LEAKTAP_CAPTURES").map_or_else(beside, PathBuf::from);
    if !folder.join("live/truth.jsonl").is_file() {
        eprintln!("skipped: needs ../shared/captures (or LEAKTAP_CAPTURES)");
        return None;
    }
    Some(folder)
}

/// The lines of a folder's truth, one a capture, and where the captures are.
pub fn truths(folder: &str) -> Option<(PathBuf, Vec<Value>)> {
    let folder = captures()?.join(folder);
    let text = std::fs::read_to_string(folder.join("truth.jsonl")).expect("the truth can be read");
    let rows = text.lines().map(|line| serde_json::from_str(line).expect("the truth is JSON")).collect();
    Some((folder, rows))
}

/// A capture and its truth.
pub fn truth(folder: &str, file: &str) -> Option<(PathBuf, Value)> {
    let (folder, rows) = truths(folder)?;
    let row = rows.into_iter().find(|row| row["file"] == file).expect("the truth knows the capture");
    Some((folder.join(file), row))
}

/// Runs a capture with all detectors and the logins of `proto`.
pub fn judge(folder: &str, file: &str, proto: &str) -> Option<(Batch, Value)> {
    let (capture, row) = truth(folder, file)?;
    let login = format!("credential.{proto}");
    let ids: Vec<&str> = DETECTORS.into_iter().chain([login.as_str()]).collect();
    let batch = run(config(2), &plan(&ids), &[&capture]);
    assert_eq!(batch.stats.faults, 0);
    let odd = batch.anomalies.iter().find(|odd| matches!(odd.code.name(), "parser_lost" | "unaccounted"));
    assert!(odd.is_none(), "{odd:?}");
    Some((batch, row))
}

/// Values that a detector found, at least so sure.
pub fn values<'a>(batch: &'a Batch, detector: &str, least: u8) -> BTreeSet<&'a str> {
    let of = |finding: &&Finding| finding.detector == detector && finding.confidence >= least;
    batch
        .findings
        .iter()
        .map(AsRef::as_ref)
        .filter(of)
        .flat_map(|finding| finding.values().iter().map(String::as_str))
        .collect()
}

/// The strings of a list.
pub fn strings(value: &Value) -> BTreeSet<&str> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

/// Everything planted must be found, nothing of the decoys.
pub fn check(batch: &Batch, row: &Value, proto: &str) {
    for detector in DETECTORS {
        let planted = strings(&row["planted"][detector]);
        let found = values(batch, detector, 0);
        let missing: Vec<_> = planted.difference(&found).collect();
        assert!(missing.is_empty(), "{} of {} {detector} are missing: {missing:?}", missing.len(), planted.len());
        for (kind, decoys) in row["decoys"].as_object().into_iter().flatten() {
            let sure = values(batch, detector, SURE);
            let wrong: Vec<_> = strings(decoys).into_iter().filter(|decoy| sure.contains(decoy)).collect();
            assert!(wrong.is_empty(), "{detector} takes {kind} for real: {wrong:?}");
        }
    }
    let planted = row["planted"]["credential"].as_array().into_iter().flatten();
    let logins = planted.map(|login| {
        let text = |key: &str| login[key].as_str().unwrap_or_default();
        format!("{}:{}", text("user"), text("secret"))
    });
    let found = values(batch, &format!("credential.{proto}"), 0);
    assert_eq!(found, logins.collect::<Vec<_>>().iter().map(String::as_str).collect::<BTreeSet<_>>());
}

/// Outcomes of the logins found, in order of the secrets.
pub fn outcomes(batch: &Batch, proto: &str) -> Vec<(String, Outcome)> {
    let login = format!("credential.{proto}");
    let of = |finding: &Finding| (finding.values().join(" "), finding.credential().map(|told| told.outcome));
    let logins = batch.findings.iter().filter(|finding| *finding.detector == *login).map(|finding| of(finding));
    let mut all: Vec<_> = logins.map(|(value, outcome)| (value, outcome.unwrap_or_default())).collect();
    all.sort_by(|a, b| a.0.cmp(&b.0));
    all
}

/// Places of what a detector found.
pub fn places<'a>(batch: &'a Batch, detector: &str) -> BTreeSet<&'a str> {
    batch.findings.iter().filter(|finding| finding.detector == detector).map(|finding| &*finding.place).collect()
}

/// The first finding's database, key and columns.
pub fn database(batch: &Batch, detector: &str) -> Option<(String, String)> {
    batch.findings.iter().filter(|finding| finding.detector == detector).find_map(|finding| match &finding.about {
        About::Db(db) => Some((db.database.clone(), db.table.clone())),
        _ => None,
    })
}

/// Protocol of each flow.
pub fn protocols(batch: &Batch) -> Vec<&str> {
    batch.flows.iter().map(|flow| flow.app_proto).collect()
}

/// All bytes of the capture must have been inspected.
pub fn inspected(batch: &Batch) {
    let payload: u64 = batch.flows.iter().flat_map(|flow| flow.payload).sum();
    let inspected: u64 = batch.coverage.iter().map(|row| row.tally.get(State::Inspected)).sum();
    assert!(payload > 0);
    assert_eq!(inspected, payload, "{:?}", batch.coverage);
}

/// What all detectors and the logins of `proto` find in a capture of `tests/recorded`, values revealed.
pub fn recorded(file: &str, proto: &str) -> Batch {
    let capture = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/recorded").join(file);
    let login = format!("credential.{proto}");
    let ids: Vec<&str> = DETECTORS.into_iter().chain([login.as_str()]).collect();
    let batch = run(config(2), &plan(&ids), &[&capture]);
    assert_eq!(batch.stats.faults, 0);
    batch
}

/// The distinct values of a detector at each place, all findings together.
pub fn held<'a>(batch: &'a Batch, detector: &str) -> BTreeMap<&'a str, BTreeSet<&'a str>> {
    let mut all = BTreeMap::<&str, BTreeSet<&str>>::new();
    for finding in batch.findings.iter().filter(|finding| *finding.detector == *detector) {
        all.entry(&finding.place).or_default().extend(finding.values().iter().map(String::as_str));
    }
    all
}
