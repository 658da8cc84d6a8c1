//! Tests of detection as a whole: text in, groups out.

use super::{Collector, DetectorSpec, Group, Keys, Plan, PlanSpec, Scanner};
use crate::message::{Charset, Format, Leaf, NoPlace};
use std::sync::Arc;

const NATIVES: [&str; 9] =
    ["cn.resident_id", "cn.mobile", "cn.uscc", "payment_card", "email", "iban", "us.ssn", "jwt", "credential.http"];

fn spec() -> PlanSpec {
    let detector = |id: &&str| DetectorSpec { id: (*id).into(), native: true, ..DetectorSpec::default() };
    PlanSpec { detectors: NATIVES.iter().map(detector).collect(), ..PlanSpec::default() }
}

fn scan_as(text: &[u8], charset: Charset, format: Format, place: &str) -> Vec<Group> {
    let plan = Arc::new(Plan::compile(&spec()).unwrap());
    let mut scanner = Scanner::new(plan, Keys::new([7; 32]), true);
    let mut collector = Collector::default();
    let leaf = Leaf { text, charset, format, place, continues: false };
    scanner.scan(&leaf, &mut NoPlace, &mut collector);
    let mut groups = Vec::new();
    collector.drain(1000, &mut |g| groups.push(g));
    groups
}

fn scan(text: &str) -> Vec<(String, u8, Vec<String>)> {
    let groups = scan_as(text.as_bytes(), Charset::Utf8, Format::Text, "http.request.body");
    groups.into_iter().map(|g| (g.detector.to_string(), g.confidence, g.values)).collect()
}

fn finds(text: &str, detector: &str, value: &str) -> Option<u8> {
    scan(text).into_iter().find(|g| g.0 == detector && g.2.iter().any(|v| v == value)).map(|g| g.1)
}

#[test]
fn published_vectors_are_found() {
    for (text, detector, value) in [
        ("11010519491231002X", "cn.resident_id", "11010519491231002X"),
        ("440524188001010014", "cn.resident_id", ""),
        ("53010219200508011x", "cn.resident_id", "53010219200508011X"),
        ("360426199101010071", "cn.resident_id", "360426199101010071"),
        ("513231200012121657", "cn.resident_id", "513231200012121657"),
        ("810000199408230021", "cn.resident_id", "810000199408230021"),
        ("830000199201300022", "cn.resident_id", "830000199201300022"),
        ("911124198108030024", "cn.resident_id", "911124198108030024"),
        ("110101 19900307 7571", "cn.resident_id", ""),
        ("+86 138 1234 5678", "cn.mobile", "13812345678"),
        ("+86-18710116970", "cn.mobile", "18710116970"),
        ("138-1234-5678", "cn.mobile", "13812345678"),
        ("(+86)13812345678", "cn.mobile", "13812345678"),
        ("0086-13812345678", "cn.mobile", "13812345678"),
        ("91110000600037341L", "cn.uscc", "91110000600037341L"),
        ("91350100M000100Y43", "cn.uscc", "91350100M000100Y43"),
        ("92371000MA3MXH0E3W", "cn.uscc", "92371000MA3MXH0E3W"),
        ("4111 1111 1111 1111", "payment_card", "4111111111111111"),
        ("5555-5555-5555-4444", "payment_card", "5555555555554444"),
        ("3782 822463 10005", "payment_card", "378282246310005"),
        ("3056 930902 5904", "payment_card", "30569309025904"),
        ("6205 5000 0000 0000 004", "payment_card", "6205500000000000004"),
        ("zhang.san@example.cn", "email", "zhang.san@example.cn"),
        ("邮箱zhang.san@example.cn谢谢", "email", "zhang.san@example.cn"),
        ("张三@例子.公司", "email", ""),
        ("a@例子.公司", "email", "a@例子.公司"),
        ("DE89370400440532013000", "iban", "DE89370400440532013000"),
        ("de89370400440532013000", "iban", "DE89370400440532013000"),
        ("GB82 WEST 1234 5698 7654 32", "iban", "GB82WEST12345698765432"),
        ("FR7630006000011234567890189", "iban", "FR7630006000011234567890189"),
        ("ssn: 536-90-4399", "us.ssn", ""),
    ] {
        if value.is_empty() {
            continue;
        }
        let got = finds(text, detector, value);
        assert!(got.is_some_and(|c| c >= 70), "{detector} in {text:?}: {got:?}, {:?}", scan(text));
    }
}
