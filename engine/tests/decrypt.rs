//! Decryption with the owner's secrets, from capture to findings.

mod lab;

use lab::truth::{DETECTORS, strings, truth, values};
use lab::{config, plan, run};
use leaktap_engine::config::EngineConfig;
use leaktap_engine::coverage::State;
use leaktap_engine::pipeline::Batch;
use std::path::Path;

/// Runs a capture with secrets.
fn judged(capture: &Path, keylogs: &[&Path], keys: &[&Path], workers: usize) -> Batch {
    let mut config: EngineConfig = config(workers);
    let named = |paths: &[&Path]| paths.iter().map(|path| path.display().to_string()).collect();
    (config.decrypt.keylogs, config.decrypt.rsa_keys) = (named(keylogs), named(keys));
    let ids: Vec<&str> = DETECTORS.into_iter().chain(["credential.smtp"]).collect();
    let batch = run(config, &plan(&ids), &[capture]);
    assert_eq!(batch.stats.faults, 0);
    batch
}

/// Bytes in a state, all rows together.
fn bytes(batch: &Batch, state: State) -> u64 {
    batch.coverage.iter().map(|row| row.tally.get(state)).sum()
}

/// What a run says, in words: it has to be the same whatever the number of workers.
fn told(batch: &Batch) -> String {
    let (findings, flows) = (&batch.findings, &batch.flows);
    format!("{findings:?}{flows:?}{:?}{:?}", batch.coverage, batch.transports)
}

/// Every byte of the payload is in one state.
fn sums(batch: &Batch) {
    let payload: u64 = batch.flows.iter().flat_map(|flow| flow.payload).sum();
    let total: u64 = batch.coverage.iter().map(|row| row.tally.total()).sum();
    assert_eq!(total, payload, "{:?}", batch.coverage);
}

/// A capture of the live collection with its key log: everything planted is found, decrypted.
fn planted(file: &str, app: &str) {
    let Some((capture, row)) = truth("live", file) else { return };
    let keylog = row["keylog"].as_str().map(|name| capture.with_file_name(name));
    let keylogs: Vec<&Path> = keylog.iter().map(|path| &**path).collect();
    let batch = judged(&capture, &keylogs, &[], 2);
    for detector in DETECTORS {
        let found = values(&batch, detector, 0);
        let planted = strings(&row["planted"][detector]);
        let missing: Vec<_> = planted.difference(&found).collect();
        assert!(missing.is_empty(), "{file}: {} of {} {detector} are missing", missing.len(), planted.len());
    }
    assert!(batch.findings.iter().any(|finding| finding.visibility == "decrypted"));
    for finding in batch.findings.iter().filter(|finding| finding.visibility == "decrypted") {
        assert_eq!(finding.app_proto, app, "{file}");
        assert_ne!(finding.protection, "none", "{file}");
    }
    let odd: Vec<_> = batch.anomalies.iter().map(|odd| odd.code.name()).collect();
    assert!(odd.is_empty(), "{file}: {odd:?}");
    sums(&batch);
    assert!(bytes(&batch, State::Decrypted) > 0);
    assert!(batch.transports.iter().all(|told| told.info.protocol == "tls"), "{file}");
    assert_eq!(told(&batch), told(&judged(&capture, &keylogs, &[], 1)), "{file}: workers");
}

#[test]
fn key_logs_open_https() {
    planted("tls12_keys.pcap", "http");
    planted("tls13_keys.pcap", "http");
}

#[test]
fn secrets_within_a_capture_open_it() {
    planted("tls13_dsb.pcapng", "http");
}

#[test]
fn chained_blocks_are_opened() {
    planted("tls11_openssl_keys.pcap", "tls");
    planted("tls12_rsa_cbc_sha.pcap", "tls");
}

#[test]
fn a_dialogue_goes_on_behind_starttls() {
    planted("smtp_starttls_keys.pcap", "smtp");
    let Some((capture, row)) = truth("live", "smtp_starttls_keys.pcap") else { return };
    let batch = judged(&capture, &[&capture.with_file_name("smtp_starttls_keys.keys")], &[], 1);
    let login = &row["planted"]["credential"][0];
    let expected = format!("{}:{}", login["user"].as_str().unwrap(), login["secret"].as_str().unwrap());
    assert_eq!(values(&batch, "credential.smtp", 0).into_iter().collect::<Vec<_>>(), [expected.as_str()]);
}

#[test]
fn without_secrets_nothing_changes() {
    for file in ["tls13_nokeys.pcap", "tls10_openssl.pcap", "smtp_starttls_nokeys.pcap"] {
        let Some((capture, _)) = truth("live", file) else { return };
        let other = capture.with_file_name("tls13_keys.keys");
        let (bare, given) = (judged(&capture, &[], &[], 1), judged(&capture, &[&other], &[], 1));
        assert_eq!(told(&bare), told(&given), "{file}");
        assert_eq!(bytes(&bare, State::Decrypted), 0);
    }
}

#[test]
fn public_captures_with_keys_are_opened() {
    let Some((capture, _)) = truth("public", "tls-all-ciphers-keyfile--pcapfs.pcap") else { return };
    for (file, keys) in [
        ("tls-all-ciphers-keyfile--pcapfs.pcap", "tls-all-ciphers-keyfile--pcapfs.keylog.txt"),
        ("tls-keylog-1.2--zeek.pcap", "tls-keylog-1.2--zeek.keylog.txt"),
        ("tls-keylog-1.3--scapy.pcap", "tls-keylog-1.3--scapy.keylog.txt"),
        ("tls-sslv3--chopshop.pcap", "tls-sslv3--chopshop.rsa-key.pem"),
    ] {
        let (capture, keys) = (capture.with_file_name(file), capture.with_file_name(keys));
        let pem = keys.extension().is_some_and(|kind| kind == "pem");
        let (logs, pems): (Vec<&Path>, Vec<&Path>) = if pem { (vec![], vec![&keys]) } else { (vec![&keys], vec![]) };
        let batch = judged(&capture, &logs, &pems, 2);
        sums(&batch);
        let odd: Vec<_> = batch.anomalies.iter().map(|odd| (odd.code.name(), odd.count)).collect();
        let closed = batch.flows.iter().filter(|flow| {
            flow.app_proto == "tls" && flow.coverage.iter().all(|tally| tally.get(State::Decrypted) == 0)
        });
        assert_eq!(closed.count(), 0, "{file}");
        assert!(bytes(&batch, State::Decrypted) > 0, "{file}");
        assert!(!odd.iter().any(|(name, _)| *name == "decrypt_failed"), "{file}: {odd:?}");
    }
}

/// A recording of OpenSSL with what opens it: as many customers as were sent must come out, nothing may be odd.
fn recorded(name: &str, customers: usize) -> Batch {
    let capture = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/recorded").join(format!("{name}.pcap"));
    let (log, key) = (capture.with_extension("keys"), capture.with_extension("pem"));
    let given = |path: &Path| path.is_file().then(|| path.to_path_buf());
    let (log, key) = (given(&log), given(&key));
    let (logs, keys) =
        (log.iter().map(|path| &**path).collect::<Vec<_>>(), key.iter().map(|path| &**path).collect::<Vec<_>>());
    let batch = judged(&capture, &logs, &keys, 2);
    let odd: Vec<_> = batch.anomalies.iter().map(|odd| (odd.code.name(), &odd.detail)).collect();
    assert!(odd.is_empty(), "{name}: {odd:?}");
    assert_eq!(values(&batch, "cn.mobile", 0).len(), customers, "{name}");
    assert!(batch.findings.iter().all(|found| found.visibility == "decrypted" && found.app_proto == "http"), "{name}");
    sums(&batch);
    assert_eq!(told(&batch), told(&judged(&capture, &logs, &keys, 1)), "{name}: workers");
    batch
}

#[test]
fn keys_are_updated() {
    recorded("tls13_key_update", 12);
}

#[test]
fn early_data_is_opened() {
    let batch = recorded("tls13_early", 12);
    assert_eq!(batch.flows.len(), 2);
}

#[test]
fn the_mac_may_stand_outside() {
    recorded("tls12_etm_cbc", 8);
}

#[test]
fn a_private_key_opens_a_session_and_its_resumption() {
    let batch = recorded("tls12_rsa_resumed", 12);
    assert_eq!(batch.flows.len(), 2);
}

#[test]
fn renegotiation_changes_keys() {
    recorded("tls12_ccm_renegotiated", 8);
}
