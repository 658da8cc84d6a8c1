//! The built-in detectors' own examples and negatives, and plans that must be refused.

use super::{confidence, groups, repository, scanner};
use crate::detect::{Collector, DetectorSpec, Plan, PlanSpec};
use crate::message::{Charset, NoPlace};
use serde::Deserialize;
use std::fmt::Write;
use std::sync::Arc;

#[derive(Deserialize)]
struct File {
    #[serde(default)]
    detectors: Vec<Rule>,
}

#[derive(Deserialize)]
pub(super) struct Rule {
    id: String,
    native: bool,
    #[serde(default)]
    context: Context,
    #[serde(default)]
    examples: Vec<String>,
    #[serde(default)]
    negatives: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Context {
    words: Vec<String>,
    fields: Vec<String>,
    window: u32,
}

impl Rule {
    pub(super) fn spec(self) -> DetectorSpec {
        let Context { words, fields, window } = self.context;
        DetectorSpec { id: self.id, native: self.native, words, fields, window, ..DetectorSpec::default() }
    }
}

/// The native detectors of the rule files that this module's matchers serve.
pub(super) fn load() -> Vec<Rule> {
    let files = [
        "rules/pii/national/cn.yaml",
        "rules/pii/national/us.yaml",
        "rules/pii/contact.yaml",
        "rules/finance/cards.yaml",
        "rules/finance/iban.yaml",
        "rules/credentials/tokens.yaml",
        "rules/credentials/logins.yaml",
    ];
    let read = |path: &str| std::fs::read_to_string(repository(path)).unwrap();
    let parse = |path: &str| serde_saphyr::from_str::<File>(&read(path)).unwrap_or_else(|e| panic!("{path}: {e}"));
    files.into_iter().flat_map(|path| parse(path).detectors).collect()
}

#[test]
fn every_example_hits_and_no_negative_does() {
    for rule in load() {
        for example in &rule.examples {
            let best = groups(example).iter().filter(|g| *g.detector == *rule.id).map(|g| g.confidence).max();
            assert!(best.is_some_and(|c| c >= 70), "{}: {example:?} gives {:?}", rule.id, groups(example));
        }
        for negative in &rule.negatives {
            let best = groups(negative).iter().filter(|g| *g.detector == *rule.id).map(|g| g.confidence).max();
            assert!(best.is_none_or(|c| c < 70), "{}: {negative:?} gives {:?}", rule.id, groups(negative));
        }
    }
}

fn compile(spec: DetectorSpec) -> crate::error::Result<Plan> {
    Plan::compile(&PlanSpec { detectors: vec![spec], ..PlanSpec::default() })
}

fn customer() -> DetectorSpec {
    DetectorSpec {
        id: "acme.customer_no".into(),
        pattern: "CUST-[0-9]{8}".into(),
        boundary: "alnum".into(),
        validate: vec!["luhn".into()],
        keywords: vec!["CUST-".into()],
        words: vec!["客户".into(), "customer".into()],
        fields: vec!["customer_no".into()],
        base: 55,
        context: 90,
        ..DetectorSpec::default()
    }
}

#[test]
fn bad_detectors_are_refused_by_name() {
    let refused = |spec: DetectorSpec| compile(spec).unwrap_err().to_string();
    let cases = [
        (DetectorSpec { keywords: vec!["CU".into()], ..customer() }, "keywords"),
        (DetectorSpec { validate: vec!["nope".into()], ..customer() }, "nope"),
        (DetectorSpec { pattern: "CUST-(".into(), ..customer() }, "pattern: unclosed group at character 6"),
        (DetectorSpec { pattern: "a*".into(), ..customer() }, "pattern"),
        (DetectorSpec { pattern: "[a-z]{1000}{1000}".into(), ..customer() }, "take more than 1024 KiB"),
        (DetectorSpec { boundary: "word".into(), ..customer() }, "boundary"),
        (DetectorSpec { native: true, ..customer() }, "native"),
    ];
    for (spec, word) in cases {
        let message = refused(spec);
        assert!(message.contains("acme.customer_no") && message.contains(word), "{message}");
    }
    let excluded = PlanSpec { exclude_digests: vec!["12".into()], ..PlanSpec::default() };
    assert!(Plan::compile(&excluded).unwrap_err().to_string().contains("32 hex"));
}

#[test]
fn user_patterns_respect_boundary_validator_and_context() {
    let plan = Arc::new(compile(customer()).unwrap());
    let scan = |text: &[u8], charset: Charset| {
        let mut collector = Collector::default();
        let leaf = crate::message::Leaf { charset, ..super::leaf(text) };
        scanner(&plan).scan(&leaf, &mut NoPlace, &mut collector);
        super::drained(&mut collector).into_iter().map(|g| (g.values.join(","), g.confidence)).collect::<Vec<_>>()
    };
    assert_eq!(scan(b"customer: CUST-12345674", Charset::Utf8), [("CUST-12345674".into(), 90)]);
    assert_eq!(scan(b"see CUST-12345674.", Charset::Utf8), [("CUST-12345674".into(), 55)]);
    assert_eq!(scan(b"CUST-12345671", Charset::Utf8), []);
    assert_eq!(scan(b"CUST-123456749", Charset::Utf8), []);
    assert_eq!(scan(b"nCUST-12345674", Charset::Utf8), []);
    assert_eq!(scan(br"see\nCUST-12345674", Charset::Utf8), [("CUST-12345674".into(), 55)]);
    let gbk = encoding_rs::GB18030.encode("客户CUST-12345674和客户CUST-12345674").0;
    assert_eq!(scan(&gbk, Charset::Gb18030), [("CUST-12345674".into(), 90)]);
    let mut far = vec![b'.'; 20_000];
    far.extend_from_slice(b" CUST-12345674 ");
    far.extend(vec![b'.'; 9_000]);
    far.extend_from_slice(b" CUST-12345674 ");
    assert_eq!(scan(&far, Charset::Utf8), [("CUST-12345674".into(), 55)]);
}

#[test]
fn a_user_pattern_without_keywords_is_tried_everywhere() {
    let spec = DetectorSpec { keywords: vec![], validate: vec![], pattern: "[A-Z]{2}[0-9]{7}".into(), ..customer() };
    let plan = Arc::new(compile(spec).unwrap());
    let scan = |text: &[u8], charset: Charset| {
        let mut collector = Collector::default();
        let leaf = crate::message::Leaf { charset, ..super::leaf(text) };
        scanner(&plan).scan(&leaf, &mut NoPlace, &mut collector);
        super::drained(&mut collector).iter().map(|g| (g.count, g.distinct)).collect::<Vec<_>>()
    };
    assert_eq!(scan(b"AB1234567", Charset::Utf8), [(1, 1)]);
    assert!(scan(b"nothing of the kind", Charset::Utf8).is_empty());
    // Every value once, wherever pieces of the text end, and none that is part of a longer one.
    for gap in [1, 7, 64, 501] {
        let mut text = String::new();
        for i in 0..400 {
            let _ = write!(text, "AB{i:07} XAB{i:07} {} {}", "好".repeat(gap % 5), ".".repeat(gap));
        }
        assert_eq!(scan(text.as_bytes(), Charset::Utf8), [(400, 400)], "{gap}");
        let gbk = encoding_rs::GB18030.encode(&text).0;
        assert_eq!(scan(&gbk, Charset::Gb18030), [(400, 400)], "{gap}");
    }
}

#[test]
fn a_user_pattern_first_behind_a_gap_is_found() {
    let plan = Arc::new(compile(customer()).unwrap());
    let mut collector = Collector::default();
    let leaf = crate::message::Leaf { resumes: true, ..super::leaf(b"CUST-12345674") };
    scanner(&plan).scan(&leaf, &mut NoPlace, &mut collector);
    assert_eq!(super::drained(&mut collector).len(), 1);
}

#[test]
fn context_words_raise_and_other_names_lower() {
    let card = |text: &str| confidence(text, "payment_card", "4111111111111111");
    assert!(card("卡号4111111111111111") >= 90);
    assert!(card("cardNo=4111111111111111") >= 90);
    assert!(card("order_no=4111111111111111") < 50);
    assert!(card("订单号：4111111111111111") < 50);
    assert!(card("x 4111111111111111") < 70);
}
