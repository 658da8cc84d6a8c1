//! Properties: offsets and block borders do not matter, nothing panics.

use super::{Collector, confidence, groups_at, leaf, sure};
use crate::message::{Charset, Format, Leaf, NoPlace};
use proptest::prelude::*;

const PLANTED: [(&str, &str); 9] = [
    ("11010519491231002X", "cn.resident_id 11010519491231002X"),
    ("+86 138 1234 5678", "cn.mobile 13812345678"),
    ("4111 1111 1111 1111", "payment_card 4111111111111111"),
    ("6205-5000-0000-0000-004", "payment_card 6205500000000000004"),
    ("zhang.san@example.cn", "email zhang.san@example.cn"),
    ("GB82 WEST 1234 5698 7654 32", "iban GB82WEST12345698765432"),
    ("91350100M000100Y43", "cn.uscc 91350100M000100Y43"),
    ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln", "jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln"),
    ("username=alice&password=Tr0ub4dor", "credential.http alice:Tr0ub4dor"),
];

#[test]
fn values_are_found_at_every_alignment() {
    for (text, found) in PLANTED {
        for offset in 0..200 {
            let padded = format!("{} {text} {}", ".".repeat(offset), ".".repeat(90));
            assert_eq!(sure(padded.as_bytes(), Charset::Utf8), [found], "offset {offset}");
        }
        // The end of a batch of blocks.
        for offset in 1940..2060 {
            let padded = format!("{} {text}", ".".repeat(offset));
            assert_eq!(sure(padded.as_bytes(), Charset::Utf8), [found], "offset {offset}");
        }
    }
}

proptest! {
    #[test]
    fn planted_values_are_found_in_noise(
        which in 0..PLANTED.len(),
        before in "[a-z ,.;汉字ÿ]{0,300}",
        after in "[a-z ,.;汉字ÿ]{0,300}",
    ) {
        let (text, found) = PLANTED[which];
        let whole = format!("{before}\n{text}\n{after}");
        prop_assert!(sure(whole.as_bytes(), Charset::Utf8).iter().any(|f| f == found), "{whole:?}");
    }

    #[test]
    fn random_bytes_cause_no_panic(
        text in prop::collection::vec(any::<u8>(), 0..600),
        charset in prop_oneof![Just(Charset::Utf8), Just(Charset::Gb18030), Just(Charset::Big5), Just(Charset::Latin1)],
        continues in any::<bool>(),
    ) {
        let leaf = Leaf { charset, format: Format::Binary, continues, ..leaf(&text) };
        groups_at(&leaf, &mut NoPlace);
        super::scanner(&super::BUILTIN).redact(&text, 64);
    }

    #[test]
    fn texts_made_of_anchors_cause_no_panic(
        text in "(eyJ|@|pass|pwd=|token\":|[0-9]{3,20}| |-|\\.|\"|密码[：是]|，|DE89|X|\\n|:|=|&|<|>|/|://|<password>|</|<!\\[CDATA\\[|\\]\\]>| name=|,\"value\"|user,password\n|,| is |%40|\\[|\\\\){0,80}",
        format in prop_oneof![
            Just(Format::Text), Just(Format::Json), Just(Format::Fields), Just(Format::Markup), Just(Format::Csv),
            Just(Format::Source),
        ],
        charset in prop_oneof![Just(Charset::Utf8), Just(Charset::Gb18030), Just(Charset::Big5)],
        place in prop_oneof![Just("http.request.body"), Just("http.response.body")],
        continues in any::<bool>(),
    ) {
        groups_at(&Leaf { charset, format, place, continues, ..leaf(text.as_bytes()) }, &mut NoPlace);
        let mut scanner = super::scanner(&super::BUILTIN);
        scanner.field(place, "user", text.as_bytes(), &mut Collector::default());
        scanner.field(place, "密码", text.as_bytes(), &mut Collector::default());
        super::scanner(&super::BUILTIN).redact(text.as_bytes(), 100);
    }

    /// Whoever made the leaf may have looked already; blocks, pieces of blocks and their seams must not show.
    #[test]
    fn anchors_looked_for_before_find_what_those_looked_for_here_find(
        text in "(a@b\\.cn|pwd=secret12|[0-9]{3,20}|4111111111111111|110101199003070011|13800138000|DE89370400440532013000| |-|\\.|\"|\\n|=|x|[a-z ]{90}){0,900}",
    ) {
        let mut anchors = leaktap_simd::Anchors::new();
        leaktap_simd::look(&[b'7'; 300], &mut anchors);
        leaktap_simd::look(text.as_bytes(), &mut anchors);
        let known = Leaf { anchors: Some(&anchors), ..leaf(text.as_bytes()) };
        let told = |leaf: &Leaf<'_>| -> Vec<String> {
            let groups = groups_at(leaf, &mut NoPlace);
            groups.iter().map(|g| format!("{} {} {} {:?}", g.detector, g.count, g.confidence, g.values)).collect()
        };
        prop_assert_eq!(told(&known), told(&leaf(text.as_bytes())));
    }

    /// Blocks are looked at with the next one only: where in its block a value begins must not show.
    #[test]
    fn a_value_is_found_wherever_its_block_ends(
        values in prop::collection::vec(
            "a@b\\.cn|pwd=secret12|4111[ -]?1111[ -]?1111[ -]?1111|3782-822463-10005|110101[ -]?19900307[ -]?0011|138[ -]?0013[ -]?8000|123-45-6789|DE89370400440532013000|[0-9]{3,9}[ -][0-9]{2,9}|[a-f0-9]{4,9}", 1..5),
        pad in 2usize..130,
    ) {
        let found = |pad: usize| -> Vec<String> {
            let text = format!("{}id: {}.", "\n".repeat(pad), values.join(", "));
            let groups = groups_at(&leaf(text.as_bytes()), &mut NoPlace);
            groups.iter().map(|g| format!("{} {} {} {:?}", g.detector, g.count, g.confidence, g.values)).collect()
        };
        prop_assert_eq!(found(pad), found(1));
    }

    #[test]
    fn resident_numbers_are_recognised_by_their_check_character(
        region in prop::sample::select(vec!["110101", "310104", "440305", "650102"]),
        year in 1930u32..2015, month in 1u32..=12, day in 1u32..=28, sequence in 0u32..1000,
    ) {
        let body = format!("{region}{year:04}{month:02}{day:02}{sequence:03}");
        let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
        let sum: u32 = body.bytes().zip(weights).map(|(b, w)| u32::from(b - b'0') * w).sum();
        for (i, check) in "10X98765432".chars().enumerate() {
            let id = format!("{body}{check}");
            let found = confidence(&format!("id {id}"), "cn.resident_id", &id);
            prop_assert_eq!(found >= 70, i as u32 == sum % 11);
        }
    }
}
