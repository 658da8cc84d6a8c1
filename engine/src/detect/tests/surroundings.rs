//! What stands beside a value: marks that set it off, marks that hide it, labels of others.

use super::{confidence, groups};
use crate::message::Charset;

/// A value of each kind that stands between marks.
const VALUES: [(&str, &str, &str); 6] = [
    ("cn.resident_id", "11010519491231002X", "身份证号"),
    ("cn.mobile", "13812345678", "手机"),
    ("payment_card", "4111111111111111", "银行卡号"),
    ("email", "zhang.san@example.cn", "邮箱"),
    ("iban", "DE89370400440532013000", "IBAN"),
    ("cn.uscc", "91110000600037341L", "税号"),
];

#[test]
fn asterisks_of_markdown_hide_nothing() {
    for (detector, value, word) in VALUES {
        for text in [
            format!("{word} *{value}*"),
            format!("{word} **{value}**"),
            format!("- **{word}**: **{value}** ok"),
            format!("**{word}：{value}**"),
            format!("{word}：***{value}***"),
            format!("{word} *{value} and more*"),
            format!("* {value} {word}"),
        ] {
            assert!(confidence(&text, detector, value) >= 70, "{text}: {:?}", groups(&text));
        }
    }
    for text in ["手机*13812345678", "手机 13812345678*", "手机：**13812345678"] {
        assert!(confidence(text, "cn.mobile", "13812345678") >= 70, "{text}");
    }
    assert!(confidence("**订单号**: **13812345678**", "cn.mobile", "13812345678") < 50);
}

#[test]
fn asterisks_within_a_value_hide_it() {
    for text in [
        "手机 138****1234",
        "手机 138****13812345678",
        "银行卡 6222**4111111111111111",
        "身份证 110105200512210***",
        "身份证 ***110105491231002",
        "银行卡 4111111111111111**11",
        "邮箱 z*san@example.cn",
        "邮箱 zh**san@example.cn",
        "邮箱 ***san@example.cn",
        "邮箱 z***@example.cn",
    ] {
        assert!(groups(text).iter().all(|g| g.confidence < 50), "{text}: {:?}", groups(text));
    }
}

/// Every address in a text, whatever it is worth.
fn addresses(text: &str) -> Vec<String> {
    let mut found: Vec<_> = groups(text).into_iter().filter(|g| g.detector == "email").flat_map(|g| g.values).collect();
    found.sort();
    found
}

#[test]
fn message_ids_stay_low_whatever_they_hold() {
    for text in [
        "Message-ID: <CAHk-=wgabcd1234@mail.gmail.com>",
        "In-Reply-To: <CAHk-=wgabcd1234@mail.example.com>",
        "References: <a.b.c@mx.example.org> <CAF=abc+def@mx.example.org>",
        "Subject: x\r\nReferences: <a.b.c@mx.example.org>\r\n <d.e.f@mx.example.org>\r\n\t<CAJ+x=9@mx.example.org>\r\n",
        "Resent-Message-ID: <rm=1@mx.example.org>",
        "as <CAF=abc+def@mail.gmail.com> said",
        "see <CAHk-=wgabcd1234@mail.gmail.com> and https://lore.example.org/r/CAHk-=wgabcd1234@mail.gmail.com",
    ] {
        let email = groups(text).into_iter().filter(|g| g.detector == "email");
        assert!(email.into_iter().all(|g| g.confidence < 50), "{text}: {:?}", groups(text));
    }
    assert!(confidence("References: x\r\nFrom: Li Lei <li.lei@example.cn>", "email", "li.lei@example.cn") >= 70);
}

#[test]
fn an_atom_is_whole_where_something_delimits_it() {
    for (text, wanted) in [
        ("<jean-luc=x@example.com>", "jean-luc=x@example.com"),
        ("{\"email\":\"x&y@example.com\"}", "x&y@example.com"),
        ("{\"email\":\"wang#1@example.com\"}", "wang#1@example.com"),
        ("'wang~1@example.com'", "wang~1@example.com"),
        ("write to a&b@example.com now", "a&b@example.com"),
        // What parts paths, queries and parameters does so as before.
        ("https://example.org/u/bob@example.com", "bob@example.com"),
        ("<district/r9_bob@example.com>", "r9_bob@example.com"),
        ("{\"principal\":\"accounts/bob@example.com\"}", "bob@example.com"),
        ("?q=1&mail=bob@example.com", "bob@example.com"),
        ("x?bob@example.com", "bob@example.com"),
        ("a|bob@example.com", "bob@example.com"),
        ("\"a=1&bob@example.com\"", "bob@example.com"),
        ("\"$user@example.com\"", "user@example.com"),
    ] {
        assert_eq!(addresses(text), [wanted], "{text}");
    }
}

#[test]
fn letters_beyond_ascii_are_part_of_an_address_or_it_is_none() {
    for (text, wanted) in [
        ("anna.müller@example.de", "anna.müller@example.de"),
        ("mail: jürgen@example.de", "jürgen@example.de"),
        ("JOSÉ.b@example.es", "josé.b@example.es"),
        ("иван@пример.рф", "иван@пример.рф"),
        ("邮箱josé@example.es谢谢", "josé@example.es"),
        ("邮箱bob@example.com谢谢", "bob@example.com"),
        ("почтаivan@example.com", "ivan@example.com"),
        ("größe=bob@example.com", "bob@example.com"),
        ("wang@münchen.de", "wang@münchen.de"),
        ("wang@bücher.example", "wang@bücher.example"),
        ("li@café.fr，", "li@café.fr"),
        ("taro@日本.jp", "taro@日本.jp"),
        ("bob@example.comпривет", "bob@example.com"),
        ("张三@example.com", ""),
    ] {
        let wanted: Vec<&str> = [wanted].into_iter().filter(|w| !w.is_empty()).collect();
        assert_eq!(addresses(text), wanted, "{text}");
    }
    let of = |text: &[u8], charset| super::sure(text, charset);
    assert!(of(b"anna.m\xfcller@example.de", Charset::Latin1).is_empty());
    assert!(of(b"anna.m\xa8\xb9ller@example.de", Charset::Gb18030).is_empty());
    assert_eq!(of(b"\xd3\xca\xcf\xe4bob@example.de", Charset::Gb18030), ["email bob@example.de"]);
}

#[test]
fn the_label_of_the_clause_before_is_none() {
    for text in [
        "身份证已核验，订单号：110105491231002",
        "身份证已核验。流水号=110105491231002",
        "身份证已核验；IMEI：110105491231002",
        "身份证 订单号：110105491231002",
        "手机已绑定，IMEI：110105491231002",
    ] {
        assert!(groups(text).iter().all(|g| g.confidence < 50), "{text}: {:?}", groups(text));
    }
    for text in
        ["姓名、身份证号：110105491231002", "已核验，身份证号：110105491231002", "身份证（旧）：110105491231002"]
    {
        assert!(confidence(text, "cn.resident_id", "110105491231002") >= 80, "{text}: {:?}", groups(text));
    }
    // What joins characters, and is none, ends no label.
    assert_eq!(confidence("手机：\u{200d}13812345678", "cn.mobile", "13812345678"), 95);
    let big5 = encoding_rs::BIG5.encode("身分證已核驗，訂單號：110105491231002").0;
    assert!(super::sure(&big5, Charset::Big5).is_empty());
}

#[test]
fn accounts_of_every_country_of_the_registry_are_known() {
    for account in [
        "VG96VPVG0000012345678901",
        "SD2129010501234001",
        "BI4210000100010000332045181",
        "DJ3900010000000154000186968",
        "RU0304452522540817810538091310419",
        "SO211000001001000100141",
        "NI45BAPR00000013000003558124",
        "FK88SC123456789012",
        "OM810180000001299123456",
        "YE15CBYE0001018861234567891234",
    ] {
        assert!(confidence(&format!("IBAN: {account}"), "iban", account) >= 90, "{account}");
        let last = if account.ends_with('1') { '2' } else { '1' };
        let wrong = format!("IBAN: {}{last}", &account[..account.len() - 1]);
        assert!(groups(&wrong).iter().all(|g| g.detector != "iban"), "{wrong}");
    }
    // The number of a sales order.
    assert!(confidence("SD2129010501234001", "iban", "SD2129010501234001") < 70);
}

#[test]
fn cards_of_old_banks_and_odd_lengths_need_a_word() {
    let cards = [
        // ICBC, BoCom, CMB, Ping An.
        "9558802000101234563",
        "955880200010123459",
        "9555901234567898",
        "9555501234567896",
        "60142801234567893",
        "690755012345678",
        "9988001234567894",
        // Diners of 15, 17 and 18 digits.
        "300123456789012",
        "36123456789012341",
        "381234567890123458",
    ];
    for card in cards {
        assert!(confidence(&format!("银行卡号：{card}"), "payment_card", card) >= 70, "{card}");
        assert!(confidence(card, "payment_card", card) < 50, "{card}");
    }
    assert!(confidence("9558 8020 0010 1234", "payment_card", "9558802000101234") < 50);
}

#[test]
fn a_country_code_may_be_joined_to_groups() {
    for text in [
        "手机：+86138-1234-5678",
        "+86138 1234 5678",
        "86138-1234-5678",
        "0086138-1234-5678",
        "tel 0086138 1234 5678, 12",
    ] {
        assert!(confidence(text, "cn.mobile", "13812345678") >= 80, "{text}: {:?}", groups(text));
    }
    for text in [
        "手机 186138-1234-5678",
        "手机 x-86138-1234-5678",
        "手机 86138-1234-56789",
        "手机 86138-1234-5678-9",
        "手机 86138-1234 5678",
        "手机 86238-1234-5678",
    ] {
        assert!(groups(text).iter().all(|g| g.confidence < 70), "{text}: {:?}", groups(text));
    }
}

#[test]
fn nobody_is_born_after_the_capture() {
    const DAY: i64 = 86_400_000_000_000;
    // 2026-11-29, 2031-06-15, and a clock that was never set.
    for (at, wanted) in [
        (20_786 * DAY, ["110101202601023017"].as_slice()),
        (22_445 * DAY, &["110101202601023017", "110101202612013017", "110101202703013012", "110101203106153011"]),
        (0, &["110101202506153016"]),
    ] {
        let mut collector = super::Collector::default();
        let mut scanner = super::scanner(&super::BUILTIN);
        scanner.begin(at);
        let ids = [
            "110101202612013017",
            "110101202703013012",
            "110101203106153011",
            "11010120501231301X",
            "110101202601023017",
            "110101202506153016",
        ];
        for id in
            ids.iter().filter(|id| at > 0 && **id != "110101202506153016" || at == 0 && **id != "110101202601023017")
        {
            let text = format!("身份证号：{id}");
            scanner.scan(&super::leaf(text.as_bytes()), &mut crate::message::NoPlace, &mut collector);
        }
        let mut found: Vec<_> = super::drained(&mut collector).into_iter().flat_map(|g| g.values).collect();
        found.sort();
        assert_eq!(found, wanted, "{at}");
    }
}

#[test]
fn a_token_whose_header_begins_with_a_blank_is_one() {
    for token in [
        "eyAiYWxnIjoiSFMyNTYifQ.eyJzdWIiOiJhYmMifQ.dBjftJeZ4CVP-mB92K27",
        "ewogICJhbGciOiAiSFMyNTYiCn0.eyJzdWIiOiJhYmMifQ.dBjftJeZ4CVP-mB92K27",
        "ew0KICJhbGciOiAiSFMyNTYifQ.eyJzdWIiOiJhYmMifQ.dBjftJeZ4CVP-mB92K27",
        "ewkiYWxnIjoiSFMyNTYifQ.eyJzdWIiOiJhYmMifQ.dBjftJeZ4CVP-mB92K27",
    ] {
        for text in [token.to_owned(), format!("{{\"jwt\":\"{token}\"}}"), format!("token is {token}.")] {
            assert!(confidence(&text, "jwt", token) >= 90, "{text}: {:?}", groups(&text));
        }
        let other = format!("x{token}");
        assert_eq!(confidence(&other, "jwt", token), 0, "{other}");
    }
}
