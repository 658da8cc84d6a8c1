//! Key-value stores, files, directories and terminals, from captures of real clients and servers to findings: what was
//! planted is found at its place, nothing of the decoys is.

mod lab;

use lab::truth::{check, database, judge, outcomes, places, protocols, values};
use leaktap_engine::message::Outcome;
use std::collections::BTreeSet;

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
