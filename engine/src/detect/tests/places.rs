//! Places, columns, records, redaction.

use super::{BUILTIN, confidence, drained, groups, leaf, scanner};
use crate::detect::{Collector, Group};
use crate::message::{Format, Leaf, Locate, Located};

/// Names columns of comma-separated lines, and insists on ascending offsets.
struct Columns {
    names: Vec<&'static str>,
    last: usize,
}

impl Locate for Columns {
    fn locate(&mut self, text: &[u8], start: usize, _end: usize) -> Located<'_> {
        assert!(start >= self.last, "offsets went back");
        self.last = start;
        let line = text[..start].iter().rposition(|b| *b == b'\n').map_or(0, |i| i + 1);
        let column = text[line..start].split(|b| *b == b',').count() - 1;
        let name = self.names.get(column).copied().unwrap_or_default();
        Located { path: name, name, column: Some(column as u16) }
    }
}

pub(super) fn csv(names: &[&'static str], rows: &[String]) -> Vec<Group> {
    let text = rows.join("\n");
    let mut collector = Collector::default();
    let leaf = Leaf { format: Format::Csv, ..leaf(text.as_bytes()) };
    scanner(&BUILTIN).scan(&leaf, &mut Columns { names: names.to_vec(), last: 0 }, &mut collector);
    drained(&mut collector)
}

fn luhn(body: &str) -> String {
    let sum: u32 = body
        .bytes()
        .rev()
        .enumerate()
        .map(|(i, b)| {
            let d = u32::from(b - b'0');
            if i % 2 == 0 { d * 2 - if d > 4 { 9 } else { 0 } } else { d }
        })
        .sum();
    format!("{body}{}", (10 - sum % 10) % 10)
}

/// Names a value by the word before it.
struct Words;

impl Locate for Words {
    fn locate(&mut self, text: &[u8], start: usize, _end: usize) -> Located<'_> {
        let line = text[..start].iter().rposition(|b| *b == b'\n').map_or(0, |i| i + 1);
        let name: &'static str = String::from_utf8_lossy(&text[line..start]).into_owned().leak();
        Located { path: name.trim_end_matches([':', ' ']), ..Located::default() }
    }
}

#[test]
fn values_at_very_many_places_are_counted_in_the_message() {
    let line = |i: u64| format!("phone of {i:x}: 138{:08}", i * 17_389 % 100_000_000);
    let text = (0..5000).map(line).collect::<Vec<_>>().join("\n");
    let mut collector = Collector::default();
    scanner(&BUILTIN).scan(&leaf(text.as_bytes()), &mut Words, &mut collector);
    let found = drained(&mut collector);
    assert_eq!(found.iter().map(|g| g.count).sum::<u64>(), 5000);
    assert_eq!((found.len(), found[0].count, &*found[0].place), (193, 1, "http.request.body:phone of 0"));
    assert_eq!((found[192].count, &*found[192].place), (5000 - 192, "http.request.body"));
}

#[test]
fn a_column_that_passes_is_sure() {
    let rows: Vec<String> = (0..20).map(|i| format!("r{i},{}", luhn(&format!("40000{:010}", i * 7919)))).collect();
    let found = csv(&["a", "b"], &rows);
    assert_eq!(found.len(), 1);
    assert!(found[0].confidence >= 85 && found[0].distinct == 20, "{found:?}");
    assert!(found[0].why.contains(&"column_ratio"));
    assert_eq!(&*found[0].place, "http.request.body:b");
    assert_eq!((found[0].samples.len(), found[0].digests.len()), (3, 20));
}

#[test]
fn a_column_of_order_numbers_is_not() {
    // Ten per cent pass Luhn; even under a name that promises cards they are doubted.
    let rows: Vec<String> = (0..200).map(|i| format!("r{i},{}", 4_000_000_000_000_000u64 + i * 1_234_567)).collect();
    for name in ["b", "card_no"] {
        let found = csv(&["a", name], &rows);
        assert!(found.iter().all(|g| g.confidence < 70), "{found:?}");
        assert!(found.iter().map(|g| g.count).sum::<u64>() > 5, "some do pass");
    }
}

#[test]
fn failed_checks_count_whatever_stands_between_them() {
    // Codes of divisions: twelve digits, and nine in the next column, which might be numbers of social security.
    let rows: Vec<String> = (0..500u64)
        .map(|i| {
            let street = 620_602_001 + i / 20;
            format!("{street}{:03},x@example.cn,{street}", i % 20 + 1)
        })
        .collect();
    let found = csv(&["a", "b", "c"], &rows);
    let cards: Vec<_> = found.iter().filter(|g| g.detector == "payment_card").collect();
    assert!(!cards.is_empty() && cards.iter().all(|g| g.confidence < 70), "{cards:?}");
}

#[test]
fn a_value_that_a_column_repeats_says_no_more_than_once() {
    let rows: Vec<String> = (0..40).map(|_| "r,568282634449".to_owned()).collect();
    let found = csv(&["a", "b"], &rows);
    assert!(found.len() == 1 && found[0].confidence < 70, "{found:?}");
}

#[test]
fn a_column_of_numbers_of_no_province_is_nobody() {
    // Date and check character are right in all of them, the region in none.
    let ids = [
        "08080819770618208X",
        "08080819850618216X",
        "08080819710618222X",
        "08080819760618247X",
        "08080819840618255X",
        "08080819700618261X",
    ];
    let rows: Vec<String> = ids.iter().map(|id| format!("r,{id}")).collect();
    let found = csv(&["a", "b"], &rows);
    assert!(!found.is_empty() && found.iter().all(|g| g.confidence < 70), "{found:?}");
}

#[test]
fn a_column_of_mobiles_is_sure_without_a_name() {
    // In any order, and in theirs: those of a table are often sorted.
    for spread in [7919, 13] {
        let rows: Vec<String> =
            (0..10).map(|i| format!("r{i},139{:08}", 12_345_678 + i * i * spread % 90_001)).collect();
        let found = csv(&["a", "b"], &rows);
        assert!(found.len() == 1 && found[0].confidence >= 85, "{found:?}");
    }
}

#[test]
fn a_column_of_counters_holds_no_mobiles() {
    // How far apart the first two are, and how much farther the next ones.
    let counters = [("b", 37, 0), ("b", 1_000_003, 0), ("id", 37, 74), ("seq", 1, 0), ("size", 221_223, 442_446)];
    for (name, step, more) in counters {
        let number = |i: u64| 13_800_000_000 + i * step + i * i.saturating_sub(1) / 2 * more;
        let rows: Vec<String> = (0..30).map(|i| format!("r{i},{}", number(i))).collect();
        let found = csv(&["a", name], &rows);
        assert!(found.iter().all(|g| g.confidence < 70), "{name} {found:?}");
        // A block of numbers whose column says what they are.
        let found = csv(&["a", "mobile"], &rows);
        assert!(found.iter().any(|g| g.confidence >= 85), "{name} {found:?}");
    }
}

#[test]
fn a_list_in_free_text_speaks_for_itself_but_not_against_labels() {
    let lines = |label: &str| {
        (0..10).fold(String::new(), |text, i| text + label + &format!("139{:08}\n", 12_345_678 + i * 991))
    };
    let (list, labelled) = (lines("n,"), lines("order_no="));
    let best = |text: &str| groups(text).iter().map(|g| g.confidence).max().unwrap_or(0);
    assert!(best(&list) >= 85);
    assert!(best(&labelled) < 70);
}

#[test]
fn three_kinds_in_a_record_make_each_other_sure() {
    let record = "C1590726|张三|li.lei@example.cn|18910636797|11010519491231002X|4532973353298208";
    assert!(confidence(record, "cn.mobile", "18910636797") >= 75);
    assert!(confidence(record, "payment_card", "4532973353298208") >= 75);
    let apart = format!("18910636797{}li.lei@example.cn 11010519491231002X", " x".repeat(400));
    assert!(confidence(&apart, "cn.mobile", "18910636797") < 70);
}

#[test]
fn weak_values_do_not_hide_behind_sure_ones() {
    let found = groups("手机 13812345678\n\n\nx 13912345678");
    let counts: Vec<(u8, u64)> = found.iter().map(|g| (g.confidence, g.count)).collect();
    assert_eq!(counts.len(), 2);
    assert!(counts[0].0 >= 90 && counts[1].0 < 70);
}

#[test]
fn places_are_redacted_and_bounded() {
    let place = format!("http.request.body:file[11010519491231002X\u{1b}{}]", "x".repeat(600));
    let mut collector = Collector::default();
    let leaf = Leaf { place: &place, ..leaf(b"mail a@example.cn") };
    scanner(&BUILTIN).scan(&leaf, &mut crate::message::NoPlace, &mut collector);
    let found = drained(&mut collector);
    assert!(found[0].place.starts_with("http.request.body:file[1101**********002X\\x1b"), "{}", found[0].place);
    assert!(found[0].place.len() <= 256 && found[0].place.ends_with('…'));
}

#[test]
fn redaction_masks_escapes_and_bounds() {
    let redact = |text: &[u8], limit: usize| scanner(&BUILTIN).redact(text, limit);
    assert_eq!(redact(b"/u/13812345678/x?mail=li.lei@example.cn", 200), "/u/138****5678/x?mail=l***@example.cn");
    assert_eq!(redact("卡4111 1111 1111 1111。".as_bytes(), 200), "卡411111******1111。");
    assert_eq!(redact(b"a\x1b[31m\r\n\x00", 200), "a\\x1b[31m\\x0d\\x0a\\x00");
    assert_eq!(redact("a\u{202e}b\u{85}".as_bytes(), 200), "ab\\u{85}");
    assert_eq!(redact("汉字汉字".as_bytes(), 8), "汉…");
    assert_eq!(redact(b"\xff\xfe", 8), "\u{fffd}\u{fffd}");
    let secret = redact(b"/login?user=alice&password=Tr0ub4dor&x=1", 200);
    assert!(!secret.contains("Tr0ub4dor") && !secret.contains("alice") && secret.ends_with("&x=1"), "{secret}");
}

#[test]
fn redaction_sees_through_escapes_letters_and_extensions() {
    let redact = |text: &str| scanner(&BUILTIN).redact(text.as_bytes(), 200);
    for (text, want) in [
        ("/users/u0.li%40example.cn/orders", "/users/u***@example.cn/orders"),
        ("/users/u0.li%2540example.cn/orders", "/users/u***@example.cn/orders"),
        ("/users/%2B8613917784483/x%20y", "/users/139****4483/x%20y"),
        ("/users/139%201778%204483/orders", "/users/139****4483/orders"),
        ("/users/%31%33%39%31%37%37%38%34%34%38%33/\u{624b}", "/users/139****4483/\u{624b}"),
        ("/pay/4111%201111%201111%201111", "/pay/411111******1111"),
        ("/ssn/536%2D90%2D4399", "/ssn/***-**-4399"),
        ("/login?%70assword=Tr0ub4dor&x=1", "/login?%70assword=***&x=1"),
        ("export_alice@example.cn.csv", "e***@example.cn.csv"),
        ("alice@example.com.tar.gz", "a***@example.com.tar.gz"),
        ("alice@example.cn-2.7z", "a***@example.cn-2.7z"),
        ("u13917784483.x.test", "u139****4483.x.test"),
        ("IMG13917784483a.jpg", "IMG139****4483a.jpg"),
        ("n11010519491231002Xb.pdf", "n1101**********002Xb.pdf"),
        ("/api/login/bob/password/S3cr3t!pw/x", "/api/login/bob/password/***/x"),
        ("/login/passwd/Tr0ub4dor%26", "/login/passwd/***"),
    ] {
        assert_eq!(redact(text), want);
    }
    for plain in [
        "/v1/orders/ORD20240115123456789/100%25",
        "/static/app.3f9c17ab20.js",
        "logo@2x.png",
        "/npm/lodash@4.17.21/lodash.min.js",
        "/user/password/reset/forgot-password/index.html",
        "/password/change",
        "/api/token/refresh",
        "/password",
        "//",
        "/d/2024%2D01%2D15T10%3A00/v2.10.3",
        "/\u{5ba2}\u{6237}%20a%zz",
    ] {
        assert_eq!(redact(plain), plain);
    }
}

#[test]
fn a_value_cut_by_the_bound_does_not_show() {
    for limit in 0..80 {
        let shown = scanner(&BUILTIN).redact(b"x=1, 4111111111111111, li.lei@example.cn; 11010519491231002X", limit);
        assert!(shown.len() <= limit, "{limit}: {shown}");
        assert!(
            !shown.contains("41111111111") && !shown.contains("li.lei") && !shown.contains("11010519"),
            "{limit}: {shown}"
        );
    }
    let long = format!("{}4111111111111111", "password=0123456789abcdef0123456789abcdef&".repeat(12));
    for cut in 0..20 {
        let shown = scanner(&BUILTIN).redact(&long.as_bytes()[..long.len() - cut], 70);
        assert!(!shown.contains("4111111111"), "{shown}");
    }
}

#[test]
fn groups_beyond_the_limit_are_counted() {
    let text = "a 11010519491231002X b@example.cn DE89370400440532013000";
    let mut collector = Collector::default();
    scanner(&BUILTIN).scan(&leaf(text.as_bytes()), &mut crate::message::NoPlace, &mut collector);
    let mut kept = Vec::new();
    assert_eq!(collector.drain(2, 0, &mut kept).dropped, 1);
    assert_eq!(kept.iter().map(|group| group.detector).collect::<Vec<_>>(), ["cn.resident_id", "email"]);
}

#[test]
fn groups_below_the_least_confidence_are_counted_and_take_no_room() {
    let text = "mail=b@example.cn&password=Tr0ub4dor&to=DE89370400440532013000&serial=13800138000&x=4111111111111111";
    let form = Leaf { format: Format::Fields, ..leaf(text.as_bytes()) };
    let drained = |limit: usize, least: u8| {
        let (mut collector, mut kept) = (Collector::default(), Vec::new());
        scanner(&BUILTIN).scan(&form, &mut crate::message::NoPlace, &mut collector);
        let left = collector.drain(limit, least, &mut kept);
        assert!(collector.is_empty());
        let kept: Vec<_> = kept.into_iter().map(|group| (group.detector.to_string(), group.confidence)).collect();
        (kept, left)
    };
    let (all, left) = drained(usize::MAX, 0);
    assert_eq!((left.dropped, left.weak), (0, 0));
    let least = all.iter().map(|group| group.1).min().unwrap_or_default();
    assert!(all.iter().any(|group| group.1 > least), "{all:?}");
    for least in 0..=101 {
        let sure: Vec<_> = all.iter().filter(|group| group.1 >= least).cloned().collect();
        for limit in 0..=all.len() {
            let (kept, left) = drained(limit, least);
            assert_eq!(kept, sure[..limit.min(sure.len())], "{limit} of at least {least}");
            assert_eq!((left.dropped, left.weak), (sure.len().saturating_sub(limit), all.len() - sure.len()));
        }
    }
}
