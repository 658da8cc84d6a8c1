//! Mail protocols from capture to findings: every planted value, every login, nothing of the decoys (skipped where the
//! captures are not at hand).

mod lab;

use lab::truth::truths;
use lab::{INSIDE, Lab, OUTSIDE, config, plan, run};
use leaktap_engine::message::{About, Outcome};
use leaktap_engine::pipeline::Batch;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::PathBuf;

const DETECTORS: [&str; 6] = ["cn.resident_id", "cn.mobile", "payment_card", "email", "iban", "us.ssn"];

fn detectors() -> Vec<&'static str> {
    let logins = ["credential.smtp", "credential.pop3", "credential.imap"];
    DETECTORS.into_iter().chain(logins).collect()
}

/// The captures of a folder that are about mail, with their truths.
fn mails(folder: &str) -> Vec<(PathBuf, Value)> {
    let Some((root, rows)) = truths(folder) else { return Vec::new() };
    let about_mail = |file: &str| ["smtp", "pop3", "imap"].iter().any(|name| file.contains(name));
    let at = |row: Value| Some((root.join(row["file"].as_str().filter(|file| about_mail(file))?), row));
    rows.into_iter().filter_map(at).collect()
}

fn values(batch: &Batch, detector: &str) -> BTreeSet<String> {
    batch.findings.iter().filter(|f| f.detector == detector).flat_map(|f| f.values().iter().cloned()).collect()
}

fn strings(list: &Value) -> BTreeSet<String> {
    list.as_array().into_iter().flatten().filter_map(|v| v.as_str().map(str::to_owned)).collect()
}

#[test]
fn planted_values_are_found_and_decoys_are_not() {
    for (path, truth) in mails("live") {
        let file = truth["file"].as_str().unwrap_or_default();
        if truth["visible_without_keys"] != Value::Bool(true) {
            continue;
        }
        let all = run(config(1), &plan(&detectors()), &[&path]);
        for detector in DETECTORS {
            let (planted, found) = (strings(&truth["planted"][detector]), values(&all, detector));
            let missing = planted.difference(&found).count();
            println!("{file} {detector}: {} of {}", planted.len() - missing, planted.len());
            assert!(missing == 0, "{file} {detector}: {:?}", planted.difference(&found));
            let mut known = planted.clone();
            known.extend(strings(&truth["incidental"][detector]));
            known.extend(strings(&truth["unplanted_valid"][detector]));
            let odd: Vec<_> = found.difference(&known).collect();
            assert!(odd.is_empty(), "{file} {detector}: {odd:?}");
        }
        for login in truth["planted"]["credential"].as_array().into_iter().flatten() {
            let detector = format!("credential.{}", login["proto"].as_str().unwrap_or_default());
            let wanted = format!("{}:{}", login["user"].as_str().unwrap_or(""), login["secret"].as_str().unwrap_or(""));
            let finding = all.findings.iter().find(|f| *f.detector == *detector).expect("the login is found");
            assert_eq!(finding.values(), [wanted], "{file}");
            assert_eq!(finding.credential().map(|c| c.outcome), Some(Outcome::Accepted), "{file}");
        }
        for issue in truth["transport"].as_array().into_iter().flatten() {
            let absent = issue["issue"] == "starttls_absent";
            let told = all.transports.iter().any(|t| matches!(t.info.upgrade, "not_offered" | "offered_unused"));
            assert!(!absent || told, "{file}: STARTTLS was not offered");
        }
    }
}

#[test]
fn logins_of_public_captures_are_found() {
    for (path, truth) in mails("public") {
        let file = truth["file"].as_str().unwrap_or_default();
        let all = run(config(1), &plan(&detectors()), &[&path]);
        for wanted in truth["expect"].as_array().into_iter().flatten() {
            let kind = wanted["kind"].as_str().unwrap_or_default();
            let count = wanted["count_distinct"].as_u64().unwrap_or(0) as usize;
            if kind == "email" {
                let least = wanted["min_distinct"].as_u64().map_or(count, |least| least as usize);
                let found = values(&all, "email").len();
                println!("{file} emails {found} of {count}");
                assert!(found >= least, "{file}: {found} of {least} addresses");
            } else if kind == "credential" && wanted["secret_visible"] != Value::Bool(false) {
                let user = wanted["user"].as_str().unwrap_or_default();
                let found = all.findings.iter().filter(|f| f.credential().is_some());
                assert!(found.flat_map(|f| f.values()).any(|v| v.starts_with(user)), "{file}: login of {user}");
            } else if kind == "credential" {
                let told = all.anomalies.iter().any(|a| a.code.name() == "challenge_login");
                assert!(told, "{file}: a challenge response");
            }
        }
        for trap in truth["must_not"].as_array().into_iter().flatten() {
            let found = values(&all, trap["kind"].as_str().unwrap_or_default());
            let traps: BTreeSet<String> = strings(&trap["values"]).iter().map(|v| v.replace([' ', '-'], "")).collect();
            let caught = if traps.is_empty() { !found.is_empty() } else { !found.is_disjoint(&traps) };
            assert!(!caught, "{file}: a trap was reported");
        }
    }
}

#[test]
fn starttls_leaves_no_plaintext_record() {
    for (path, truth) in mails("live").into_iter().filter(|(path, _)| path.to_string_lossy().contains("starttls")) {
        let all = run(config(1), &plan(&detectors()), &[&path]);
        let told: Vec<_> = all.transports.iter().map(|t| (t.info.protocol, t.info.upgrade)).collect();
        assert_eq!(told, [("tls", "used")], "{}", truth["file"]);
    }
}

#[test]
fn a_mail_says_who_sent_what_to_whom_and_where_the_value_stood() {
    let csv = "bmFtZSxwaG9uZQ0KQSwxMzgwMDEzODAwMA0KQiwxMzkwMDEzOTAwMA0KQywxMzYwMDEzNjAwMA0K";
    let mail = format!(
        "Subject: =?UTF-8?B?5a6i5oi3IDEzNTAwMTM1MDAw?=\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; \
         boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
         call 137=\r\n00137000 now\r\n--b\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment;\r\n \
         filename*0*=UTF-8''%E5%AE%A2;\r\n filename*1*=%E6%88%B7;\r\n filename*2=.csv\r\nContent-Transfer-Encoding: base64\r\n\r\n\
         {csv}\r\n--b--\r\n.\r\n"
    );
    let turns: Vec<(bool, &[u8])> = vec![
        (false, b"220 mx ESMTP\r\n"),
        (true, b"EHLO client\r\n"),
        (false, b"250 mx\r\n"),
        (true, b"MAIL FROM:<ops@example.cn>\r\nRCPT TO:<a@example.org>\r\nDATA\r\n"),
        (false, b"250 ok\r\n250 ok\r\n354 go\r\n"),
        (true, mail.as_bytes()),
        (false, b"250 queued\r\n"),
    ];
    for mss in [7, 1400] {
        let mut lab = Lab::default();
        lab.connection((INSIDE, 40_000), (OUTSIDE, 25), &turns, mss);
        let saved = lab.save();
        let all = run(config(1), &plan(&["cn.mobile"]), &[&saved.0]);
        let mut found: Vec<_> = all.findings.iter().map(|f| (&*f.place, f.values().len())).collect();
        found.sort_unstable();
        let file = "smtp.message:part[2]:file[客户.csv]:phone";
        assert_eq!(found, [("smtp.message.header:subject", 1), ("smtp.message:part[1]", 1), (file, 3)]);
        for finding in &all.findings {
            let About::Mail(mail) = &finding.about else { panic!("it is a mail") };
            assert_eq!((mail.to.len(), mail.subject.is_empty()), (1, false));
        }
    }
}
