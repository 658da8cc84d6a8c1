use super::super::Probe;
use super::super::recorder::{Event, Fate, Feeder};
use super::super::testing::Turn;
use super::super::testing::work::linear_turns;
use super::*;
use proptest::prelude::*;

fn wire(name: &str) -> Vec<u8> {
    let labels = name.split('.').filter(|label| !label.is_empty());
    labels.flat_map(|label| [&[label.len() as u8][..], label.as_bytes()].concat()).chain([0]).collect()
}

fn head(id: u16, flags: u16, counts: [u16; 4]) -> Vec<u8> {
    [id, flags, counts[0], counts[1], counts[2], counts[3]].iter().flat_map(|word| word.to_be_bytes()).collect()
}

fn query(name: &str) -> Vec<u8> {
    [head(7, 0x0100, [1, 0, 0, 0]), wire(name), vec![0, 1, 0, 1]].concat()
}

/// A record whose owner is the question's name.
fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    let fixed = [0xc0, 12, (kind >> 8) as u8, kind as u8, 0, 1, 0, 0, 0, 60];
    [&fixed[..], &(data.len() as u16).to_be_bytes(), data].concat()
}

fn response(name: &str, records: &[Vec<u8>]) -> Vec<u8> {
    let head = head(7, 0x8180, [1, records.len() as u16, 0, 0]);
    [head, wire(name), vec![0, 16, 0, 1], records.concat()].concat()
}

fn prefixed(message: &[u8]) -> Vec<u8> {
    [&(message.len() as u16).to_be_bytes()[..], message].concat()
}

fn feeder(transport: Transport) -> Feeder {
    Feeder::new(Box::new(DnsParser::new(&Limits::default(), transport)))
}

fn datagrams(all: &[(Direction, Vec<u8>)]) -> Feeder {
    let mut feeder = feeder(Transport::Udp);
    for (dir, data) in all {
        feeder.feed(*dir, data);
    }
    feeder.close();
    feeder.assert_accounted();
    feeder
}

#[test]
fn names_of_a_query_are_told_once() {
    let feeder = datagrams(&[(Direction::Orig, query("13800138000.x.example.net"))]);
    assert_eq!(feeder.out.texts("qname"), ["13800138000 x.example.net"]);
    assert_eq!(feeder.out.events[0], Event::Begin(Direction::Orig, "dns.query", 0));
    assert_eq!(feeder.out.transport.unwrap().protection, "none");
}

#[test]
fn a_response_does_not_tell_its_question_again() {
    let (name, other) = ("13800138000.x.example.net", "13900139000.x.example.net");
    let asked = (Direction::Orig, query(name));
    let told = |all: &[(Direction, Vec<u8>)]| {
        datagrams(all).out.texts("qname").iter().map(|text| text.replace(' ', ".")).collect::<Vec<_>>()
    };
    assert_eq!(told(&[asked.clone(), (Direction::Resp, response(name, &[]))]), [name]);
    assert_eq!(told(&[asked, (Direction::Resp, response(other, &[]))]), [name, other]);
    assert_eq!(told(&[(Direction::Resp, response(name, &[]))]), [name]);
}

/// Names of one domain, each with so many characters of what stands for a text.
fn spread(encoded: &str, size: usize) -> Vec<(Direction, Vec<u8>)> {
    let cut = |text: &str, size: usize| {
        text.as_bytes().chunks(size).map(|piece| String::from_utf8_lossy(piece).into_owned()).collect::<Vec<_>>()
    };
    let name = |piece: &String| format!("{}.t.example.net", cut(piece, 60).join("."));
    cut(encoded, size).iter().map(|piece| (Direction::Orig, query(&name(piece)))).collect()
}

/// "id=1;mail=zhang.san@crm.example;card=6222021004652948382;tel=13800138000;mail=li.si@crm.example;end"
const HEX: &str = "69643d313b6d61696c3d7a68616e672e73616e4063726d2e6578616d706c653b636172643d36323232303231303034363532\
                   3934383338323b74656c3d31333830303133383030303b6d61696c3d6c692e73694063726d2e6578616d706c653b656e64";
const BASE32: &str = "NFSD2MJ3NVQWS3B5PJUGC3THFZZWC3SAMNZG2LTFPBQW24DMMU5WGYLSMQ6TMMRSGIYDEMJQGA2DMNJSHE2DQMZYGI\
                      5XIZLMHUYTGOBQGAYTGOBQGAYDW3LBNFWD23DJFZZWSQDDOJWS4ZLYMFWXA3DFHNSW4ZA";

#[test]
fn values_that_are_spread_over_two_names_are_put_together() {
    for (encoded, size) in [(HEX, 40), (BASE32, 32)] {
        let told = datagrams(&spread(encoded, size)).out.texts("qname[seam]");
        assert_eq!(told.first().map(|text| text.contains("zhang.san@crm.example")), Some(true), "{size}: {told:?}");
    }
    let told = datagrams(&spread(BASE32, 104)).out;
    assert!(told.texts("qname[seam]")[0].contains("13800138000"), "{:?}", told.texts("qname[seam]"));
    assert!(told.texts("qname[base32]")[0].contains("6222021004652948382"));
    // The same name asked again, and one of another domain, continue nothing.
    let once = spread(BASE32, 104);
    let other = query(&format!("{}.t.example.org", BASE32.get(104..144).unwrap()));
    let told = datagrams(&[once[0].clone(), once[0].clone(), (Direction::Orig, other)]).out;
    assert!(told.texts("qname[seam]").is_empty());
}

#[test]
fn numbers_in_labels_stand_apart() {
    let name = "15520754941.32020519920222102X.c.1.0.0.127.in-addr.example.net";
    let feeder = datagrams(&[(Direction::Orig, query(name))]);
    assert_eq!(feeder.out.texts("qname"), ["15520754941 32020519920222102X c.1.0.0.127.in-addr.example.net"]);
}

#[test]
fn response_tells_texts_and_targets_and_joins_its_query() {
    let target = [b"\x04mail\xc0\x0c".to_vec()].concat();
    let records = [
        record(16, b"\x05hello\x06 world"),
        record(15, &[&[0, 10][..], &target].concat()),
        record(5, &target),
        record(1, &[192, 0, 2, 1]),
        record(10, b"null payload"),
        record(13, b"\x03CPU\x02OS"),
    ];
    let feeder = datagrams(&[
        (Direction::Orig, query("other.example")),
        (Direction::Orig, [head(9, 0x0100, [1, 0, 0, 0]), wire("b.example"), vec![0, 1, 0, 1]].concat()),
        (Direction::Resp, response("other.example", &records)),
    ]);
    assert_eq!(feeder.out.texts("txt"), ["hello world\n"]);
    let lines = "mail.other.example\nmail.other.example\nnull payload\nCPU OS\n";
    assert_eq!(feeder.out.texts("rdata"), [lines]);
    assert!(feeder.out.events.contains(&Event::Begin(Direction::Resp, "dns.response", 0)));
}

#[test]
fn compression_loops_are_malformed_and_scanned_raw() {
    for pointer in [[0xc0, 12], [0xc0, 40], [0xff, 0xff]] {
        let message = [head(1, 0x0100, [1, 0, 0, 0]), pointer.to_vec(), vec![0, 1, 0, 1]].concat();
        let feeder = datagrams(&[(Direction::Orig, message.clone())]);
        assert!(feeder.out.has(Code::DnsMalformed));
        assert!(feeder.out.events.contains(&Event::Text(Direction::Orig, String::new(), message)));
    }
}

#[test]
fn chains_of_pointers_end() {
    let mut message = head(1, 0x0100, [1, 0, 0, 0]);
    message.extend([0, 0, 1, 0, 1]);
    let start = message.len() as u16;
    message.extend([0xc0, 12]);
    let chain = |links: u16| {
        let links = (0..links).flat_map(|i| (0xc000 | (start + 2 * i)).to_be_bytes());
        message.iter().copied().chain(links).collect::<Vec<_>>()
    };
    let last = |data: &[u8]| name::Name::read(data, data.len() - 2).is_some();
    assert!(last(&chain(100)));
    assert!(!last(&chain(1000)));
}

#[test]
fn encoded_labels_are_joined_and_base32_is_opened() {
    // "name,phone\nLi,13800138000\n" in base32, split over labels.
    let feeder =
        datagrams(&[(Direction::Orig, query("NZQW2ZJMOBUG63TFBJGGSLBRGM.4DAMBRGM4DAMBQBI.x.exfil.example.net"))]);
    assert_eq!(feeder.out.texts("qname[joined]"), ["NZQW2ZJMOBUG63TFBJGGSLBRGM4DAMBRGM4DAMBQBI"]);
    assert_eq!(feeder.out.texts("qname[base32]"), ["name,phone\nLi,13800138000\n"]);
}

#[test]
fn pieces_of_a_longer_base32_text_are_opened_without_their_cut_ends() {
    // Labels cut the encoding at characters, not at bytes.
    let whole = tunnel::base32_text(b"NZQW2ZJMOBUG63TFBUFEY2JMGEZTQMBQGEZTQMBQGAWHQLDZ", false);
    assert_eq!(whole.as_deref(), Some(&b"name,phone\r\nLi,13800138000,x,y"[..]));
    let piece = tunnel::base32_text(b"ZTQMBQGEZTQMBQGAWHQLDZFRUGK3DMN4WCA5DPEB4W65JMEBT", false).unwrap();
    let text = String::from_utf8(piece).unwrap();
    assert!(text.starts_with(",x,y") && !text.contains("00"), "{text}");
}

#[test]
fn tunnel_without_a_domain_shows_no_data() {
    let label = "5a03b5b1e1aa8f8fdb1bbe8d5e04952141f7d4f82c7e3b06dcc8b87fad7a";
    let feeder = datagrams(&[(Direction::Orig, query(&format!("{label}.{label}.{label}.13800138000")))]);
    assert!(feeder.out.events.contains(&Event::Anomaly(Direction::Orig, Code::DnsTunnel, "*.*".to_owned())));
}

#[test]
fn host_names_are_neither_joined_nor_tunnels() {
    for name in [
        "www.example.cn",
        "a-very-long-host-name-in-a-data-centre.eu-central-1.compute.example.com",
        "ec2-203-0-113-25.compute-1.example.com",
        "1.2.0.192.in-addr.arpa",
        "b.a.9.8.7.6.5.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa",
        "internationalisierung-und-lokalisierung.documentation.example.org",
    ] {
        let feeder = datagrams(&[(Direction::Orig, query(name))]);
        assert!(feeder.out.texts("qname[joined]").is_empty(), "{name}");
        assert!(!feeder.out.has(Code::DnsTunnel), "{name}");
    }
}

#[test]
fn tunnel_is_told_by_its_suffix_alone() {
    let label = "5a03b5b1e1aa8f8fdb1bbe8d5e04952141f7d4f82c7e3b06dcc8b87fad7a";
    let feeder = datagrams(&[(Direction::Orig, query(&format!("{label}.{label}.t.example.net")))]);
    let told: Vec<_> = feeder
        .out
        .events
        .iter()
        .filter_map(|event| match event {
            Event::Anomaly(_, Code::DnsTunnel, detail) => Some(detail.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(told, ["example.net"]);
}

#[test]
fn impossible_length_prefix_is_lost() {
    let mut feeder = feeder(Transport::Tcp);
    feeder.feed(Direction::Orig, &[prefixed(&query("a.example")), vec![0, 3, 1, 2, 3]].concat());
    assert_eq!(feeder.fate[0], Fate::Lost);
    assert_eq!(feeder.out.accounted(Direction::Orig), prefixed(&query("a.example")).len());
    assert!(!feeder.parser.on_gap(Direction::Orig, 10, &mut feeder.out));
}

#[test]
fn probe_knows_queries_responses_and_strangers() {
    let claimed = |data: &[u8], port| probe::udp(Direction::Orig, data, (40_000, port)) == Probe::Match;
    assert!(claimed(&query("www.example.cn"), 9));
    assert!(claimed(&response("www.example.cn", &[record(16, b"\x01a")]), 9));
    let update = [head(1, 0x2800, [1, 0, 0, 0]), wire("example.cn"), vec![0, 6, 0, 1]].concat();
    assert!(claimed(&update, 53) && !claimed(&update, 9), "updates are believed on the port only");
    assert!(!claimed(&query("www.example.cn"), 137), "NetBIOS name service");
    assert!(!claimed(&query("www.example.cn")[..20], 53), "cut");
    let stream = prefixed(&query("www.example.cn"));
    for len in 0..stream.len() {
        let answer = probe::tcp(Direction::Orig, &stream[..len], (40_000, 9));
        assert_eq!(answer, Probe::NeedMore, "{len}");
    }
    assert_eq!(probe::tcp(Direction::Orig, &stream, (40_000, 9)), Probe::Match);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_segmentation_says_the_same(sizes in proptest::collection::vec(1usize..80, 1..8)) {
        let records = [record(16, b"\x05hello"), record(33, b"\0\0\0\0\0\x35\x01x\xc0\x0c")];
        let stream = [prefixed(&query("a.example")), prefixed(&response("b.example", &records))].concat();
        let run = |sizes: &[usize]| {
            let mut feeder = feeder(Transport::Tcp);
            feeder.feed_cut(Direction::Orig, &stream, sizes);
            feeder.close();
            feeder.assert_accounted();
            feeder.out.events
        };
        prop_assert_eq!(run(&sizes), run(&[usize::MAX]));
    }

    #[test]
    fn no_bytes_panic(
        data in proptest::collection::vec(any::<u8>(), 0..300),
        flips in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
        sizes in proptest::collection::vec(1usize..100, 1..5),
        port in prop_oneof![Just(53u16), Just(9)],
    ) {
        let mut valid = response("a.b.example", &[record(64, b"\0\x01\x01x\xc0\x0c"), record(35, &data[..data.len().min(60)])]);
        for (place, byte) in flips {
            let at = place.index(valid.len());
            valid[at] = byte;
        }
        for bytes in [&data, &valid] {
            let _ = probe::udp(Direction::Orig, bytes, (port, 9));
            let _ = probe::tcp(Direction::Orig, bytes, (port, 9));
            datagrams(&[(Direction::Resp, bytes.clone())]);
            let mut feeder = feeder(Transport::Tcp);
            feeder.feed_cut(Direction::Orig, &prefixed(bytes), &sizes);
            feeder.feed_cut(Direction::Orig, bytes, &sizes);
            feeder.close();
            feeder.assert_accounted();
        }
    }

    #[test]
    fn random_bytes_are_not_dns(data in proptest::collection::vec(any::<u8>(), 12..300)) {
        prop_assert_eq!(probe::udp(Direction::Orig, &data, (40_000, 53)), Probe::Reject);
    }
}

#[test]
fn work_grows_with_the_bytes() {
    let turns = [
        Turn::Data(Direction::Orig, prefixed(&query("a.example.net"))),
        Turn::Data(Direction::Resp, prefixed(&response("a.example.net", &[record(16, b"\x03abc")]))),
    ];
    linear_turns(&TCP, &Limits::default(), &turns, &[b"\xc0\x0c", b"\x01a", b"\0\x10\0\x01\0\0\0\0\0\x01\xc0"], "dns");
}
