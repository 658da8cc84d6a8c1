//! Packs of Git.

use super::*;

fn object(kind: u8, base: &[u8], content: &[u8]) -> Vec<u8> {
    let mut size = content.len() >> 4;
    let mut head = vec![kind << 4 | (content.len() & 15) as u8];
    while size > 0 {
        *head.last_mut().unwrap() |= 0x80;
        head.push((size & 0x7f) as u8);
        size >>= 7;
    }
    [&head, base, &zlib(content)].concat()
}

/// A commit, a file, a table, and deltas of an object before them and of one that is named.
fn pack() -> Vec<u8> {
    let objects = [
        object(1, &[], b"tree 1\nauthor Tk000000501 <a@example.com> 1 +0800\n\nsome words of a message\n"),
        object(3, &[], sample_csv().as_bytes()),
        object(3, &[], &zip_of(&[("b.txt", b"phone: Tk000000502\n")])),
        object(6, &[0x81, 0x05], b"\x20\x40\x12phone: Tk000000503"),
        object(7, &[7; 20], b"\x20\x40\x12phone: Tk000000504"),
    ];
    [b"PACK\0\0\0\x02\0\0\0\x05", &objects.concat()[..], &[0xee; 20]].concat()
}

fn line(content: &[u8]) -> Vec<u8> {
    [format!("{:04x}", content.len() + 4).as_bytes(), content].concat()
}

#[test]
fn objects_are_opened_alone_and_between_lines() {
    let pushed =
        [&line(format!("{0} {0} refs/heads/main\0 side-band-64k", "a1".repeat(20)).as_bytes())[..], b"0000", &pack()];
    let mut fetched = [line(b"packfile\n"), line(b"\x02Counting objects: 5\n")].concat();
    pack().chunks(900).for_each(|piece| fetched.extend(line(&[b"\x01", piece].concat())));
    fetched.extend(b"0000");
    for body in [pack(), pushed.concat(), fetched] {
        for step in [1, 7, 1000, body.len()] {
            let cuts: Vec<usize> = (0..body.len()).step_by(step).collect();
            let (sink, tally) = unpack_cut(&hints("", &[]), &body, &cuts, true);
            assert_eq!((sink.tokens().len(), sink.anomalies), (404, Vec::new()), "in pieces of {step}");
            assert!(inspected(&tally) && tally.total() == body.len() as u64, "{tally:?}");
            assert!(sink.hits.iter().any(|hit| hit.1 == "b:git:commit:"), "{:?}", sink.hits.first());
        }
    }
}

#[test]
fn a_torn_pack_says_so_and_other_lines_are_text() {
    let body = pack();
    for len in [14, 200, body.len() - 400] {
        let (sink, tally) = unpack(&hints("", &[]), body.get(..len).unwrap());
        assert_eq!((tally.total(), sink.anomalies), (len as u64, vec![Code::DecodeFailed]));
    }
    let mut bad = body;
    bad[100..140].fill(0xff);
    let (_, tally) = unpack(&hints("", &[]), &bad);
    assert!(tally.get(State::Undecodable) > 0);
    for text in ["PACK your bags: Tk000000001", "0010 is no line: Tk000000001", "00xxwant Tk000000001"] {
        assert_eq!(unpack(&hints("", &[]), text.as_bytes()).0.tokens().len(), 1);
    }
    let lost = [line(b"version 2\n"), line(b"agent=git/2\n"), b"zz phone: Tk000000001\n".to_vec()].concat();
    assert_eq!(unpack(&hints("", &[]), &lost).0.tokens().len(), 1);
}
