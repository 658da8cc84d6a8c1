//! Logs, calls, management, chat and health messages, from captures of real clients and servers to findings: what was
//! planted is found at its place, nothing of the decoys is.

mod lab;

use lab::truth::{check, held, inspected, judge, outcomes, places, protocols, recorded};
use lab::{INSIDE, Lab, OUTSIDE, config, plan, run};
use leaktap_engine::coverage::State;
use leaktap_engine::message::Outcome;
use leaktap_engine::pipeline::Batch;
use std::collections::{BTreeMap, BTreeSet};

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
fn lines_without_a_timestamp_are_syslog_on_any_port() {
    let mut lab = Lab::default();
    let lines = b"<14>mobile=13800138000\0<11>mobile=13900139000\0";
    lab.connection((INSIDE, 40_000), (OUTSIDE, 5140), &[(true, lines)], 60);
    lab.udp((INSIDE, 40_000), (OUTSIDE, 5140), b"<14>mobile=13700137000");
    let saved = lab.save();
    let batch = run(config(1), &plan(&["cn.mobile"]), &[&saved.0]);
    assert!(protocols(&batch).iter().all(|name| *name == "syslog"));
    holds(&batch, &[("cn.mobile", &[("syslog.message:mobile", 3)])]);
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

/// A recorded capture of one protocol; all of its bytes are inspected, but those that are encrypted.
fn read(proto: &str) -> Batch {
    let batch = recorded(&format!("{proto}.pcap"), proto);
    let closed = State::ALL.into_iter().filter(|state| !matches!(state, State::Inspected | State::Encrypted));
    let closed: u64 = closed.flat_map(|state| batch.coverage.iter().map(move |row| row.tally.get(state))).sum();
    assert_eq!(closed, 0, "{:?}", batch.coverage);
    assert!(batch.anomalies.iter().all(|odd| odd.code.name() == "challenge_login"), "{:?}", batch.anomalies);
    assert!(protocols(&batch).iter().all(|name| *name == proto));
    batch
}

/// How many distinct values a detector found at each place.
fn counts<'a>(batch: &'a Batch, detector: &str) -> BTreeMap<&'a str, usize> {
    held(batch, detector).into_iter().map(|(place, values)| (place, values.len())).collect()
}

/// What was planted is found as often as it should be, at its places.
fn holds(batch: &Batch, expected: &[(&str, &[(&str, usize)])]) {
    for (detector, places) in expected {
        assert_eq!(counts(batch, detector), places.iter().copied().collect(), "{detector}");
    }
}

#[test]
fn recorded_management_is_read() {
    let batch = read("snmp");
    let community = ":cRm-Rw-77".to_owned();
    let expected = [
        (community.clone(), Outcome::Accepted),
        (community, Outcome::Accepted),
        (":guess-1".to_owned(), Outcome::Unknown),
    ];
    assert_eq!(outcomes(&batch, "snmp"), expected);
    let mobiles = [
        ("snmp.request.varbind:1.3.6.1.2.1.1.5.0", 1),
        ("snmp.response.varbind:1.3.6.1.2.1.1.4.0", 1),
        ("snmp.response.varbind:1.3.6.1.2.1.1.5.0", 1),
    ];
    holds(&batch, &[("cn.mobile", &mobiles), ("email", &[("snmp.response.varbind:1.3.6.1.2.1.1.4.0", 1)])]);
    // Two encrypted PDUs.
    let encrypted: u64 = batch.coverage.iter().map(|row| row.tally.get(State::Encrypted)).sum();
    assert_eq!(encrypted, 152);
    let batch = read("radius");
    let mobiles = [
        ("radius.request.attribute:calling-station-id", 1),
        ("radius.request.attribute:cisco-avpair", 1),
        ("radius.response.attribute:reply-message", 1),
    ];
    holds(&batch, &[("cn.mobile", &mobiles), ("email", &[("radius.request.attribute:user-name", 1)])]);
    inspected(&batch);
}

#[test]
fn recorded_logs_and_calls_are_read() {
    let batch = read("syslog");
    let mobiles = [("syslog.message", 3), ("syslog.message.data:mobile", 3)];
    holds(&batch, &[("cn.resident_id", &[("syslog.message", 3)]), ("cn.mobile", &mobiles)]);
    holds(&batch, &[("payment_card", &[("syslog.message:card", 3)]), ("email", &[("syslog.message:mail", 3)])]);
    inspected(&batch);
    let batch = read("sip");
    let body = [("sip.request.body", 1)];
    holds(&batch, &[("cn.resident_id", &body), ("payment_card", &body)]);
    assert!(
        places(&batch, "cn.mobile").is_superset(&BTreeSet::from(["sip.request.header:to", "sip.request.header:from"]))
    );
    inspected(&batch);
}

#[test]
fn recorded_terminals_are_read() {
    for proto in ["telnet", "rlogin"] {
        let batch = read(proto);
        let expected = [("crmexport:Autumn-Rain-7", Outcome::Accepted), ("crmexport:Winter-Sun-8", Outcome::Rejected)];
        assert_eq!(outcomes(&batch, proto), expected.map(|(login, outcome)| (login.to_owned(), outcome)));
        let output = format!("{proto}.output");
        let output = [(output.as_str(), 4)];
        holds(&batch, &[("cn.resident_id", &output), ("cn.mobile", &output), ("email", &output)]);
        inspected(&batch);
    }
}

#[test]
fn irc_logins_are_judged() {
    let Some((batch, _)) = judge("public", "irc-more-commands--zeek.pcap", "irc") else { return };
    let expected = [
        ("tim:fail", Outcome::Rejected),
        ("tim:test", Outcome::Accepted),
        ("tim:test", Outcome::Accepted),
        ("tim:test", Outcome::Accepted),
    ];
    assert_eq!(outcomes(&batch, "irc"), expected.map(|(login, outcome)| (login.to_owned(), outcome)));
    inspected(&batch);
}

#[test]
fn xmpp_logins_by_challenge_are_told() {
    let Some((batch, _)) = judge("public", "xmpp-jabber--ndpi.pcapng", "xmpp") else { return };
    // Somebody changes a password in the middle of a stream.
    let changed = outcomes(&batch, "xmpp");
    assert_eq!(changed, [("tom:cloudshark".to_owned(), Outcome::Accepted)]);
    assert!(batch.anomalies.iter().any(|odd| odd.code.name() == "challenge_login" && odd.detail == "digest-md5"));
    assert_eq!(places(&batch, "cn.mobile"), BTreeSet::new());
    assert!(places(&batch, "email").contains("xmpp.iq:item@jid"));
}

#[test]
fn recorded_chat_is_read() {
    let batch = read("irc");
    let expected = [
        ("eve1:Winter-Sun-8", Outcome::Rejected),
        ("li1:Autumn-Rain-7", Outcome::Accepted),
        ("root:Autumn-Rain-7", Outcome::Accepted),
        ("root:Winter-Sun-8", Outcome::Rejected),
        ("wang1:Autumn-Rain-7", Outcome::Accepted),
    ];
    assert_eq!(outcomes(&batch, "irc"), expected.map(|(login, outcome)| (login.to_owned(), outcome)));
    let channel = [("irc.message:#crm", 2)];
    holds(&batch, &[("cn.resident_id", &channel), ("cn.mobile", &channel), ("email", &[("irc.topic:#crm", 1)])]);
    holds(&batch, &[("payment_card", &[("irc.message:li", 1)])]);
    inspected(&batch);
    let batch = read("xmpp");
    let expected = [("li:Autumn-Rain-7", Outcome::Accepted), ("li:Winter-Sun-8", Outcome::Rejected)];
    assert_eq!(outcomes(&batch, "xmpp"), expected.map(|(login, outcome)| (login.to_owned(), outcome)));
    let text = [("xmpp.message:message", 2)];
    holds(&batch, &[("cn.resident_id", &text), ("cn.mobile", &[("xmpp.iq:iq.vCard.NICKNAME", 1)])]);
    assert!(batch.transports.iter().all(|told| told.info.upgrade == "not_offered"));
    inspected(&batch);
}

#[test]
fn patients_are_read_by_field() {
    let Some((batch, _)) = judge("public", "hl7-patient--ndpi.pcap", "hl7") else { return };
    assert_eq!(places(&batch, "email"), BTreeSet::from(["hl7.message:PID-13"]));
    assert!(places(&batch, "us.ssn").is_empty());
    inspected(&batch);
    let batch = read("hl7");
    let phone = [("hl7.message:PID-13", 3)];
    holds(&batch, &[("cn.mobile", &phone), ("email", &phone)]);
    holds(&batch, &[("cn.resident_id", &[("hl7.message:PID-19", 3)]), ("payment_card", &[("hl7.message:IN1-3", 3)])]);
    inspected(&batch);
}

#[test]
fn interchanges_are_read_by_element() {
    const ENROLMENT: &[u8] =
        b"ISA*00*          *01*S3cret-77 *ZZ*CRM            *ZZ*PARTNER        *260101*1000*^*00501*000000001*0*P*:~\n\
        GS*BE*CRM*PARTNER*20260101*1000*1*X*005010X220A1~\nST*834*0001*005010X220A1~\nNM1*IL*1*LI*WEI~\n\
        PER*IP**HP*13800138000*EM*li@example.cn~\nSE*4*0001~\nGE*1*1~\nIEA*1*000000001~\n";
    let mut lab = Lab::default();
    lab.connection((INSIDE, 40_000), (OUTSIDE, 5432), &[(true, ENROLMENT)], 60);
    let saved = lab.save();
    let batch = run(config(1), &plan(&["cn.mobile", "email", "credential.x12"]), &[&saved.0]);
    assert_eq!(protocols(&batch), ["x12"]);
    assert_eq!(outcomes(&batch, "x12"), [("CRM:S3cret-77".to_owned(), Outcome::Unknown)]);
    holds(&batch, &[("cn.mobile", &[("x12.transaction:PER-04", 1)]), ("email", &[("x12.transaction:PER-06", 1)])]);
    inspected(&batch);
}

/// A query for `name` with this id, or its response.
fn dns(id: u16, response: bool, name: &str) -> Vec<u8> {
    let mut message = [id.to_be_bytes(), [if response { 0x81 } else { 1 }, 0], [0, 1], [0, 0], [0, 0], [0, 0]].concat();
    for label in name.split('.') {
        message.push(label.len() as u8);
        message.extend(label.bytes());
    }
    message.extend([0, 0, 1, 0, 1]);
    message
}

/// Flows of lookups from one port, each after a pause.
fn lookups(pause_s: u64, answered: bool, name: &str) -> usize {
    let mut lab = Lab::default();
    for id in 0..4 {
        lab.udp((INSIDE, 5353), (OUTSIDE, 53), &dns(id, false, name));
        if answered {
            lab.udp((OUTSIDE, 53), (INSIDE, 5353), &dns(id, true, name));
        }
        lab.now_us += pause_s * 1_000_000;
    }
    let saved = lab.save();
    run(config(1), &plan(&["email"]), &[&saved.0]).flows.len()
}

#[test]
fn a_flow_whose_queries_are_answered_ends_soon() {
    assert_eq!(lookups(0, true, "crm.example.cn"), 1);
    assert_eq!(lookups(10, true, "crm.example.cn"), 4);
    // A response may come yet, and data may go on in the next name.
    assert_eq!(lookups(10, false, "crm.example.cn"), 1);
    assert_eq!(lookups(10, true, "mfzwizltoruwk3rom5xw633emvrxezlu.t.example.cn"), 1);
    assert_eq!(lookups(200, false, "crm.example.cn"), 4);
}

#[test]
fn events_of_fluentd_are_read_by_tag_and_field() {
    let number = 13_800_138_000u64.to_be_bytes();
    let record = [&b"\x82\xa6mobile\xcf"[..], &number, b"\xa5email\xadli@example.cn\xc0"].concat();
    let record = &record[..record.len() - 1];
    let event = [&b"\x93\xa9crm.login\xce\x65\x53\xf1\0"[..], record].concat();
    let entries = [&b"\x92\xce\x65\x53\xf1\0"[..], record].concat();
    let packed = [&b"\x92\xa8crm.rows\xc4"[..], &[entries.len() as u8], &entries].concat();
    let mut lab = Lab::default();
    lab.connection((INSIDE, 40_000), (OUTSIDE, 24_224), &[(true, &[event, packed].concat())], 50);
    let saved = lab.save();
    let batch = run(config(1), &plan(&["cn.mobile", "email"]), &[&saved.0]);
    assert_eq!(protocols(&batch), ["fluentd"]);
    let expected = BTreeSet::from(["fluentd.message[crm.login]:[*].mobile", "fluentd.message[crm.rows]:[*].mobile"]);
    assert_eq!(places(&batch, "cn.mobile"), expected);
    inspected(&batch);
}
