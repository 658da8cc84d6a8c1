//! Speed of detection on text without and with personal data, in GB/s of one core: `cargo bench --bench detect [-- TEXT...]`.

use leaktap_engine::detect::{Collector, DetectorSpec, Keys, Plan, PlanSpec, Scanner};
use leaktap_engine::message::{Charset, Format, Leaf, NoPlace};
use std::fmt::Write;
use std::sync::Arc;
use std::time::Instant;

/// Small enough that a pass fits between two time slices of a busy machine.
const SIZE: usize = 1 << 20;
const NATIVES: [&str; 9] =
    ["cn.resident_id", "cn.mobile", "cn.uscc", "payment_card", "email", "iban", "us.ssn", "jwt", "credential.http"];

/// `SplitMix64`.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}

fn json(random: &mut Random) -> String {
    let mut out = String::from("{\"code\":0,\"msg\":\"ok\",\"data\":[");
    while out.len() < SIZE {
        let b = random.next();
        let _ = write!(
            out,
            "{{\"id\":{},\"name\":\"王芳伟\",\"dept\":\"财务共享中心\",\"addr\":\"浙江省杭州市西湖区文三路{}号\",\"level\":{},\"balance\":{}.{:02},\
             \"created\":{},\"etag\":\"{:016x}\",\"note\":\"customer asked for a callback next week\",\"active\":true}},",
            1_700_000_000_000_000_000 + (b >> 8),
            b & 511,
            b & 7,
            b >> 40,
            b % 100,
            1_690_000_000_000u64 + (b >> 30),
            random.next()
        );
    }
    out
}

fn html(random: &mut Random) -> String {
    let mut out = String::new();
    while out.len() < SIZE {
        let b = random.next();
        let _ = writeln!(
            out,
            "<tr class=\"row r{}\"><td>{}</td><td>李娜</td><td>上海市徐汇区漕溪北路{}号</td><td>2024-0{}-1{} 1{}:3{}</td><td>¥{}.{}</td>\
             <td><a href=\"/c/{:x}\">pipeline</a></td></tr>",
            b & 1,
            b >> 44,
            b & 511,
            1 + (b & 7),
            b >> 3 & 7,
            b >> 6 & 7,
            b >> 9 & 7,
            b >> 50,
            b % 100,
            random.next() >> 14
        );
    }
    out
}

fn numbers(random: &mut Random) -> String {
    let mut out = String::new();
    while out.len() < SIZE {
        let (a, b) = (random.next(), random.next());
        let _ = writeln!(
            out,
            "2026-04-15T05:11:22.{:03}Z INFO order-svc trace={a:016x}{b:016x} id={} ts={} order_no=2023{:014} geo={}.{:013},116.4 req={:08x}-{:04x}-4abc-8def-{:012x}",
            b % 1000,
            (1u64 << 60) + (a >> 5),
            1_600_000_000_000 + (b >> 24),
            a % 100_000_000_000_000,
            a % 50,
            b % 10_000_000_000_000,
            a >> 32,
            b & 0xffff,
            b >> 16
        );
    }
    out
}

fn people(random: &mut Random) -> String {
    let mut out = String::new();
    while out.len() < SIZE {
        let b = random.next();
        let _ = writeln!(
            out,
            "{{\"name\":\"张三\",\"idCard\":\"11010519491231002X\",\"phone\":\"138{:08}\",\"mail\":\"u{}@example.cn\",\"bankCard\":\"4111111111111111\"}}",
            b % 100_000_000,
            b >> 40
        );
    }
    out
}

fn main() {
    let detector = |id: &&str| DetectorSpec {
        id: (*id).into(),
        native: true,
        words: ["手机", "电话", "身份证", "卡号", "mobile", "phone", "card", "mail"].map(Into::into).to_vec(),
        fields: ["phone", "mobile", "idcard", "bankcard", "mail"].map(Into::into).to_vec(),
        ..DetectorSpec::default()
    };
    let plan = PlanSpec { detectors: NATIVES.iter().map(detector).collect(), ..PlanSpec::default() };
    let plan = Arc::new(Plan::compile(&plan).expect("the plan compiles"));
    let mut scanner = Scanner::new(plan, Keys::new([1; 32]), false);
    let mut random = Random(1);
    let texts = [
        ("json", json(&mut random)),
        ("html", html(&mut random)),
        ("logs of numbers", numbers(&mut random)),
        ("base64-like", (0..SIZE / 11).map(|_| format!("{:011x}", random.next() >> 20)).collect::<Vec<_>>().concat()),
        ("people", people(&mut random)),
    ];
    let wanted: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with('-')).collect();
    for (name, text) in texts.iter().filter(|t| wanted.is_empty() || wanted.iter().any(|w| t.0.starts_with(w.as_str())))
    {
        let best = (0..200).map(|_| once(&mut scanner, text)).fold(f64::MAX, f64::min);
        let bytes = text.len() as f64 / 1e9;
        // What one linear read with vectors takes on this machine, now: a yardstick for the rest.
        let read = (0..200).map(|_| count(text)).fold(f64::MAX, f64::min);
        let anchors = (0..200).map(|_| look(text)).fold(f64::MAX, f64::min);
        println!(
            "{name:16} {:6.2} GB/s (anchors alone {:.1}, memchr {:.1})",
            bytes / best,
            bytes / anchors,
            bytes / read
        );
    }
}

/// Seconds to find the anchors.
fn look(text: &str) -> f64 {
    let start = Instant::now();
    let (mut cursor, mut anchors) = (leaktap_simd::Cursor::default(), leaktap_simd::Anchors::new());
    while leaktap_simd::anchors(text.as_bytes(), &mut cursor, &mut anchors) {
        std::hint::black_box(&anchors);
    }
    start.elapsed().as_secs_f64()
}

/// Seconds to look for a byte that is not there.
fn count(text: &str) -> f64 {
    let start = Instant::now();
    std::hint::black_box(memchr::memchr(0, text.as_bytes()));
    start.elapsed().as_secs_f64()
}

/// Seconds for one pass, in leaves of 64 KiB.
fn once(scanner: &mut Scanner, text: &str) -> f64 {
    let (start, mut groups) = (Instant::now(), Vec::new());
    for part in text.as_bytes().chunks(64 << 10) {
        let mut collector = Collector::default();
        let leaf = Leaf {
            text: part,
            charset: Charset::Utf8,
            format: Format::Text,
            place: "http.response.body",
            continues: false,
            resumes: false,
            control: true,
            anchors: None,
        };
        scanner.scan(&leaf, &mut NoPlace, &mut collector);
        collector.drain(512, 0, &mut groups);
        std::hint::black_box(&groups);
    }
    start.elapsed().as_secs_f64()
}
