//! Message queues, from captures of real clients and servers to findings: what was planted is found at its place.

mod lab;

use lab::truth::{check, database, held, inspected, judge, outcomes, places, protocols, recorded};
use lab::{INSIDE, Lab, OUTSIDE, config, conversation, plan, run};
use leaktap_engine::message::Outcome;
use leaktap_engine::pipeline::Batch;
use std::collections::{BTreeMap, BTreeSet};

#[test]
fn kafka_records_are_read_by_topic_and_field() {
    let Some((batch, row)) = judge("live", "kafka_produce_py.pcap", "kafka") else { return };
    check(&batch, &row, "kafka");
    let expected = BTreeSet::from(["kafka.fetch[crm.customer]:mobile", "kafka.produce[crm.customer]:mobile"]);
    assert_eq!(places(&batch, "cn.mobile"), expected);
    assert_eq!(database(&batch, "cn.mobile").map(|(_, topic)| topic), Some("crm.customer".into()));
    assert!(protocols(&batch).iter().all(|name| *name == "kafka"));
    inspected(&batch);
}

#[test]
fn kafka_without_customers_is_quiet() {
    let Some((batch, _)) = judge("public", "kafka--ndpi.pcapng", "kafka") else { return };
    assert!(batch.findings.is_empty());
    assert!(protocols(&batch).contains(&"kafka"));
}

/// Mobile numbers of the customers in every recorded capture.
const CUSTOMERS: [&str; 3] = ["13700137000", "13800138000", "13900139000"];

/// Every recorded capture has one login that was refused, and others that were accepted.
fn check_logins(batch: &Batch, proto: &str) {
    let mut logins = outcomes(batch, proto);
    logins.dedup();
    let login = |secret: &str, outcome| (format!("crm1:{secret}"), outcome);
    assert_eq!(logins, [login("Blue-Heron-41", Outcome::Accepted), login("Grey-Heron-42", Outcome::Rejected)]);
}

#[test]
fn kafka_records_are_unpacked_and_named_by_topic_ids() {
    let batch = recorded("kafka.pcap", "kafka");
    let topics = ["none", "gzip", "snappy", "lz4", "zstd"];
    let expected: Vec<_> = topics
        .iter()
        .flat_map(|coding| ["produce", "fetch"].map(|what| format!("kafka.{what}[crm.{coding}]:mobile")))
        .collect();
    let customers = BTreeSet::from(CUSTOMERS);
    assert_eq!(held(&batch, "cn.mobile"), expected.iter().map(|place| (&**place, customers.clone())).collect());
    check_logins(&batch, "kafka");
    inspected(&batch);
}

#[test]
fn mqtt_payloads_are_read_by_topic_and_field() {
    let Some((batch, row)) = judge("live", "mqtt_pub.pcap", "mqtt") else { return };
    check(&batch, &row, "mqtt");
    assert_eq!(places(&batch, "cn.mobile"), BTreeSet::from(["mqtt.publish[crm/cust]:mobile"]));
    assert_eq!(database(&batch, "cn.mobile").map(|(_, topic)| topic), Some("crm/cust".into()));
    assert!(outcomes(&batch, "mqtt").iter().all(|(_, outcome)| *outcome == Outcome::Accepted));
    inspected(&batch);
    let Some((batch, _)) = judge("public", "mqtt31-userpass--suricata.pcap", "mqtt") else { return };
    assert_eq!(outcomes(&batch, "mqtt"), [("user:pass".into(), Outcome::Accepted)]);
    assert_eq!(batch.findings.len(), 1);
}

#[test]
fn mqtt_topics_are_named_by_aliases() {
    let batch = recorded("mqtt.pcap", "mqtt");
    let customers = BTreeSet::from(CUSTOMERS);
    let expected = BTreeMap::from([
        ("mqtt.publish[crm/customers]:mobile", customers.clone()),
        ("mqtt.publish[crm/customers/v5]:mobile", customers),
        ("mqtt.will[crm/gone]:mobile", BTreeSet::from(["13800138000"])),
    ]);
    assert_eq!(held(&batch, "cn.mobile"), expected);
    check_logins(&batch, "mqtt");
    inspected(&batch);
}

#[test]
fn amqp_contents_are_read_by_routing_and_field() {
    let Some((batch, row)) = judge("live", "amqp_publish.pcap", "amqp") else { return };
    check(&batch, &row, "amqp");
    assert_eq!(database(&batch, "cn.mobile").map(|(_, topic)| topic), Some("q".into()));
    assert!(outcomes(&batch, "amqp").iter().all(|(_, outcome)| *outcome == Outcome::Accepted));
    inspected(&batch);
    let expected = BTreeSet::from(["amqp.get[q]:data[*].mobile", "amqp.publish[q]:data[*].mobile"]);
    assert_eq!(places(&batch, "cn.mobile"), expected);
    let Some((batch, _)) = judge("public", "amqp-publish--packetbeat.pcap", "amqp") else { return };
    assert_eq!(outcomes(&batch, "amqp"), [("guest:guest".into(), Outcome::Accepted)]);
    assert_eq!(batch.findings.len(), 1);
}

#[test]
fn amqp_contents_interleave_over_channels() {
    let batch = recorded("amqp.pcap", "amqp");
    let customers = BTreeSet::from(CUSTOMERS);
    let expected = BTreeMap::from([
        ("amqp.deliver[crm/customer.new]:mobile", BTreeSet::from(["13700137000", "13900139000"])),
        ("amqp.deliver[customers]:mobile", customers.clone()),
        ("amqp.get[crm/customer.new]:mobile", BTreeSet::from(["13800138000"])),
        ("amqp.publish[crm/customer.new]:mobile", customers.clone()),
        ("amqp.publish[crm/nowhere]:mobile", BTreeSet::from(["13800138000"])),
        ("amqp.publish[customers]:mobile", customers),
        ("amqp.return[crm/nowhere]:mobile", BTreeSet::from(["13800138000"])),
    ]);
    assert_eq!(held(&batch, "cn.mobile"), expected);
    check_logins(&batch, "amqp");
    inspected(&batch);
}

#[test]
fn nats_payloads_are_read_by_subject_and_field() {
    let Some((batch, row)) = judge("live", "nats_pub.pcap", "nats") else { return };
    check(&batch, &row, "nats");
    assert_eq!(places(&batch, "cn.mobile"), BTreeSet::from(["nats.publish[crm.cust]:phone"]));
    assert!(outcomes(&batch, "nats").iter().all(|(_, outcome)| *outcome == Outcome::Accepted));
    inspected(&batch);
    let batch = recorded("nats.pcap", "nats");
    let customers = BTreeSet::from(CUSTOMERS);
    let expected = BTreeMap::from([
        ("nats.message[_INBOX]:mobile", BTreeSet::from(["13900139000"])),
        ("nats.message[crm.customers]:mobile", customers.clone()),
        ("nats.publish[_INBOX]:mobile", BTreeSet::from(["13900139000"])),
        ("nats.publish[crm.customers]:mobile", customers),
    ]);
    assert_eq!(held(&batch, "cn.mobile"), expected);
    check_logins(&batch, "nats");
    inspected(&batch);
}

#[test]
fn stomp_bodies_are_read_by_destination_and_field() {
    let batch = recorded("stomp.pcap", "stomp");
    let places: Vec<_> = (0..3)
        .flat_map(|version| ["message", "send"].map(|what| format!("stomp.{what}[/queue/customers-{version}]:mobile")))
        .collect();
    let customers = BTreeSet::from(CUSTOMERS);
    assert_eq!(held(&batch, "cn.mobile"), places.iter().map(|place| (&**place, customers.clone())).collect());
    check_logins(&batch, "stomp");
    inspected(&batch);
}

/// What is found in a connection of which neither handshake nor greeting was captured.
fn joined(orig: &[u8], resp: &[u8]) -> Batch {
    let mut lab = Lab::default();
    let turns = [(true, orig), (false, resp)];
    for seg in conversation((INSIDE, 40_000), (OUTSIDE, 9_999), &turns, 1448).iter().skip(3) {
        lab.tcp(seg);
    }
    let saved = lab.save();
    run(config(1), &plan(&["cn.mobile"]), &[&saved.0])
}

/// A frame of AMQP on channel 1.
fn frame(kind: u8, payload: &[u8]) -> Vec<u8> {
    [&[kind, 0, 1][..], &(payload.len() as u32).to_be_bytes(), payload, &[0xce]].concat()
}

#[test]
fn connections_that_are_joined_in_their_middle_are_recognised() {
    const CUSTOMER: &[u8] = br#"{"mobile":"13800138000"}"#;
    let len = CUSTOMER.len() as u8;
    let content = [&b"\0\x3c\0\0\0\0\0\0\0\0\0"[..], &[len], b"\0\0"].concat();
    let publish = [frame(1, b"\0\x3c\0\x28\0\0\0\x01q\0"), frame(2, &content), frame(3, CUSTOMER)].concat();
    // Version 5: a length of properties, none of them, stands before the payload.
    let mqtt = [&[0x30, len + 8, 0, 5][..], b"crm/a\0", CUSTOMER, b"\xc0\0"].concat();
    let masked: Vec<u8> = CUSTOMER.iter().map(|byte| byte ^ 0x5a).collect();
    for (proto, place, orig, resp) in [
        ("amqp", "amqp.publish[q]:mobile", publish, &b"\x08\0\0\0\0\0\0\xce"[..]),
        ("mqtt", "mqtt.publish[crm/a]:mobile", mqtt, b"\xd0\0"),
        ("nats", "nats.publish[crm.a]:mobile", [b"PUB crm.a 24\r\n", CUSTOMER, b"\r\n"].concat(), b"PING\r\n"),
        ("stomp", "stomp.send[/queue/a]:mobile", [b"SEND\ndestination:/queue/a\n\n", CUSTOMER, b"\0"].concat(), b"\n"),
        (
            "websocket",
            "websocket.message:mobile",
            [&[0x81, 0x80 | len][..], &[0x5a; 4], &masked].concat(),
            b"\x81\x02ok",
        ),
    ] {
        let batch = joined(&orig, resp);
        assert_eq!(protocols(&batch), [proto]);
        assert_eq!(places(&batch, "cn.mobile"), BTreeSet::from([place]));
        inspected(&batch);
    }
}
