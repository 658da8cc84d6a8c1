//! Property lists of Apple's.

use super::containers::{holds_at_any_cut, places};
use super::*;

#[test]
fn property_lists_are_read_by_their_keys() {
    let xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \
               \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n<plist version=\"1.0\"><dict><key>mobile</key>\
               <string>Tk000000001</string><key>list</key><array><string>Tk000000002</string></array></dict></plist>";
    let (sink, _) = unpack(&hints("", &[]), xml.as_bytes());
    assert_eq!(sink.tokens().len(), 2);
    assert_eq!(places(&sink), BTreeSet::from(["b:plist.mobile", "b:plist.list"]));
    assert_eq!(sink.names(), ["mobile", "list"]);

    // {"手机": ["Tk000000003", "Tk000000003", 13800138000], "born": a date, "file": data}
    let mut list = b"bplist00".to_vec();
    let mut offsets = Vec::new();
    let objects: Vec<Vec<u8>> = vec![
        b"\xd3\x01\x02\x03\x04\x05\x06".to_vec(),
        [&[0x62][..], &"手机".encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<_>>()].concat(),
        b"Tborn".to_vec(),
        b"Tfile".to_vec(),
        b"\xa3\x07\x07\x08".to_vec(),
        [&[0x33][..], &(-86_400.0f64).to_be_bytes()].concat(),
        [&[0x4f, 0x10, 30][..], b"{\"phone\": \"Tk000000004\", \"b\":1}".get(..30).unwrap()].concat(),
        b"[Tk000000003".to_vec(),
        [&[0x13][..], &13_800_138_000u64.to_be_bytes()].concat(),
    ];
    for object in [b"\x5bTk000000003".to_vec()].iter().chain(&objects).skip(1) {
        offsets.push(list.len() as u8);
        list.extend(if object.starts_with(b"[") { [&[0x5b][..], &object[1..]].concat() } else { object.clone() });
    }
    let table = list.len() as u64;
    list.extend(&offsets);
    list.extend([0, 0, 0, 0, 0, 0, 1, 1]);
    list.extend([offsets.len() as u64, 0, table].iter().flat_map(|number| number.to_be_bytes()));
    let sink = holds_at_any_cut(&list);
    assert_eq!(places(&sink), BTreeSet::from(["b:plist:手机[*]", "b:plist[data]:phone"]));
    let json: Vec<_> = sink.leaves.iter().map(|(.., text)| String::from_utf8_lossy(text)).collect();
    assert!(
        json.iter().any(|text| text.contains("\"Tk000000003\",13800138000],\"born\":\"2000-12-31 00:00:00\"")),
        "{json:?}"
    );
    let (_, tally) = unpack(&hints("", &[]), &list);
    assert!(inspected(&tally));
    // Lists that hold themselves.
    let mut list = b"bplist00\xaf\x10\xff".to_vec();
    list.extend([0; 255]);
    list.push(8);
    list.extend([0, 0, 0, 0, 0, 0, 1, 1]);
    list.extend([1u64, 0, 266].iter().flat_map(|number| number.to_be_bytes()));
    let (sink, tally) = unpack(&hints("", &[]), &list);
    assert_eq!(tally.total(), list.len() as u64);
    assert!(sink.bytes < 8 << 20);
}
