//! Key-value stores, files, directories and terminals, from captures of real clients and servers to findings: what was
//! planted is found at its place, nothing of the decoys is (skipped where the captures are not at hand).

mod lab;

use lab::{config, plan, run};
use leaktap_engine::finding::Finding;
use leaktap_engine::message::{About, Outcome};
use leaktap_engine::pipeline::Batch;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::PathBuf;

const DETECTORS: [&str; 7] = ["cn.resident_id", "cn.mobile", "payment_card", "email", "iban", "us.ssn", "jwt"];
/// Confidence from which a decoy would be a false alarm.
const SURE: u8 = 70;

fn captures() -> Option<PathBuf> {
    let beside = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/captures");
    let folder = std::env::var_os("LEAKTAP_CAPTURES").map_or_else(beside, PathBuf::from);
    if !folder.join("live/truth.jsonl").is_file() {
        eprintln!("skipped: needs ../shared/captures (or LEAKTAP_CAPTURES)");
        return None;
    }
    Some(folder)
}

/// Runs a capture with all detectors and the logins of `proto`.
fn judge(folder: &str, file: &str, proto: &str) -> Option<(Batch, Value)> {
    let captures = captures()?.join(folder);
    let truth = std::fs::read_to_string(captures.join("truth.jsonl")).expect("the truth can be read");
    let rows = truth.lines().map(|line| serde_json::from_str::<Value>(line).expect("the truth is JSON"));
    let row = rows.into_iter().find(|row| row["file"] == file).expect("the truth knows the capture");
    let login = format!("credential.{proto}");
    let ids: Vec<&str> = DETECTORS.into_iter().chain([login.as_str()]).collect();
    let batch = run(config(2), &plan(&ids), &[&captures.join(file)]);
    assert_eq!(batch.stats.faults, 0);
    let odd = batch.anomalies.iter().find(|odd| matches!(odd.code.name(), "parser_lost" | "unaccounted"));
    assert!(odd.is_none(), "{odd:?}");
    Some((batch, row))
}

fn values<'a>(batch: &'a Batch, detector: &str, least: u8) -> BTreeSet<&'a str> {
    let of = |finding: &&Finding| &*finding.detector == detector && finding.confidence >= least;
    batch.findings.iter().filter(of).flat_map(|finding| finding.values.iter().map(String::as_str)).collect()
}

fn strings(value: &Value) -> BTreeSet<&str> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

/// Everything planted must be found, nothing of the decoys.
fn check(batch: &Batch, row: &Value, proto: &str) {
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
fn outcomes(batch: &Batch, proto: &str) -> Vec<(String, Outcome)> {
    let login = format!("credential.{proto}");
    let of = |finding: &Finding| (finding.values.join(" "), finding.credential.as_ref().map(|told| told.outcome));
    let logins = batch.findings.iter().filter(|finding| *finding.detector == *login).map(of);
    let mut all: Vec<_> = logins.map(|(value, outcome)| (value, outcome.unwrap_or_default())).collect();
    all.sort_by(|a, b| a.0.cmp(&b.0));
    all
}

/// Places of what a detector found.
fn places<'a>(batch: &'a Batch, detector: &str) -> BTreeSet<&'a str> {
    batch.findings.iter().filter(|finding| &*finding.detector == detector).map(|finding| &*finding.place).collect()
}

/// The first finding's database, key and columns.
fn database(batch: &Batch, detector: &str) -> Option<(String, String)> {
    batch.findings.iter().filter(|finding| &*finding.detector == detector).find_map(|finding| match &finding.about {
        About::Db(db) => Some((db.database.clone(), db.table.clone())),
        _ => None,
    })
}

#[test]
fn redis_hashes_and_documents_are_read_by_field() {
    let Some((batch, row)) = judge("live", "redis_cli.pcap", "redis") else { return };
    check(&batch, &row, "redis");
    assert_eq!(outcomes(&batch, "redis")[0].1, Outcome::Accepted);
    assert_eq!(places(&batch, "cn.mobile"), BTreeSet::from(["redis.command:mobile", "redis.reply:mobile"]));
    assert_eq!(database(&batch, "cn.mobile"), Some(("0".into(), "cust:0".into())));
    let Some((batch, row)) = judge("live", "redis_set_json_py.pcap", "redis") else { return };
    check(&batch, &row, "redis");
    assert_eq!(outcomes(&batch, "redis")[0].1, Outcome::Accepted);
    let expected = BTreeSet::from(["redis.command:data[*].mobile", "redis.reply:data[*].mobile"]);
    assert_eq!(places(&batch, "cn.mobile"), expected);
    let Some((batch, _)) = judge("public", "redis-auth--zeek.pcap", "redis") else { return };
    let expected = [
        ("default:defaultpassword", Outcome::Accepted),
        ("noone:password", Outcome::Rejected),
        ("notauser:notapassword", Outcome::Rejected),
    ];
    assert_eq!(outcomes(&batch, "redis"), expected.map(|(login, outcome)| (login.to_owned(), outcome)));
}

#[test]
fn memcached_values_are_read_by_key() {
    let Some((batch, row)) = judge("live", "memcached_text.pcap", "memcached") else { return };
    check(&batch, &row, "memcached");
    assert_eq!(places(&batch, "cn.mobile"), BTreeSet::from(["memcached.command:mobile", "memcached.reply:mobile"]));
    assert_eq!(database(&batch, "cn.mobile").map(|(_, key)| key), Some("s0".into()));
}

/// Protocol of each flow.
fn protocols(batch: &Batch) -> Vec<&str> {
    batch.flows.iter().map(|flow| flow.app_proto).collect()
}

#[test]
fn ftp_files_are_found_on_their_data_channels() {
    let files = [
        ("ftp_passive_stor_lftp.pcap", vec!["ftp.file[客户_202611.csv]:mobile"]),
        ("ftp_retr_list_curl.pcap", vec!["ftp.file[dump.csv.gz][gzip]:mobile", "ftp.file[notes.txt]"]),
    ];
    for (file, expected) in files {
        let Some((batch, row)) = judge("live", file, "ftp") else { return };
        check(&batch, &row, "ftp");
        assert_eq!(outcomes(&batch, "ftp")[0].1, Outcome::Accepted);
        assert_eq!(places(&batch, "cn.mobile"), expected.into_iter().collect());
    }
    let Some((batch, _)) = judge("live", "ftp_active_stor_curl.pcap", "ftp") else { return };
    assert_eq!(protocols(&batch), ["ftp", "ftp-data"]);
    assert_eq!(outcomes(&batch, "ftp"), [("nancy61:P@ss#0548Au".into(), Outcome::Accepted)]);
}

#[test]
fn ftp_logins_and_upgrades_are_told() {
    let Some((batch, _)) = judge("public", "ftp-auth-tls--zeek.pcap", "ftp") else { return };
    assert!(batch.findings.is_empty());
    let told: Vec<_> = batch.transports.iter().map(|told| (told.info.protocol, told.info.upgrade)).collect();
    assert_eq!(told, [("tls", "used")]);
    let Some((batch, _)) = judge("public", "ftp-bruteforce--zeek.pcap", "ftp") else { return };
    let logins = outcomes(&batch, "ftp");
    assert_eq!(logins.len(), 30);
    assert!(logins.iter().all(|(login, outcome)| login.starts_with("bro:") && *outcome == Outcome::Rejected));
    let Some((batch, _)) = judge("public", "ftp-login-transfer--zeek.pcap", "ftp") else { return };
    assert_eq!(protocols(&batch).iter().filter(|name| **name == "ftp-data").count(), 4);
    let Some((batch, _)) = judge("public", "ftp-retr-pii--zeek.pcap", "ftp") else { return };
    assert_eq!(values(&batch, "email", 0).len(), 5);
    assert!(places(&batch, "email").contains("ftp.file[README]"));
}

#[test]
fn ldap_entries_are_read_by_attribute() {
    let Some((batch, row)) = judge("live", "ldap_add_search.pcap", "ldap") else { return };
    check(&batch, &row, "ldap");
    assert_eq!(places(&batch, "cn.mobile"), BTreeSet::from(["ldap.add:mobile", "ldap.entry:mobile"]));
    assert!(outcomes(&batch, "ldap").iter().all(|(_, outcome)| *outcome == Outcome::Accepted));
}

#[test]
fn ldap_binds_and_upgrades_are_told() {
    let Some((batch, _)) = judge("public", "ldap-simple-bind--credslayer.pcap", "ldap") else { return };
    let expected = [
        "CN=xxxxxxxx,OU=Users,OU=Accounts,DC=xx,DC=xxx,DC=xxxxx,DC=net:/dev/rdsk/c0t0d0s0",
        "xxxxxxxxxxx@xx.xxx.xxxxx.net:passwor8d1",
    ];
    assert_eq!(outcomes(&batch, "ldap"), expected.map(|login| (login.to_owned(), Outcome::Accepted)));
    assert_eq!(values(&batch, "email", 0), BTreeSet::from(["xxxxxxxxxxx@xx.xxx.xxxxx.net"]));
    let Some((batch, _)) = judge("public", "ldap-starttls--zeek.pcap", "ldap") else { return };
    assert!(batch.findings.is_empty());
    let told: Vec<_> = batch.transports.iter().map(|told| (told.info.protocol, told.info.upgrade)).collect();
    assert_eq!(told, [("tls", "used")]);
}

#[test]
fn telnet_logins_are_told_by_their_prompts() {
    let Some((batch, row)) = judge("live", "telnet_session.pcap", "telnet") else { return };
    check(&batch, &row, "telnet");
    assert_eq!(places(&batch, "cn.mobile"), BTreeSet::from(["telnet.output"]));
    assert_eq!(outcomes(&batch, "telnet")[0].1, Outcome::Accepted);
    let typed = [
        ("telnet-char-mode--bruteshark.pcap", "osboxes:PassBox321"),
        ("telnet-login--bruteshark.pcap", "test:capture"),
    ];
    for (file, login) in typed {
        let Some((batch, _)) = judge("public", file, "telnet") else { return };
        assert_eq!(outcomes(&batch, "telnet"), [(login.to_owned(), Outcome::Accepted)]);
    }
}
