//! Gateways of short messages, from captures of real clients and gateways to findings: what was planted is found at its
//! place, whatever it was cut into.

mod lab;

use lab::truth::{held, inspected, outcomes, protocols, recorded};
use lab::{INSIDE, Lab, OUTSIDE, config, plan, run};
use leaktap_engine::message::Outcome;
use leaktap_engine::pipeline::Batch;
use std::collections::BTreeMap;

/// A recorded capture, all of which was read.
fn read(proto: &str) -> Batch {
    let batch = recorded(&format!("{proto}.pcap"), proto);
    assert!(protocols(&batch).iter().all(|name| *name == proto));
    assert!(batch.anomalies.iter().all(|odd| odd.code.name() == "challenge_login"), "{:?}", batch.anomalies);
    inspected(&batch);
    batch
}

/// How many distinct values a detector found at each place.
fn counts<'a>(batch: &'a Batch, detector: &str) -> BTreeMap<&'a str, usize> {
    held(batch, detector).into_iter().map(|(place, values)| (place, values.len())).collect()
}

#[test]
fn smpp_is_read_with_its_logins() {
    let batch = read("smpp");
    let expected = [("900001:Autumn-7", Outcome::Accepted), ("900001:Winter-8", Outcome::Rejected)];
    assert_eq!(outcomes(&batch, "smpp"), expected.map(|(login, outcome)| (login.to_owned(), outcome)));
    let mobiles = [
        ("smpp.deliver_sm", 1),
        ("smpp.deliver_sm:source_addr", 1),
        ("smpp.receipt:source_addr", 1),
        ("smpp.submit_sm", 1),
        ("smpp.submit_sm:destination_addr", 4),
    ];
    assert_eq!(counts(&batch, "cn.mobile"), BTreeMap::from(mobiles));
    assert_eq!(counts(&batch, "cn.resident_id"), BTreeMap::from([("smpp.deliver_sm", 1), ("smpp.submit_sm", 2)]));
    assert_eq!(counts(&batch, "payment_card"), BTreeMap::from([("smpp.submit_sm", 1)]));
}

#[test]
fn gateways_in_china_are_read_by_field() {
    for (proto, subscriber, sender, about) in [
        ("cmpp", "cmpp.submit:Dest_terminal_Id", "cmpp.deliver:Src_terminal_Id", "cmpp.report:Dest_terminal_Id"),
        ("sgip", "sgip.submit:UserNumber", "sgip.deliver:UserNumber", "sgip.report:UserNumber"),
        ("smgp", "smgp.submit:DestTermID", "smgp.deliver:SrcTermID", "smgp.report:SrcTermID"),
    ] {
        let batch = read(proto);
        let submit = format!("{proto}.submit");
        let mobiles = counts(&batch, "cn.mobile");
        assert_eq!(
            [subscriber, sender, about, &submit].map(|place| mobiles.get(place).copied()),
            [3, 1, 1, 1].map(Some)
        );
        assert_eq!(counts(&batch, "cn.resident_id"), BTreeMap::from([(submit.as_str(), 1)]), "{proto}");
        assert_eq!(held(&batch, "email")[&*format!("{proto}.deliver")].len(), 1);
    }
    assert_eq!(outcomes(&read("sgip"), "sgip"), [("900001:Autumn-7".to_owned(), Outcome::Accepted)]);
}

/// A PDU of SMPP.
fn smpp(command: u32, sequence: u32, body: &[u8]) -> Vec<u8> {
    let words = [body.len() as u32 + 16, command, 0, sequence];
    [words.map(u32::to_be_bytes).concat(), body.to_vec()].concat()
}

#[test]
fn a_value_cut_between_parts_and_segments_is_found_once() {
    let submit = |number: u8, text: &str| {
        let text: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let part = [&b"\x05\0\x03\x2a\x02"[..], &[number], &text].concat();
        let head = b"\0\0\x01106913800138000\0\x01\x018613900139000\0\x40\0\0\0\0\0\0\x08\0";
        smpp(4, u32::from(number) + 1, &[&head[..], &[part.len() as u8], &part].concat())
    };
    let sent = [
        smpp(9, 1, b"crm\0S3cret-7\0\0\x34\0\0\0"),
        // The second part comes first.
        submit(2, "10519491231002X 的订单已发货"),
        submit(1, "证件号 110"),
    ];
    let answered = smpp(0x8000_0009, 1, b"centre\0");
    let mut lab = Lab::default();
    let turns = [(true, &*sent[0]), (false, &*answered), (true, &*sent[1]), (true, &*sent[2])];
    lab.connection((INSIDE, 40_000), (OUTSIDE, 2775), &turns, 17);
    let saved = lab.save();
    let batch = run(config(1), &plan(&["cn.mobile", "cn.resident_id", "credential.smpp"]), &[&saved.0]);
    assert_eq!(protocols(&batch), ["smpp"]);
    assert_eq!(outcomes(&batch, "smpp"), [("crm:S3cret-7".to_owned(), Outcome::Accepted)]);
    assert_eq!(counts(&batch, "cn.resident_id"), BTreeMap::from([("smpp.submit_sm", 1)]));
    // The number of the service holds one, but is none.
    assert_eq!(counts(&batch, "cn.mobile"), BTreeMap::from([("smpp.submit_sm:destination_addr", 1)]));
    inspected(&batch);
}
