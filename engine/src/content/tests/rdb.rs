//! Databases of Redis, written as `rdb.c` writes them.

use super::containers::holds_at_any_cut;
use super::*;

fn text(text: &[u8]) -> Vec<u8> {
    [&[text.len() as u8], text].concat()
}

/// A listpack of short texts.
fn listpack(elements: &[&[u8]]) -> Vec<u8> {
    let mut packed = vec![0; 6];
    for element in elements {
        packed.push(0x80 | element.len() as u8);
        packed.extend_from_slice(element);
        packed.push(1 + element.len() as u8);
    }
    packed.push(0xff);
    packed
}

fn rdb(entries: &[Vec<u8>]) -> Vec<u8> {
    let facts = [b"\xfa".to_vec(), text(b"redis-ver"), text(b"7.2.4"), b"\xfe\0\xfb\x02\0".to_vec()].concat();
    [b"REDIS0011".to_vec(), facts, entries.concat(), b"\xff\x01\x02\x03\x04\x05\x06\x07\x08".to_vec()].concat()
}

fn lines(sink: &Recorder) -> String {
    let texts = sink.leaves.iter().filter(|(place, ..)| place == "b:rdb");
    texts.map(|(_, _, text)| String::from_utf8_lossy(text)).collect()
}

#[test]
fn keys_and_what_stands_under_them_are_read() {
    let hash = listpack(&[b"name", b"Tk000000001", b"city", "杭州".as_bytes()]);
    let phones = b"\0\0\0\0\0\0\x85phone\x06\xf4\x81\xe4^:\x03\0\0\0\x09\xff";
    let ints = b"\x08\0\0\0\x01\0\0\0\x81\xe4^:\x03\0\0\0";
    let file = rdb(&[
        [b"\xfc\x01\x02\x03\x04\x05\x06\x07\x08\0".to_vec(), text(b"note:1"), text(b"ref Tk000000002")].concat(),
        [b"\0".to_vec(), text(b"count"), b"\xc1\x10\x27".to_vec()].concat(),
        // Compressed: two letters, and what stands before them again.
        [b"\0".to_vec(), text(b"packed"), b"\xc3\x0f\x16\x0aTk000000003\xe0\x02\x0a".to_vec()].concat(),
        [b"\x10".to_vec(), text(b"cust:1"), text(&hash)].concat(),
        [b"\x10".to_vec(), text(b"cust:2"), text(phones)].concat(),
        [b"\x0b".to_vec(), text(b"mobiles"), text(ints)].concat(),
        [
            b"\x04".to_vec(),
            text(b"cust:3"),
            b"\x02".to_vec(),
            text(b"mail"),
            text(b"li@example.cn"),
            text(b"ref"),
            text(b"Tk000000004"),
        ]
        .concat(),
        [b"\x05".to_vec(), text(b"scores"), b"\x01".to_vec(), text(b"li"), 13_800_138_000f64.to_le_bytes().to_vec()]
            .concat(),
        [b"\x03".to_vec(), text(b"ranks"), b"\x02".to_vec(), text(b"wu"), text(b"1.5"), text(b"xu"), b"\xfd".to_vec()]
            .concat(),
        [
            b"\x12".to_vec(),
            text(b"list"),
            b"\x02\x01".to_vec(),
            text(b"one"),
            b"\x02".to_vec(),
            text(&listpack(&[b"two"])),
        ]
        .concat(),
        [b"\0".to_vec(), text(b"gz"), text(&gzip(b"phone Tk000000005"))].concat(),
    ]);
    let sink = holds_at_any_cut(&file);
    let want = "note:1: ref Tk000000002\ncount: 10000\npacked: Tk000000003Tk000000003\ncust:1\nname: Tk000000001\ncity: 杭州\n\
        cust:2\nphone: 13864199297\nmobiles\n13864199297\ncust:3\nmail: li@example.cn\nref: Tk000000004\nscores\nli: 13800138000\n\
        ranks\nwu: 1.5\nxu: \nlist\none\ntwo\ngz\n";
    assert_eq!(lines(&sink), want);
    assert_eq!(sink.tokens().len(), 5);
    let (sink, tally) = unpack(&hints("", &[]), &file);
    assert!(inspected(&tally) && sink.anomalies.is_empty(), "{tally:?} {:?}", sink.anomalies);
}

#[test]
fn what_is_not_known_is_undecodable_and_scanned() {
    let module = [b"\x07".to_vec(), text(b"doc"), b"\x81abcdefgh Tk000000002 ".to_vec()].concat();
    let file = rdb(&[[b"\0".to_vec(), text(b"a"), text(b"Tk000000001")].concat(), module.clone()]);
    let sink = holds_at_any_cut(&file);
    assert_eq!(sink.tokens().len(), 2);
    let (sink, tally) = unpack(&hints("", &[]), &file);
    assert_eq!(sink.anomalies, [Code::DecodeFailed]);
    assert_eq!(tally.get(State::Undecodable), module.len() as u64 + 9);
}

#[test]
fn long_values_pass() {
    let long = |len: usize| [b"\x80".to_vec(), (len as u32).to_be_bytes().to_vec()].concat();
    let value = [b"Tk000000001 ".repeat(100_000), b"Tk000000002".to_vec()].concat();
    let behind = [b"\0".to_vec(), text(b"b"), text(b"Tk000000003")].concat();
    let plain = rdb(&[[b"\0".to_vec(), text(b"a"), long(value.len()), value.clone()].concat(), behind.clone()]);
    let (sink, tally) = unpack(&hints("", &[]), &plain);
    assert_eq!(sink.tokens().len(), 3);
    assert!(inspected(&tally), "{tally:?}");
    let packed = rdb(&[[b"\x10".to_vec(), text(b"a"), long(value.len()), value.clone()].concat(), behind]);
    let (sink, tally) = unpack(&hints("", &[]), &packed);
    assert!(sink.tokens().contains("Tk000000003") && sink.anomalies == [Code::DecodeBudget], "{:?}", sink.anomalies);
    assert_eq!(tally.get(State::Undecodable), value.len() as u64);
    // What may begin a stream at the end of such a value, and nothing that is known behind it.
    let torn = [b"\x10".to_vec(), text(b"a"), long(value.len() + 3), value, b"\x1f\x8b\x08".to_vec(), vec![0xee; 5000]]
        .concat();
    let torn = rdb(&[torn]);
    for step in [100, 4096, 1 << 20] {
        let cuts: Vec<usize> = (1..torn.len()).step_by(step).collect();
        let (_, told) = unpack_cut(&hints("", &[]), &torn, &cuts, true);
        assert_eq!(told.total(), torn.len() as u64, "in pieces of {step}");
    }
}

#[test]
fn what_the_budget_does_not_cover_is_scanned_as_it_is() {
    let entry = |n: u32| [b"\0".to_vec(), text(b"a"), text(format!("ref Tk{n:09} of {n:09}").as_bytes())].concat();
    let file = rdb(&(0..20_000).map(entry).collect::<Vec<_>>());
    let limits = Limits { decode_bytes: 100_000, decode_usual: 0, ..Limits::default() };
    let mut sink = Recorder::default();
    let mut unpacker = Unpacker::new(&hints("", &[]), "b", &limits);
    let mut tally = unpacker.push(&file, false, false, &mut sink);
    tally.merge(&unpacker.push(&[], true, true, &mut sink));
    assert_eq!(tally.total(), file.len() as u64);
    assert!(tally.get(State::Undecodable) > 500_000, "{tally:?}");
    assert!(sink.tokens().contains("Tk000019999") && sink.anomalies == [Code::DecodeBudget], "{:?}", sink.anomalies);
}
