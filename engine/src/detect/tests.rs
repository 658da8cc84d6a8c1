//! Tests of detection as a whole: text in, groups out.

mod connection_strings;
mod file_logins;
mod head_logins;
mod logins;
mod names;
mod negatives;
mod places;
mod program_logins;
mod properties;
mod quiet_logins;
mod record_users;
mod rules;
mod sets;
mod spellings;
mod strings;
mod surroundings;
mod touching;
mod written_logins;

use super::candidate::Native;
use super::{Collector, Group, Keys, Plan, PlanSpec, Samples, Scanner, mask};
use crate::fingerprint::hex;
use crate::message::{Charset, Format, Leaf, Locate, NoPlace};
use std::path::PathBuf;
use std::sync::{Arc, LazyLock};

/// The plan of the built-in rule files.
static BUILTIN: LazyLock<Arc<Plan>> = LazyLock::new(|| {
    let detectors = rules::load().into_iter().map(rules::Rule::spec).collect();
    Arc::new(Plan::compile(&PlanSpec { detectors, ..PlanSpec::default() }).unwrap())
});

/// A path from the repository's root.
fn repository(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}

fn scanner(plan: &Arc<Plan>) -> Scanner {
    Scanner::new(Arc::clone(plan), Keys::new([7; 32]), true)
}

fn leaf(text: &[u8]) -> Leaf<'_> {
    Leaf {
        text,
        charset: Charset::Utf8,
        format: Format::Text,
        place: "http.request.body",
        continues: false,
        resumes: false,
        control: true,
        anchors: None,
    }
}

fn groups_at(leaf: &Leaf<'_>, locate: &mut dyn Locate) -> Vec<Group> {
    let mut collector = Collector::default();
    scanner(&BUILTIN).scan(leaf, locate, &mut collector);
    drained(&mut collector)
}

fn drained(collector: &mut Collector) -> Vec<Group> {
    let mut groups = Vec::new();
    collector.drain(usize::MAX, 0, &mut groups);
    assert!(collector.is_empty());
    groups
}

fn groups(text: &str) -> Vec<Group> {
    groups_at(&leaf(text.as_bytes()), &mut NoPlace)
}

/// The confidence with which a value is reported in a text; 0 if it is not.
fn confidence(text: &str, detector: &str, value: &str) -> u8 {
    let hit = |g: &&Group| *g.detector == *detector && g.values.iter().any(|v| v == value);
    groups(text).iter().filter(hit).map(|g| g.confidence).max().unwrap_or(0)
}

/// Everything that is reported as sure, as `detector value`.
fn sure(text: &[u8], charset: Charset) -> Vec<String> {
    let found = groups_at(&Leaf { charset, ..leaf(text) }, &mut NoPlace);
    let sure = found.into_iter().filter(|g| g.confidence >= 70);
    sure.flat_map(|g| g.values.into_iter().map(move |v| format!("{} {v}", g.detector))).collect()
}

#[test]
fn published_vectors_are_found_and_normalised() {
    for (text, detector, value) in [
        ("11010519491231002X", "cn.resident_id", "11010519491231002X"),
        ("440524188001010014 身份证", "cn.resident_id", ""),
        ("53010219200508011x", "cn.resident_id", "53010219200508011X"),
        ("360426199101010071", "cn.resident_id", "360426199101010071"),
        ("513231200012121657", "cn.resident_id", "513231200012121657"),
        ("810000199408230021", "cn.resident_id", "810000199408230021"),
        ("830000199201300022", "cn.resident_id", "830000199201300022"),
        ("911124198108030024", "cn.resident_id", "911124198108030024"),
        ("110105 19491231 002X", "cn.resident_id", ""),
        ("360426 19910101 0071", "cn.resident_id", "360426199101010071"),
        ("+86 138 1234 5678", "cn.mobile", "13812345678"),
        ("+86-18710116970", "cn.mobile", "18710116970"),
        ("86 18710116970", "cn.mobile", "18710116970"),
        ("+8618710116970", "cn.mobile", "18710116970"),
        ("138-1234-5678", "cn.mobile", "13812345678"),
        ("(+86)13812345678", "cn.mobile", "13812345678"),
        ("0086-13812345678", "cn.mobile", "13812345678"),
        ("<sip:13812345678@192.0.2.7>", "cn.mobile", "13812345678"),
        ("手机13812345678号", "cn.mobile", "13812345678"),
        ("{\"mobile\": 13812345678.0}", "cn.mobile", "13812345678"),
        ("cust,region=bj phone=13812345678i,n=1i 1700000000000000000", "cn.mobile", "13812345678"),
        ("cust n=1i,phone=13812345678i", "cn.mobile", "13812345678"),
        ("card: 4111111111111111.0", "payment_card", "4111111111111111"),
        ("91110000600037341L", "cn.uscc", "91110000600037341L"),
        ("91350100M000100Y43", "cn.uscc", "91350100M000100Y43"),
        ("92371000ma3mxh0e3w", "cn.uscc", "92371000MA3MXH0E3W"),
        ("4111 1111 1111 1111", "payment_card", "4111111111111111"),
        ("5555-5555-5555-4444", "payment_card", "5555555555554444"),
        ("3782 822463 10005", "payment_card", "378282246310005"),
        ("3056 930902 5904", "payment_card", "30569309025904"),
        ("6205 5000 0000 0000 004", "payment_card", "6205500000000000004"),
        ("622848 0402564890018", "payment_card", ""),
        ("card 2223003122003222", "payment_card", "2223003122003222"),
        ("card 6011111111111117", "payment_card", "6011111111111117"),
        ("card 3530111333300000", "payment_card", "3530111333300000"),
        ("Zhang.San@Example.cn", "email", "zhang.san@example.cn"),
        ("邮箱zhang.san@example.cn谢谢", "email", "zhang.san@example.cn"),
        ("mail=a@b.example.com&x=1", "email", "a@b.example.com"),
        ("<a@例子.公司>", "email", "a@例子.公司"),
        ("iban: de89370400440532013000", "iban", "DE89370400440532013000"),
        ("GB82 WEST 1234 5698 7654 32", "iban", "GB82WEST12345698765432"),
        ("FR7630006000011234567890189", "iban", "FR7630006000011234567890189"),
        ("ssn: 536-90-4399", "us.ssn", "536-90-4399"),
        ("ssn: 536904399", "us.ssn", "536-90-4399"),
    ] {
        if !value.is_empty() {
            assert!(confidence(text, detector, value) >= 70, "{detector} in {text:?}: {:?}", groups(text));
        }
    }
}

#[test]
fn cards_in_tracks_of_a_stripe_are_sure() {
    for text in [
        "%B4111111111111111^DOE/JOHN^25121010000000000000?",
        "x%B4111111111111111^DOE/JOHN              ^2512101?;4111111111111111=2512101?",
        ";4111111111111111=25121010000000000000?",
        r#"{"order_id":";4111111111111111=2501"}"#,
    ] {
        assert!(confidence(text, "payment_card", "4111111111111111") >= 90, "{text}");
    }
    for text in [
        "%B4111111111111111^DOE/JOHN^25131010000000000000?",
        "%B4111111111111111^DOE/JOHN\n^2512",
        "%B4111111111111111^DOE",
        "%B4111111111111111^DOE^25",
        "AB4111111111111111^DOE/JOHN^2512",
        "B4111111111111111^^2512",
        ";4111111111111112=2512",
        ";4111111111111111=251",
        "&4111111111111111=2512",
    ] {
        assert!(confidence(text, "payment_card", "4111111111111111") < 90, "{text}");
    }
}

#[test]
fn tracks_are_told_whole_and_shown_by_their_card() {
    let second = "4111111111111111=25121011234567890";
    for (text, value) in [
        (";4111111111111111=25121011234567890?", second),
        ("4111111111111111D25121011234567890F", second),
        (r#"{"track2":"4111111111111111d25121011234567890f"}"#, second),
        ("%B4111111111111111^DOE/JOHN^25121010000000000000?", "B4111111111111111^DOE/JOHN^25121010000000000000"),
        (";6205500000000000004=28122011234567890?", "6205500000000000004=28122011234567890"),
    ] {
        assert!(confidence(text, "payment_card.track", value) >= 90, "{text}: {:?}", groups(text));
        assert!(groups(text).iter().any(|g| g.detector == "payment_card"), "{text}");
    }
    for text in [
        ";4111111111111112=25121010000000000000?",
        ";4111111111111111=25131010000000000000?",
        ";411111******1111=25121010000000000000?",
        "4111111111111111=25121010000000000000",
        "4111111111111111",
    ] {
        assert!(groups(text).iter().all(|g| g.detector != "payment_card.track"), "{text}");
    }
    assert_eq!(mask::mask(Native::Track, second.as_bytes()), "411111******1111=***");
    let first = b"B4111111111111111^DOE/JOHN^25121010000000000000";
    assert_eq!(mask::mask(Native::Track, first), "411111******1111=***");
}

#[test]
fn an_apostrophe_in_a_name_is_part_of_an_address() {
    for (text, value) in [
        (r#"{"email":"o'brien@example.ie"}"#, "o'brien@example.ie"),
        ("to o'brien@example.ie", "o'brien@example.ie"),
        ("mail=Sean.O'Brien@example.ie&x", "sean.o'brien@example.ie"),
        ("mail=N'Diaye@example.ie&x", "diaye@example.ie"),
        ("to n'diaye@example.ie", "n'diaye@example.ie"),
        ("to 'bob@example.com'", "bob@example.com"),
        ("mail='bob@example.com", "bob@example.com"),
        ("{u'mail': u'bob@example.com, x'}", "bob@example.com"),
        ("x'bob@example.com'", "bob@example.com"),
        ("'x'bob@example.com", "bob@example.com"),
        ("''bob@example.com", "bob@example.com"),
        ("1'bob@example.com", "bob@example.com"),
    ] {
        let found: Vec<_> =
            groups(text).into_iter().filter(|g| *g.detector == *"email").flat_map(|g| g.values).collect();
        assert_eq!(found, [value], "{text}");
    }
}

#[test]
fn bare_values_are_reported_but_not_as_sure() {
    for (text, detector, range) in [
        ("13812345678", "cn.mobile", 50..70),
        ("amount=13812345678.0", "cn.mobile", 1..60),
        ("4111111111111111", "payment_card", 50..70),
        ("5555555555554444", "payment_card", 50..70),
        ("4222222222222", "payment_card", 1..41),
        ("noreply@example.com", "email", 50..70),
        ("536-90-4399", "us.ssn", 60..71),
        // Sixteen hexadecimal digits that happen to be a Belgian account.
        ("v=be53256274242227", "iban", 50..70),
        // The same of an entity tag that happens to be a credit code.
        ("etag: 191226295CA3912B68", "cn.uscc", 50..70),
    ] {
        let found = groups(text).iter().find(|g| *g.detector == *detector).map_or(0, |g| g.confidence);
        assert!(range.contains(&found), "{text}: {found}");
    }
}

#[test]
fn numbers_that_machines_and_other_countries_write_are_not_sure() {
    for (text, detector, limit) in [
        // The sixteen gibibytes of a machine's memory.
        ("phone total 17179869184", "cn.mobile", 1),
        ("phone 00000000000", "cn.mobile", 1),
        ("phone 10000000000", "cn.mobile", 1),
        ("phone 99911111111", "cn.mobile", 1),
        ("Phone number must be in E.164 format (e.g. +14155550100).", "cn.mobile", 70),
        // Code points one after the other, which fit a scheme and pass Luhn.
        ("5430 5431 5432 5433", "payment_card", 1),
        ("6990-6991-6992-6993", "payment_card", 1),
        ("5628 5716 5717 5718", "payment_card", 1),
    ] {
        let found = groups(text).iter().find(|g| *g.detector == *detector).map_or(0, |g| g.confidence);
        assert!(found < limit, "{text}: {found}");
    }
    assert!(confidence("phone +13810245678", "cn.mobile", "13810245678") >= 70);
}

#[test]
fn a_value_that_a_text_repeats_is_no_column() {
    let repeated = "seen 13812345678 now; ".repeat(6);
    assert_eq!(confidence(&repeated, "cn.mobile", "13812345678"), 60);
    let different = "to 13812345670, 13812345671, 13812345672, 13812345673, 13812345674 now";
    assert!(confidence(different, "cn.mobile", "13812345670") >= 70);
}

#[test]
fn addresses_in_a_program_are_its_authors() {
    let of = |text: &str, format: Format| {
        let found = groups_at(&Leaf { format, ..leaf(text.as_bytes()) }, &mut NoPlace);
        found.iter().find(|g| *g.detector == *"email").map_or(0, |g| g.confidence)
    };
    let banner = "/*! a.js | (c) 2019 Zhang San <zhang.san@example.cn> */";
    assert!(of(banner, Format::Text) >= 70 && of(banner, Format::Source) < 70);
    assert!(of("cb([{email:\"zhang.san@example.cn\"}])", Format::Source) >= 70);
}

#[test]
fn han_neighbours_are_boundaries_and_ascii_ones_are_not() {
    assert!(confidence("电话13812345678转告", "cn.mobile", "13812345678") >= 85);
    assert_eq!(confidence("电话a13812345678", "cn.mobile", "13812345678"), 0);
    assert_eq!(confidence("电话13812345678b", "cn.mobile", "13812345678"), 0);
    assert_eq!(confidence("电话138123456789", "cn.mobile", "13812345678"), 0);
    assert!(confidence(r#"{"m":"电话\n13812345678\t"}"#, "cn.mobile", "13812345678") >= 60);
}

#[test]
fn double_byte_text_has_context_and_boundaries() {
    for (charset, encoding, text) in [
        (Charset::Gb18030, encoding_rs::GB18030, "客户手机：13812345678，身份证号11010519491231002X。"),
        (Charset::Big5, encoding_rs::BIG5, "客戶手機：13812345678，身分證11010519491231002X。"),
    ] {
        let bytes = encoding.encode(text).0;
        let found = sure(&bytes, charset);
        assert_eq!(found, ["cn.mobile 13812345678", "cn.resident_id 11010519491231002X"], "{charset:?}");
    }
}

#[test]
fn trail_bytes_that_look_like_letters_are_han() {
    // Every GB18030 character whose second byte is an ASCII letter, directly before a number.
    for lead in 0x81..=0xfeu8 {
        for trail in (b'A'..=b'Z').chain(b'a'..=b'z') {
            let mut text = vec![lead, trail];
            text.extend_from_slice(b"11010519491231002X");
            assert_eq!(sure(&text, Charset::Gb18030).len(), 1, "{lead:x} {trail:x}");
        }
    }
    // A whole character, then a letter of its own.
    let joined = b"\xba\xbaA11010519491231002X";
    assert!(sure(joined, Charset::Gb18030).is_empty());
}

#[test]
fn masks_show_no_more_than_allowed() {
    for (text, sample) in [
        ("id 11010519491231002X", "1101**********002X"),
        ("手机 13800138000", "138****8000"),
        ("卡号 6222021234567894", "622202******7894"),
        ("mail li.lei@example.cn", "l***@example.cn"),
        ("ssn 536-90-4399", "***-**-4399"),
        ("iban DE89370400440532013000", "DE89**************3000"),
        ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln", "eyJ***"),
    ] {
        let found = groups(text);
        assert_eq!(found.first().map(|g| g.samples.clone()), Some(Samples::of(sample.to_owned())), "{text}: {found:?}");
    }
}

#[test]
fn values_cross_the_boundary_only_with_reveal() {
    let mut scanner = Scanner::new(Arc::clone(&BUILTIN), Keys::new([7; 32]), false);
    let mut collector = Collector::default();
    scanner.scan(&leaf(b"id 11010519491231002X user=alice&password=Tr0ub4dor"), &mut NoPlace, &mut collector);
    let found = drained(&mut collector);
    assert_eq!(found.len(), 2);
    assert!(found.iter().all(|g| g.values.is_empty()));
    assert!(!format!("{found:?}").contains("Tr0ub4dor"));
}

#[test]
fn digests_depend_on_key_family_and_value() {
    let digest = |key: u8, text: &str| {
        let mut scanner = Scanner::new(Arc::clone(&BUILTIN), Keys::new([key; 32]), false);
        let mut collector = Collector::default();
        scanner.scan(&leaf(text.as_bytes()), &mut NoPlace, &mut collector);
        drained(&mut collector).remove(0).digests.remove(0)
    };
    let one = digest(1, "id 11010519491231002X");
    assert_eq!(one, digest(1, "other words 11010519491231002x"));
    assert_ne!(one, digest(2, "id 11010519491231002X"));
    assert_ne!(one, digest(1, "id 360426199101010071"));
}

#[test]
fn digest_is_the_documented_hmac() {
    use hmac::{Hmac, Mac};
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(&[7; 32]).unwrap();
    mac.update(b"cn.resident_id\x0011010519491231002X");
    let digest = mac.finalize().into_bytes();
    assert_eq!(groups("id 11010519491231002X")[0].digests, [&digest[..16]]);
}

#[test]
fn excluded_values_and_places_are_not_counted() {
    let digest = hex(&groups("id 11010519491231002X")[0].digests[0]);
    let detectors = || rules::load().into_iter().map(rules::Rule::spec).collect();
    let scan = |spec: PlanSpec| {
        let plan = Arc::new(Plan::compile(&spec).unwrap());
        let mut collector = Collector::default();
        scanner(&plan).scan(&leaf(b"id 11010519491231002X id 360426199101010071"), &mut NoPlace, &mut collector);
        drained(&mut collector).iter().map(|g| g.count).sum::<u64>()
    };
    assert_eq!(scan(PlanSpec { detectors: detectors(), ..PlanSpec::default() }), 2);
    assert_eq!(scan(PlanSpec { detectors: detectors(), exclude_digests: vec![digest], ..PlanSpec::default() }), 1);
    assert_eq!(
        scan(PlanSpec { detectors: detectors(), exclude_places: vec!["http.*.body".into()], ..PlanSpec::default() }),
        0
    );
    assert_eq!(
        scan(PlanSpec { detectors: detectors(), exclude_places: vec!["http.*.query".into()], ..PlanSpec::default() }),
        2
    );
}

#[test]
fn a_plan_without_detectors_finds_nothing() {
    let plan = Arc::new(Plan::compile(&PlanSpec::default()).unwrap());
    let mut collector = Collector::default();
    scanner(&plan).scan(&leaf(b"id 11010519491231002X password=Tr0ub4dor"), &mut NoPlace, &mut collector);
    assert!(collector.is_empty());
}

#[test]
fn a_value_at_the_start_of_a_text_behind_a_gap_may_be_the_rest_of_one() {
    let worth = |text, resumes| {
        let groups = groups_at(&Leaf { resumes, ..leaf(text) }, &mut NoPlace);
        groups.first().map(|group| group.confidence)
    };
    assert_eq!((worth(b"li@example.cn", false), worth(b"li@example.cn", true)), (Some(80), Some(35)));
    assert_eq!((worth(b"11010519491231002X", false), worth(b"11010519491231002X", true)), (Some(90), Some(75)));
    assert_eq!(worth(b", li@example.cn", true), Some(80));
}

#[test]
fn an_address_under_no_known_domain_is_odd() {
    let worth = |text| groups_at(&leaf(text), &mut NoPlace).first().map(|group| group.confidence);
    assert_eq!(worth(b"li@example.cnx"), Some(35));
    assert_eq!(worth(b"li@crm.internal"), Some(80));
    // Networks have domains of their own.
    assert_eq!(worth(b"email: li@crm.intra"), Some(70));
}

#[test]
fn a_value_at_the_end_of_an_unfinished_text_waits_for_the_next_part() {
    let cut = Leaf { continues: true, ..leaf(b"card 4111111111111111") };
    assert!(groups_at(&cut, &mut NoPlace).is_empty());
    for cut in [&b"li@example.co"[..], b"li@example.co.", b"li@example.co-"] {
        assert!(groups_at(&Leaf { continues: true, ..leaf(cut) }, &mut NoPlace).is_empty());
    }
    let whole = Leaf { continues: true, ..leaf(b"card 4111111111111111;") };
    assert_eq!(groups_at(&whole, &mut NoPlace).len(), 1);
}
