//! File transfer, from captures of real clients and servers to findings: what was planted is found at its place.

mod lab;

use lab::truth::{check, judge, outcomes, places, recorded, values};
use leaktap_engine::coverage::State;
use leaktap_engine::finding::Finding;
use leaktap_engine::message::{Direction, Outcome};
use leaktap_engine::pipeline::Batch;
use std::collections::BTreeSet;

/// Bytes in a state, and in all.
fn bytes(batch: &Batch, state: State) -> (u64, u64) {
    let sum =
        |of: &dyn Fn(&leaktap_engine::coverage::Tally) -> u64| batch.coverage.iter().map(|row| of(&row.tally)).sum();
    (sum(&|tally| tally.get(state)), sum(&leaktap_engine::coverage::Tally::total))
}

/// Details of the anomalies with this name.
fn odd<'a>(batch: &'a Batch, code: &str) -> Vec<&'a str> {
    batch.anomalies.iter().filter(|odd| odd.code.name() == code).map(|odd| odd.detail.as_str()).collect()
}

/// Names of files that findings came from.
fn files(batch: &Batch) -> BTreeSet<&str> {
    batch.findings.iter().filter_map(|finding| finding.file().map(|file| file.name.as_str())).collect()
}

#[test]
fn smb_files_are_read_whole_and_by_name() {
    let Some((batch, row)) = judge("live", "smb2_get_guest.pcap", "smb") else { return };
    check(&batch, &row, "smb");
    assert_eq!(places(&batch, "cn.mobile"), BTreeSet::from(["smb.file[data/export.json]:data[*].mobile"]));
    assert_eq!(odd(&batch, "challenge_login"), ["ntlm WORKGROUP\\root accepted as guest"]);
    let (inspected, all) = bytes(&batch, State::Inspected);
    assert_eq!(inspected, all);
    let Some((batch, row)) = judge("live", "smb3_put_get.pcap", "smb") else { return };
    check(&batch, &row, "smb");
    assert_eq!(files(&batch), BTreeSet::from(["data/cars.xlsx", "data/customers.csv"]));
    assert_eq!(odd(&batch, "challenge_login"), ["ntlm WORKGROUP\\nobody accepted"]);
}

#[test]
fn smb_captures_of_others_are_read() {
    let Some((batch, _)) = judge("public", "smb2-100-files--zeek.pcap", "smb") else { return };
    assert_eq!(odd(&batch, "challenge_login"), ["ntlm zeek accepted as guest"]);
    assert!(values(&batch, "credential.smb", 0).is_empty());
    let (inspected, all) = bytes(&batch, State::Inspected);
    assert_eq!(inspected, all);
    let Some((batch, _)) = judge("public", "smb2-readwrite--zeek.pcap", "smb") else { return };
    assert!(batch.findings.is_empty());
    assert_eq!(odd(&batch, "parser_resync"), [""; 0]);
}

#[test]
fn smb_files_in_turns_and_backwards_are_whole() {
    let batch = recorded("smb2.pcap", "smb");
    assert_eq!(files(&batch), BTreeSet::from(["crm/export/customers.csv", "crm/returns.csv"]));
    assert_eq!(values(&batch, "cn.mobile", 0).len(), 14);
    assert_eq!(odd(&batch, "challenge_login"), ["ntlm WORKGROUP\\backup accepted"]);
    let batch = recorded("smb2_interleaved.pcap", "smb");
    assert_eq!(values(&batch, "cn.mobile", 0).len(), 16);
    let places = places(&batch, "cn.mobile");
    assert_eq!(places, BTreeSet::from(["smb.file[crm/first.csv]:mobile", "smb.file[crm/second.csv]:mobile"]));
    assert!(batch.findings.iter().all(|finding| finding.complete));
}

#[test]
fn smb_of_version_1_shows_its_passwords() {
    let batch = recorded("smb1.pcap", "smb");
    assert_eq!(outcomes(&batch, "smb"), [("backup:Autumn-Rain-7".to_owned(), Outcome::Rejected)]);
    assert_eq!(odd(&batch, "challenge_login"), ["ntlm WORKGROUP\\backup accepted"]);
    assert_eq!(files(&batch), BTreeSet::from(["CRM/customers.csv"]));
    let found = batch.findings.iter().filter(|finding| finding.detector == "cn.mobile");
    assert_eq!(found.map(|finding| (finding.distinct, finding.complete)).collect::<Vec<_>>(), [(8, true); 2]);
}

#[test]
fn smb_encryption_is_told() {
    let batch = recorded("smb3_encrypted.pcap", "smb");
    assert!(batch.findings.is_empty());
    assert_eq!(
        batch.transports.last().map(|told| (told.info.protection, told.info.version)),
        Some(("sound", "SMB 3.1.1"))
    );
    assert!(bytes(&batch, State::Encrypted).0 > 0);
}

#[test]
fn tftp_transfers_are_found_on_the_ports_that_servers_choose() {
    let Some((batch, row)) = judge("live", "tftp_put.pcap", "tftp") else { return };
    check(&batch, &row, "tftp");
    assert_eq!(files(&batch), BTreeSet::from(["t.csv"]));
    assert!(batch.findings.iter().all(|finding| finding.complete && finding.place.starts_with("tftp.file")));
    let Some((batch, _)) = judge("public", "tftp-transfer--ndpi.pcapng", "tftp") else { return };
    assert_eq!(values(&batch, "email", 0), BTreeSet::from(["sollins@lcs.mit.edu"]));
    let file = batch.findings.iter().find_map(|finding| finding.file());
    let told = file.map(|file| (file.name.as_str(), file.size, file.sha256.get(..16).unwrap_or_default()));
    assert_eq!(told, Some(("rfc1350.txt", 24_599, "39c9534e5fa6fecd")));
    let batch = recorded("tftp.pcap", "tftp");
    assert_eq!(files(&batch), BTreeSet::from(["export.csv", "uploads.csv"]));
    assert_eq!(values(&batch, "cn.mobile", 0).len(), 39);
    let (inspected, all) = bytes(&batch, State::Inspected);
    assert_eq!(inspected, all);
}

#[test]
fn rsync_files_are_read_by_name() {
    let Some((batch, row)) = judge("live", "rsync_push.pcap", "rsync") else { return };
    check(&batch, &row, "rsync");
    assert_eq!(files(&batch), BTreeSet::from(["data/c.csv", "data/n.txt"]));
    let (inspected, all) = bytes(&batch, State::Inspected);
    assert_eq!(inspected, all);
    let batch = recorded("rsync.pcap", "rsync");
    assert_eq!(files(&batch), BTreeSet::from(["crm/customers.csv", "crm/returns.csv"]));
    assert_eq!(values(&batch, "cn.mobile", 0).len(), 16);
    // What was pulled was packed by Zstandard once, and by zlib once.
    let pulled = |finding: &&Finding| finding.sender == Direction::Resp && finding.detector == "cn.mobile";
    assert_eq!(
        batch.findings.iter().map(AsRef::as_ref).filter(pulled).map(|finding| finding.distinct).collect::<Vec<_>>(),
        [8, 8]
    );
    assert!(batch.findings.iter().all(|finding| finding.complete));
    let logins =
        batch.anomalies.iter().filter(|odd| odd.code.name() == "challenge_login").map(|odd| odd.detail.as_str());
    let logins: Vec<_> = logins.collect();
    assert_eq!(logins.iter().filter(|login| **login == "rsync crmexport accepted").count(), 3);
    assert!(logins.contains(&"rsync crmexport rejected"));
    let (inspected, all) = bytes(&batch, State::Inspected);
    assert_eq!(inspected, all);
}

#[test]
fn nfs_files_are_read_by_path() {
    for (capture, path) in [("nfs3.pcap", "customers.csv"), ("nfs4.pcap", "crm/customers.csv")] {
        let batch = recorded(capture, "nfs");
        assert_eq!(files(&batch), BTreeSet::from([path]), "{capture}");
        assert_eq!(values(&batch, "cn.mobile", 0).len(), 8, "{capture}");
        let sides: BTreeSet<_> = batch.findings.iter().map(|finding| finding.sender).collect();
        assert_eq!(sides.len(), 2, "{capture}");
        assert!(batch.findings.iter().all(|finding| finding.complete && finding.place.starts_with("nfs.file")));
        let (inspected, all) = bytes(&batch, State::Inspected);
        assert_eq!(inspected, all);
    }
}

#[test]
fn webdav_is_read_as_the_http_that_it_is() {
    let batch = recorded("webdav.pcap", "http");
    assert_eq!(values(&batch, "cn.mobile", 0).len(), 8);
    let sides: BTreeSet<_> = batch.findings.iter().map(|finding| finding.sender).collect();
    assert_eq!(sides.len(), 2);
    assert_eq!(files(&batch), BTreeSet::from(["customers.csv", "客户.csv"]));
    let login = |secret: &str, outcome| (format!("crmexport:{secret}"), outcome);
    let told = outcomes(&batch, "http");
    assert!(told.contains(&login("Autumn-Rain-7", Outcome::Accepted)));
    assert!(told.contains(&login("Winter-Sun-1", Outcome::Rejected)));
    assert!(!told.contains(&login("Autumn-Rain-7", Outcome::Rejected)));
}

/// Name, size, and the first 16 digits of the SHA-256 of each file that findings came from.
fn digests(batch: &Batch) -> BTreeSet<(&str, u64, &str)> {
    let files = batch.findings.iter().filter_map(|finding| finding.file());
    files.map(|file| (file.name.as_str(), file.size, file.sha256.get(..16).unwrap_or_default())).collect()
}

#[test]
fn files_are_those_that_tshark_extracts() {
    let batch = recorded("smb1.pcap", "smb");
    assert_eq!(digests(&batch), BTreeSet::from([("CRM/customers.csv", 736, "cb4c8462455397c6")]));
    let batch = recorded("smb2.pcap", "smb");
    let expected =
        [("crm/export/customers.csv", 735, "d7105a2a4efe493e"), ("crm/returns.csv", 540, "99b7fa76abbdcb8d")];
    assert_eq!(digests(&batch), BTreeSet::from(expected));
    let batch = recorded("tftp.pcap", "tftp");
    let expected = [("export.csv", 2662, "3912886d90755ad5"), ("uploads.csv", 824, "12744076ca5db1e1")];
    assert_eq!(digests(&batch), BTreeSet::from(expected));
    let Some((batch, _)) = judge("live", "smb2_get_guest.pcap", "smb") else { return };
    assert_eq!(digests(&batch), BTreeSet::from([("data/export.json", 161_553, "4b1db0e477db870e")]));
    let Some((batch, _)) = judge("live", "smb3_put_get.pcap", "smb") else { return };
    let expected =
        [("data/cars.xlsx", 11_987, "97fa93b2e2b9de20"), ("data/customers.csv", 100_301, "54be54695ff35047")];
    assert_eq!(digests(&batch), BTreeSet::from(expected));
}
