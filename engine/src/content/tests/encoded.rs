//! Files in lines of text, and in addresses.

use super::containers::{holds_at_any_cut, places};
use super::*;

fn uu(data: &[u8], alphabet: &[u8; 64]) -> String {
    let mut out = String::new();
    for line in data.chunks(45) {
        out.push(char::from(alphabet[line.len()]));
        for group in line.chunks(3) {
            let [a, b, c] = [group[0], *group.get(1).unwrap_or(&0), *group.get(2).unwrap_or(&0)].map(u32::from);
            let bits = a << 16 | b << 8 | c;
            out.extend([18, 12, 6, 0].map(|shift| char::from(alphabet[(bits >> shift & 63) as usize])));
        }
        out.push_str("\r\n");
    }
    out + &format!("{}\r\nend\r\n", char::from(alphabet[0]))
}

const UU: &[u8; 64] = b"`!\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_";
const XX: &[u8; 64] = b"+-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

fn yenc(name: &str, data: &[u8]) -> Vec<u8> {
    let mut out = format!("=ybegin line=128 size={} name={name}\r\n", data.len()).into_bytes();
    for line in data.chunks(128) {
        for byte in line {
            let byte = byte.wrapping_add(42);
            if matches!(byte, 0 | b'\r' | b'\n' | b'=') {
                out.extend([b'=', byte.wrapping_add(64)]);
            } else {
                out.push(byte);
            }
        }
        out.extend(b"\r\n");
    }
    out.extend(format!("=yend size={}\r\n", data.len()).bytes());
    out
}

#[test]
fn entries_of_a_directory_are_unfolded() {
    let text = b"version: 1\n\ndn: uid=1,ou=people\nmobile: 13800\n 000001\nuserPassword:: aDRSdGVy\n LTkx\ncn: a\n";
    for cuts in [&[][..], &[30, 57]] {
        let (sink, tally) = unpack_cut(&hints("text/plain", &[]), text, cuts, true);
        let leaves: String = sink.leaves.iter().map(|leaf| String::from_utf8_lossy(&leaf.2)).collect();
        assert_eq!(leaves, "version: 1\n\ndn: uid=1,ou=people\nmobile: 13800000001\nuserPassword: h4Rter-91\ncn: a\n");
        assert!(inspected(&tally) && tally.total() == text.len() as u64);
    }
}

#[test]
fn files_in_lines_of_text_are_unpacked() {
    let table = b"name,mobile\r\na,Tk000000001\r\nb,Tk000000002\r\n";
    let archive = zip_as(DEFLATED, &[("a.csv", &table[..])]);
    let mut text = "Hello phone: Tk000000003,\r\n\r\n".to_owned();
    for (alphabet, name, data) in [(UU, "客户.csv", &table[..]), (XX, "a.zip", &archive), (UU, "b.zip", &archive)] {
        let lines = uu(data, alphabet);
        let _ = write!(text, "begin 644 {name}\r\n{lines}\r\n50%25 off: a%3Db%3Dc phone%3A Tk000000004\r\n");
    }
    text += "phone: Tk000000005\r\n";
    let want =
        ["b:phone", "b:file[客户.csv]:mobile", "b:file[a.zip]:zip[a.csv]:mobile", "b:file[b.zip]:zip[a.csv]:mobile"];
    let sink = holds_at_any_cut(text.as_bytes());
    assert_eq!(places(&sink), BTreeSet::from(want));
    assert_eq!(sink.tokens().len(), 5);
    assert!(sink.anomalies.is_empty(), "{:?}", sink.anomalies);
    assert_eq!(sink.files["b:file[b.zip]"].size, archive.len() as u64);
    let (_, tally) = unpack(&hints("text/plain; charset=utf-8", &[]), text.as_bytes());
    assert!(inspected(&tally), "{tally:?}");
    let mail = format!("Subject: x\r\nContent-Type: text/plain\r\n\r\n{text}");
    let (sink, _) = unpack(&hints("message/rfc822", &[]), mail.as_bytes());
    assert!(places(&sink).contains("b:file[客户.csv]:mobile"), "{:?}", places(&sink));
}

#[test]
fn a_long_file_in_lines_goes_on_in_later_parts() {
    let lines = sample_lines(20_000);
    let text = format!("begin 644 log.txt\n{}after: Tk999999999\n", uu(lines.as_bytes(), UU));
    let whole = unpack(&hints("", &[]), text.as_bytes()).0;
    assert_eq!(whole.tokens().len(), 20_001);
    for step in [5_000, 70_001] {
        let cuts: Vec<usize> = (0..text.len()).step_by(step).collect();
        let (sink, tally) = unpack_cut(&hints("", &[]), text.as_bytes(), &cuts, true);
        assert_eq!(sink.tokens(), whole.tokens(), "{step}");
        assert_eq!(tally.total(), text.len() as u64);
    }
}

#[test]
fn posts_in_yenc_are_unpacked() {
    let table = b"name,mobile\r\na,Tk000000001\r\nb,Tk000000002\r\n".to_vec();
    let noise: Vec<u8> = (0..20_000u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    let archive = zip_as(STORED, &[("a.csv", &table[..]), ("noise", &noise)]);
    for (name, data, place) in
        [("a b.csv", &table, "b:file[a b.csv]:mobile"), ("a.zip", &archive, "b:file[a.zip]:zip[a.csv]:mobile")]
    {
        for before in [String::new(), "See here.\r\n".to_owned(), "It is text. \r\n".repeat(500)] {
            let post = [before.as_bytes(), &yenc(name, data), b"\r\nphone: Tk000000003\r\n"].concat();
            for cuts in [vec![], vec![post.len() / 2], (0..post.len()).step_by(5000).collect()] {
                let (sink, tally) = unpack_cut(&hints("", &[]), &post, &cuts, true);
                assert!(places(&sink).contains(place), "{name} {} {cuts:?} {:?}", before.len(), places(&sink));
                assert_eq!(tally.total(), post.len() as u64);
            }
        }
    }
}

#[test]
fn addresses_that_hold_data_are_read() {
    let table = "姓名,mobile\r\n张三,Tk000000001\r\n李四,Tk000000002\r\n";
    let packed = String::from_utf8(base64(table.as_bytes(), 0)).unwrap();
    let plain = String::from_utf8(percent(table.as_bytes())).unwrap();
    for (kind, text) in [
        ("text/html", format!("<html><a href=\"data:text/csv;base64,{packed}\">x</a><p>y</p></html>")),
        ("text/html", format!("<html><a download='x' href='data:text/csv;charset=utf-8,{plain}'>x</a></html>")),
        ("application/json", format!("{{\"file\":\"data:text/csv;base64,{packed}\"}}")),
        ("application/json", format!("{{\"file\":\"data:text/csv,{plain}\"}}")),
        ("text/css", format!("a {{ background: url(data:text/csv;base64,{packed}) }}\n")),
        ("text/css", format!("a {{ background: url(\"data:text/csv,{plain}\") }}\n")),
        ("", format!("{{\"a\":[{{\"src\":\"data:application/octet-stream;base64,{packed}\"}}]}}")),
    ] {
        let (sink, _) = unpack(&hints(kind, &[]), text.as_bytes());
        assert_eq!(sink.tokens().len(), 2, "{kind} {text}");
    }
}

/// A body in a charset.
fn written(text: &str, charset: &str) -> Vec<u8> {
    encoding_rs::Encoding::for_label(charset.as_bytes()).unwrap().encode(text).0.into_owned()
}

#[test]
fn a_character_that_ends_in_ascii_is_no_sign_of_its_own() {
    for (media, charset, text, names) in [
        (
            "application/json",
            "big5",
            r#"{"姓名":"李許","身分證":"Tk000000001","手機":"Tk000000002"}"#,
            ["身分證", "手機"],
        ),
        (
            "application/json",
            "gbk",
            r#"{"姓名":"李昞","身份证":"Tk000000001","手机":"Tk000000002"}"#,
            ["身份证", "手机"],
        ),
        (
            "application/json",
            "shift_jis",
            r#"{"氏名":"表ソ","番号":"Tk000000001","電話":"Tk000000002"}"#,
            ["番号", "電話"],
        ),
        ("text/csv", "gbk", "姓名|身份证|手机\n李倈|Tk000000001|Tk000000002\n", ["身份证", "手机"]),
    ] {
        for step in [1, 50, 999] {
            let body = written(text, charset);
            let cuts: Vec<usize> = (0..body.len()).step_by(step).collect();
            let (sink, tally) = unpack_cut(&hints(&format!("{media}; charset={charset}"), &[]), &body, &cuts, true);
            let mut found = sink.names();
            found.sort_unstable_by_key(|name| names.iter().position(|n| n == name));
            assert_eq!(found, names, "{charset}");
            assert!(inspected(&tally) && tally.total() == body.len() as u64);
        }
    }
}

#[test]
fn characters_beside_values_are_no_part_of_them() {
    for (charset, text) in [
        ("gb18030", "手机😀Tk000000001😀bob"),
        ("gb18030", "{\"d\":\"😀Tk000000001😀bob\"}"),
        ("iso-2022-jp", "カード番号：Tk000000001、メール：taro"),
        ("shift_jis", "カード番号：Tk000000001、メール：taro"),
        ("euc-jp", "カード番号：Tk000000001、メール：taro"),
        ("euc-kr", "카드번호：Tk000000001、메일：taro"),
    ] {
        let body = written(text, charset);
        let media = format!("text/plain; charset={charset}");
        let (sink, tally) = unpack_cut(&hints(&media, &[]), &body, &[3, 7, 20], true);
        let read: Vec<u8> = sink.leaves.iter().flat_map(|(_, _, text)| text.clone()).collect();
        assert_eq!(String::from_utf8_lossy(&read), text, "{charset}");
        assert!(inspected(&tally) && sink.tokens().len() == 1);
        // What is declared so and is UTF-8 stays as it is.
        let (sink, _) = unpack(&hints(&media, &[]), text.as_bytes());
        assert_eq!(sink.leaves[0].2, text.as_bytes());
    }
}

#[test]
fn lines_of_a_table_may_end_in_returns_and_state_the_delimiter_first() {
    let table = (0..50).fold("id;phone\r".to_owned(), |table, i| table + &format!("{i};Tk{i:09}\r"));
    let stated = format!("sep=;\r\n{}", table.replace('\r', "\r\n"));
    for body in
        [&table, &stated, &format!("\u{feff}{stated}"), &stated.replace("\r\n", "\r"), &stated.replace(';', "#")]
    {
        for media in ["text/csv", "", "text/plain"] {
            for cuts in [&[][..], &[1, 5, 6, 17, 200]] {
                let (sink, tally) = unpack_cut(&hints(media, &[]), body.as_bytes(), cuts, true);
                assert_eq!((sink.hits.len(), sink.places()[0]), (50, "b:phone"), "{body:?} {media}");
                assert_eq!(tally.get(State::Inspected), body.len() as u64);
            }
        }
    }
}

#[test]
fn half_of_a_character_is_no_escape_of_white_space() {
    // 許 in Big5 ends in a backslash, and so does 昞 in GBK.
    for (charset, text) in [("big5", "致許nancy@b.cn"), ("gbk", "致昞nancy@b.cn")] {
        let (sink, _) = unpack(&hints(&format!("text/plain; charset={charset}"), &[]), &written(text, charset));
        assert_eq!(String::from_utf8_lossy(&sink.leaves[0].2), text);
    }
    for charset in ["big5", "gbk"] {
        let body = written("中文\\nancy@b.cn", charset);
        let (sink, _) = unpack(&hints(&format!("text/plain; charset={charset}"), &[]), &body);
        assert_eq!(sink.leaves[0].2, written("中文  ancy@b.cn", charset));
    }
}

#[test]
fn what_a_terminal_makes_of_text_is_undone() {
    let read = |kind: &str, text: &str| {
        let (sink, tally) = unpack(&hints(kind, &[]), text.as_bytes());
        assert!(inspected(&tally) && tally.total() == text.len() as u64, "{text:?}: {tally:?}");
        sink.leaves.iter().map(|leaf| String::from_utf8_lossy(&leaf.2).into_owned()).collect::<String>()
    };
    for (text, want) in [
        ("id=\x1b[32m11010519491231002X\x1b[0m x", "id=11010519491231002X x"),
        (
            "138\x1b[01;31m\x1b[K0013\x1b[m\x1b[K8000 \x1b[38;5;12mli.lei@example.cn\x1b(B\x1b[m",
            "13800138000 li.lei@example.cn",
        ),
        ("\x1b[2J\x1b[1;1H13800138000\x1b[2;1H13900139000", "  13800138000 13900139000"),
        (
            "\x1b]0;to 13800138000\x07\x1b]8;;mailto:li@example.cn\x1b\\mail",
            " 0;to 13800138000\x07 8;;mailto:li@example.cn mail",
        ),
        ("\x1b[?2004h$ \x1b[31mphone=%2B8613800138000", "$ phone=+8613800138000"),
        // What is cut short or longer than any, and what is no sequence.
        ("a \x1b[3", "a \x1b[3"),
        ("a \x1bb \x1b[\u{5f20}", "a \x1bb \x1b[\u{5f20}"),
    ] {
        assert_eq!(read("text/plain", text), want);
    }
    let json = r#"{"a":"\u001b[36mmobile=\u001b[0m13800138000","b":"\x1b[1m\x1b[31mx@example.cn\x1b[0m"}"#;
    assert_eq!(read("application/json", json), r#"{"a":"mobile=13800138000","b":"x@example.cn"}"#);
    let deep = r#"{"a":"{\"b\":\"\\u001b[36m13800138000\\u001b[0m\"}"}"#;
    assert_eq!(read("application/json", deep), r#"{"a":"{\"b\":\"13800138000\"}"}"#);
    let (sink, _) = unpack(&hints("text/plain", &[]), format!("\x1b[{}m13800138000", "1;".repeat(99)).as_bytes());
    assert!(sink.leaves[0].2.starts_with(b"\x1b[1;"));
}

#[test]
fn text_in_utf16_is_read_whatever_its_alphabet() {
    let texts = [
        "Имя,Почта\r\nИван Петров,Tk000000001\r\nМария Иванова,Tk000000002\r\n",
        "客户,等级,手机\r\n王伟,★★★★★,Tk000000001\r\n王伟,★★★★★,Tk000000002\r\n",
        "שם,טלפון\r\nדוד כהן,Tk000000001\r\nדוד כהן,Tk000000002\r\n",
        "🎉🎉 您好,👍\r\nTk000000001,👍👍\r\nTk000000002,👍👍\r\n",
    ];
    for text in texts {
        for order in [u16::to_le_bytes, u16::to_be_bytes] {
            let plain: Vec<u8> = text.encode_utf16().flat_map(order).collect();
            let marked: Vec<u8> = format!("\u{feff}{text}").encode_utf16().flat_map(order).collect();
            for (body, media) in [(&plain, ""), (&plain, "text/csv; charset=utf-16"), (&marked, "text/csv")] {
                let (sink, tally) = unpack(&hints(media, &[]), body);
                assert_eq!(sink.tokens().len(), 2, "{media} {text}");
                assert!(inspected(&tally));
            }
        }
    }
}

#[test]
fn escape_sequences_of_iso_2022_jp_need_no_declaration() {
    let text = "氏名：山田太郎、電話Tk000000001、住所：東京都\n";
    let body = encoding_rs::ISO_2022_JP.encode(text).0;
    for media in ["", "text/plain", "application/json"] {
        let (sink, tally) = unpack(&hints(media, &[]), &body);
        assert_eq!(sink.tokens().len(), 1, "{media}");
        assert_eq!(sink.leaves[0].2, text.as_bytes(), "{media}");
        assert!(inspected(&tally));
    }
    // Colours of a terminal are escape sequences too, which are undone.
    let (sink, _) = unpack(&hints("", &[]), b"\x1b[32mTk000000001\x1b[0m, ok\n");
    assert_eq!(sink.leaves[0].2, b"Tk000000001, ok\n");
}

#[test]
fn strings_among_bytes_in_base64_are_read() {
    let state = |i: u32| {
        let row = format!("\x05\x0bTk{i:09}\x64\x64\x02\x01\x0f\x0f\x16\x02\x1f\0");
        [
            b"\xff\x01\x0f\x0f\x05\x0a-123456789\x64\x16\x02\x66\x0f\x16\x02\x02\x03\x0f\x16\x04\x1e\x04Text",
            row.as_bytes(),
        ]
        .concat()
    };
    let line = |i| format!("{{\"state\":\"{}\"}}\n", String::from_utf8(base64(&state(i), 0)).unwrap());
    let body = [line(0), line(1), line(2)].concat();
    let (sink, tally) = unpack(&hints("application/json", &[]), body.as_bytes());
    assert_eq!(sink.places(), ["b:state[base64]:"; 3]);
    assert!(inspected(&tally));
}

#[test]
fn messages_of_saml_are_inflated() {
    // SAML 2.0 bindings §3.4.4.1.
    let xml = b"<samlp:LogoutRequest xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\"><saml:NameID>Tk000000001</saml:NameID></samlp:LogoutRequest>";
    let coded = String::from_utf8(base64(&deflate(xml), 0)).unwrap();
    let query = format!("SAMLRequest={}&RelayState=x", String::from_utf8(percent(coded.trim().as_bytes())).unwrap());
    let mut sink = Recorder::default();
    text("q", TextFormat::UrlEncoded, query.as_bytes(), &Limits::default(), &mut sink);
    assert_eq!(sink.names(), ["NameID"]);
    let noise = String::from_utf8(base64(&noise(120), 0)).unwrap();
    let mut sink = Recorder::default();
    text(
        "q",
        TextFormat::UrlEncoded,
        format!("SAMLRequest={}", noise.trim()).as_bytes(),
        &Limits::default(),
        &mut sink,
    );
    assert!(sink.anomalies.is_empty());
}

#[test]
fn bytes_with_strings_among_them_are_found_and_noise_is_not() {
    let found = |bytes: &[u8]| super::super::embedded::find_runs(&base64(bytes, 0), 0).len();
    // A message in protocol buffers, an object of Java, a state of a page (MS-SSRTP has its like).
    assert_eq!(found("\x0a\x06王伟\x12\x0b13812345678\x1a\x1211010519491231002X".as_bytes()), 1);
    assert_eq!(
        found(b"\xac\xed\0\x05sr\0\x08com.User\0\0\0\0\0\0\0\x01\x02\0\x02L\0\x06mobilet\0\x12Ljava/lang/String;xp"),
        1
    );
    assert_eq!(found(b"\xff\x01\x0f\x0f\x05\x0a-123456789\x64\x16\x02\x66\x0f\x16\x02\x02\x03\x0f\x16\x04\x1e\x04Text\x05\x05\x0bwangxiaoming"), 1);
    let noise = noise(40_000);
    let wrong = (0..3000).filter(|i| found(&noise[i * 12..i * 12 + 16 + i % 400]) > 0).count();
    assert!(wrong < 3, "{wrong}");
    // Numbers of two bytes, and a list of hashes.
    assert_eq!(found(&(0..120u16).flat_map(u16::to_be_bytes).collect::<Vec<_>>()), 0);
}
