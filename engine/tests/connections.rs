//! Connections as they really come: ports used again, one side only, resets and ends that are nobody's, datagrams alike.

mod lab;

use lab::{INSIDE, Lab, OUTSIDE, Seg, config, conversation, ipv4, plan, run};
use leaktap_engine::coverage::State;
use leaktap_engine::pipeline::Batch;

const SYN: u8 = 0x02;
const RST: u8 = 0x04;
const ACK: u8 = 0x10;
const FIN: u8 = 0x01;
const CLIENT: ([u8; 4], u16) = (INSIDE, 40_000);
const SERVER: ([u8; 4], u16) = (OUTSIDE, 80);
const SECOND: u64 = 1_000_000;

fn post(user: &str) -> Vec<u8> {
    let body = format!("email={user}@example.com");
    let length = body.len();
    format!("POST /a HTTP/1.1\r\nHost: crm.example\r\nContent-Length: {length}\r\n\r\n{body}").into_bytes()
}

/// A connection with one request whose sequence numbers begin `shift` later.
fn request(user: &str, shift: u32) -> Vec<Seg> {
    let text = post(user);
    let turns: [(bool, &[u8]); 2] = [(true, &text), (false, b"HTTP/1.1 204 No Content\r\n\r\n")];
    let mut segments = conversation(CLIENT, SERVER, &turns, 1460);
    for seg in &mut segments {
        seg.seq = seg.seq.wrapping_add(shift);
        if seg.flags & ACK != 0 {
            seg.ack = seg.ack.wrapping_add(shift);
        }
    }
    segments
}

fn from_client(data: &[u8], seq: u32, flags: u8) -> Seg {
    Seg { src: CLIENT, dst: SERVER, seq, ack: if flags & ACK != 0 { 900_001 } else { 0 }, flags, data: data.to_vec() }
}

/// Judges segments, each behind a pause in µs.
fn judge(segments: &[(u64, Seg)]) -> Batch {
    let mut lab = Lab::default();
    for (pause, seg) in segments {
        lab.now_us += pause;
        lab.tcp(seg);
    }
    run(config(1), &plan(&["email"]), &[&lab.save().0])
}

fn found(all: &Batch) -> Vec<&str> {
    let mut values: Vec<&str> = all.findings.iter().flat_map(|finding| finding.values()).map(String::as_str).collect();
    values.sort_unstable();
    values
}

fn state(all: &Batch, state: State) -> u64 {
    all.coverage.iter().map(|row| row.tally.get(state)).sum()
}

fn payload(segments: &[(u64, Seg)]) -> u64 {
    segments.iter().map(|(_, seg)| seg.data.len() as u64).sum()
}

#[test]
fn datagrams_that_are_alike_at_both_ends_are_no_copies_of_one_another() {
    let mut lab = Lab::default();
    for n in 0..100 {
        let text = format!("<134>Nov 29 12:00:00 crm app: user email=u{n:03}@example.com logged in ok");
        let mut udp = vec![0x9c, 0x40, 0x02, 0x02, 0, (text.len() + 8) as u8, 0, 0];
        udp.extend(text.as_bytes());
        // Without an identification; every other one comes twice.
        let frame = ipv4(17, 0, INSIDE, OUTSIDE, &udp);
        for _ in 0..=n % 2 {
            lab.now_us -= 80;
            lab.frame(&frame);
        }
    }
    let all = run(config(1), &plan(&["email"]), &[&lab.save().0]);
    assert_eq!(found(&all).len(), 100);
    assert_eq!((all.flows[0].packets[0], all.flows[0].duplicates), (100, 50));
}

#[test]
fn a_syn_of_another_connection_begins_another_flow() {
    let whole = request("second", 0);
    for shift in [5_000, 20_000_000, 0u32.wrapping_sub(5_000), 0u32.wrapping_sub(300)] {
        let second: Vec<_> = request("second", shift).into_iter().map(|seg| (0, seg)).collect();
        for (what, first) in [
            ("picked up in the middle", request("first", 0)[3..6].to_vec()),
            ("of the client alone", request("first", 0).into_iter().filter(|seg| seg.src == CLIENT).take(3).collect()),
            ("not answered", vec![whole[0].clone()]),
            ("answered", whole[..2].to_vec()),
            ("established", request("first", 0)[..6].to_vec()),
        ] {
            let mut segments: Vec<_> = first.into_iter().map(|seg| (0, seg)).collect();
            let at = segments.len();
            segments.extend(second.clone());
            segments[at].0 = 2 * SECOND;
            let all = judge(&segments);
            assert!(found(&all).contains(&"second@example.com"), "{what}, {shift}: {:?}", all.anomalies);
            assert_eq!(all.flows.len(), 2, "{what}, {shift}");
            assert_eq!(state(&all, State::Lost), 0, "{what}, {shift}: {:?}", all.flows);
            assert_eq!(state(&all, State::Inspected), payload(&segments), "{what}, {shift}");
        }
    }
}

#[test]
fn a_syn_that_was_overtaken_belongs_to_what_follows_it() {
    for place in [2, 4, 5] {
        let mut segments = request("late", 0);
        let syn = segments.remove(0);
        segments.insert(place, syn);
        let segments: Vec<_> = segments.into_iter().map(|seg| (0, seg)).collect();
        let all = judge(&segments);
        assert_eq!((found(&all), all.flows.len()), (vec!["late@example.com"], 1), "{place}");
    }
}

#[test]
fn a_client_seen_alone_is_established_once_it_goes_on() {
    let text = post("pause");
    let (first, rest) = text.split_at(text.len() - 6);
    let segments = [
        (0, from_client(b"", 1000, SYN)),
        (0, from_client(b"", 1001, ACK)),
        (0, from_client(first, 1001, ACK)),
        (70 * SECOND, from_client(rest, 1001 + first.len() as u32, ACK)),
        (0, from_client(b"", 1001 + text.len() as u32, ACK | FIN)),
    ];
    let all = judge(&segments);
    assert_eq!((found(&all), all.flows.len()), (vec!["pause@example.com"], 1));
}

#[test]
fn what_a_reset_carries_is_judged() {
    let text = post("reset");
    let (first, rest) = text.split_at(text.len() - 6);
    let segments = [
        (0, from_client(b"", 1000, SYN)),
        (0, from_client(first, 1001, ACK)),
        (0, from_client(rest, 1001 + first.len() as u32, ACK | RST)),
    ];
    let all = judge(&segments);
    assert_eq!(found(&all), ["reset@example.com"]);
    assert_eq!(state(&all, State::Inspected), text.len() as u64);
    assert_eq!(all.flows[0].state, "reset");
}

#[test]
fn a_reset_or_an_end_from_far_away_is_nobody_s() {
    let text = post("goes-on");
    let (first, rest) = text.split_at(text.len() - 6);
    let next = 1001 + first.len() as u32;
    for (what, foreign) in [
        ("a reset far ahead", from_client(b"", next + 50_000_000, RST)),
        ("a reset far behind", from_client(b"", next.wrapping_sub(50_000_000), RST)),
        ("an old end", from_client(b"", next - 50, ACK | FIN)),
        ("an end far ahead", from_client(b"", next + 50_000_000, ACK | FIN)),
    ] {
        let segments = [
            (0, from_client(b"", 1000, SYN)),
            (0, Seg { src: SERVER, dst: CLIENT, seq: 900_000, ack: 1001, flags: SYN | ACK, data: Vec::new() }),
            (0, from_client(first, 1001, ACK)),
            (0, foreign),
            (75 * SECOND, from_client(rest, next, ACK)),
        ];
        let all = judge(&segments);
        assert_eq!((found(&all), all.flows.len()), (vec!["goes-on@example.com"], 1), "{what}: {:?}", all.anomalies);
        assert_eq!((state(&all, State::Lost), all.flows[0].state), (0, "established"), "{what}");
    }
}

#[test]
fn an_end_that_was_seen_is_no_byte_that_is_missing() {
    let text = post("gone");
    let end = 1001 + text.len() as u32;
    let server = |ack| Seg { src: SERVER, dst: CLIENT, seq: 900_001, ack, flags: ACK, data: Vec::new() };
    for seen in [0, text.len() - 50, text.len() - 1] {
        let segments = [
            (0, from_client(b"", 1000, SYN)),
            (0, Seg { seq: 900_000, ack: 1001, flags: SYN | ACK, ..server(0) }),
            (0, from_client(&text[..seen], 1001, ACK)),
            (0, from_client(b"", end, ACK | FIN)),
            (0, server(end + 1)),
        ];
        let all = judge(&segments);
        assert_eq!(state(&all, State::Lost), (text.len() - seen) as u64, "{seen}");
    }
}

/// A pcapng block.
fn block(kind: u32, body: &[u8]) -> Vec<u8> {
    let padded = body.len().next_multiple_of(4);
    let length = (padded as u32 + 12).to_le_bytes();
    let mut out = kind.to_le_bytes().to_vec();
    out.extend(length);
    out.extend(body);
    out.resize(8 + padded, 0);
    out.extend(length);
    out
}

#[test]
fn a_capture_whose_time_stamps_are_beyond_all_time_ends() {
    let mut file = block(0x0a0d_0d0a, &[0x4d, 0x3c, 0x2b, 0x1a, 1, 0, 0, 0, 255, 255, 255, 255, 255, 255, 255, 255]);
    file.extend(block(1, &[1, 0, 0, 0, 0, 0, 4, 0]));
    let mut lab = Lab::default();
    for seg in &request("late", 0)[..4] {
        let frame = lab.tcp_frame(seg);
        let length = (frame.len() as u32).to_le_bytes();
        let mut body = vec![0; 4];
        body.extend([255; 8]);
        body.extend([length, length].concat());
        body.extend(&frame);
        file.extend(block(6, &body));
    }
    let path = std::env::temp_dir().join(format!("leaktap-test-{}-end-of-time.pcapng", std::process::id()));
    std::fs::write(&path, &file).expect("the capture is written");
    let all = run(config(1), &plan(&["email"]), &[&lab::Saved(path).0]);
    assert_eq!((found(&all), all.stats.packets), (vec!["late@example.com"], 4));
}

#[test]
fn evidence_holds_the_packets_that_brought_the_value() {
    let whole = request("evidence", 0);
    let text = post("evidence");
    let head = text.windows(4).position(|end| end == b"\r\n\r\n").expect("there is a head") + 4;
    // Frames 1 to 3 are the handshake, 4 is the body, 5 the head before it.
    let mut lab = Lab::default();
    for seg in whole[..3]
        .iter()
        .chain([&from_client(&text[head..], 1001 + head as u32, ACK), &from_client(&text[..head], 1001, ACK)])
    {
        lab.tcp(seg);
    }
    let all = run(config(1), &plan(&["email"]), &[&lab.save().0]);
    assert_eq!((all.findings[0].first_frame, all.findings[0].last_frame), (4, 5));
    // Of two captures the second holds the end of the request, behind one frame of another's.
    let mut labs = [Lab::default(), Lab::default()];
    labs[1].now_us += SECOND;
    for seg in whole[..3].iter().chain([&from_client(&text[..text.len() - 9], 1001, ACK)]) {
        labs[0].tcp(seg);
    }
    labs[1].udp((OUTSIDE, 9), (INSIDE, 9), b"another");
    labs[1].tcp(&from_client(&text[text.len() - 9..], 1001 + text.len() as u32 - 9, ACK));
    let [first, second] = labs.map(|lab| lab.save());
    let all = run(config(1), &plan(&["email"]), &[&first.0, &second.0]);
    let finding = &all.findings[0];
    assert_eq!((finding.first_frame, finding.last_frame), (1, 2));
    assert_eq!(*finding.capture, *second.0.display().to_string());
}

#[test]
fn a_stream_of_no_protocol_is_followed_from_content_to_content() {
    let line = |user: &str| format!("{{\"email\":\"{user}@example.com\"}}\n").into_bytes();
    let zlib = |data: &[u8]| {
        let mut writer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
        std::io::Write::write_all(&mut writer, data).expect("memory takes it");
        writer.finish().expect("memory takes it")
    };
    let first = [zlib(&line("amy")), zlib(&line("bob"))].concat();
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x08\0\0\0\x08\x08\x02\0\0\0\0\0\0\0\0\0\0IEND\xaeB`\x82";
    let turns: [(bool, &[u8]); 4] = [(true, &first), (false, b"ok\n"), (true, png), (true, &line("eve"))];
    let segments = conversation(CLIENT, (OUTSIDE, 9999), &turns, 1460);
    let all = judge(&segments.into_iter().map(|seg| (0, seg)).collect::<Vec<_>>());
    assert_eq!(found(&all), ["amy@example.com", "bob@example.com", "eve@example.com"]);
    let sent: u64 = turns.iter().map(|(_, data)| data.len() as u64).sum();
    assert_eq!(state(&all, State::Inspected), sent);
}

/// The same in segments of a few bytes.
fn in_pieces(segments: &[Seg]) -> Vec<Seg> {
    let pieces = |seg: &Seg| -> Vec<Seg> {
        let piece =
            |(n, data): (usize, &[u8])| Seg { seq: seg.seq + 20 * n as u32, data: data.to_vec(), ..seg.clone() };
        seg.data.chunks(20).enumerate().map(piece).collect()
    };
    segments.iter().flat_map(|seg| if seg.data.is_empty() { vec![seg.clone()] } else { pieces(seg) }).collect()
}

/// One connection, and behind a pause another on the same ports.
fn one_after_another(first: &[Seg], pause: u64, second: &[Seg]) -> Vec<(u64, Seg)> {
    let mut segments: Vec<_> = first.iter().chain(second).map(|seg| (0, seg.clone())).collect();
    segments[first.len()].0 = pause * SECOND;
    segments
}

#[test]
fn a_connection_whose_syn_was_not_captured_is_no_part_of_one_that_is_over() {
    let closed = request("first", 0);
    let (rest, ends) = closed.split_at(closed.len() - 3);
    let aborted = [rest, &[from_client(b"", ends[0].seq, ACK | RST)]].concat();
    for (what, first) in [("closed", closed), ("aborted", aborted)] {
        for (pause, shift) in [(1, 0xf000_0000), (1, 500_000_000), (1, 40_000_000), (60, 0), (60, 0xf000_0000)] {
            let segments = one_after_another(&first, pause, &in_pieces(&request("second", shift)[3..]));
            let all = judge(&segments);
            let what = format!("{what}, {pause} s, {shift}: {:#?}", all.flows);
            assert_eq!(found(&all), ["first@example.com", "second@example.com"], "{what}");
            assert_eq!(all.flows.len(), 2, "{what}");
            assert_eq!(state(&all, State::Inspected), payload(&segments), "{what}");
        }
    }
}

/// A conversation in no known protocol, whose lines are as long as a piece; the client's first one is `n`.
fn lines(n: u8, shift: u32) -> Vec<Seg> {
    let text: Vec<u8> = (n..n + 5).flat_map(|n| format!("u{n:02}@example.com now\n").into_bytes()).collect();
    let mut segments = conversation(CLIENT, (OUTSIDE, 9999), &[(true, &text), (false, b"ok\n")], 1460);
    for seg in &mut segments {
        seg.seq = seg.seq.wrapping_add(shift);
        seg.ack = if seg.flags & ACK == 0 { 0 } else { seg.ack.wrapping_add(shift) };
    }
    in_pieces(&segments)
}

fn users(of: &[u8]) -> Vec<String> {
    of.iter().map(|n| format!("u{n:02}@example.com")).collect()
}

#[test]
fn payload_far_behind_an_open_connection_is_accounted_and_begins_another_once_it_goes_on() {
    let segments = one_after_another(&lines(10, 0)[..10], 1, &lines(20, 0xf000_0000)[3..]);
    let all = judge(&segments);
    assert_eq!(found(&all), users(&[10, 11, 12, 13, 14, 22, 23, 24]), "{:#?}", all.flows);
    assert_eq!((all.flows.len(), state(&all, State::Skipped)), (2, 40), "{:#?}", all.flows);
    assert_eq!(state(&all, State::Inspected) + 40, payload(&segments));
    assert!(all.anomalies.iter().any(|odd| odd.code.name() == "out_of_window"), "{:?}", all.anomalies);
}

#[test]
fn a_syn_behind_a_piece_from_the_middle_begins_what_follows_it() {
    let mut segments = lines(10, 0);
    let piece = segments.remove(5);
    segments.insert(0, piece);
    let segments: Vec<_> = segments.into_iter().map(|seg| (0, seg)).collect();
    let all = judge(&segments);
    assert_eq!(found(&all), users(&[10, 11, 12, 13, 14]), "{:#?}", all.flows);
    assert_eq!(all.flows.len(), 2);
    assert_eq!(state(&all, State::Inspected), payload(&segments));
    // Seen in the first flow, and missing in the second.
    assert_eq!(state(&all, State::Lost), 20);
}

#[test]
fn what_was_sent_before_the_first_byte_seen_is_accounted() {
    let mut segments = lines(10, 0)[3..].to_vec();
    let early = segments.remove(0);
    segments.insert(2, early.clone());
    segments.insert(3, early);
    let segments: Vec<_> = segments.into_iter().map(|seg| (0, seg)).collect();
    let all = judge(&segments);
    assert_eq!((found(&all), all.flows.len()), (users(&[11, 12, 13, 14]).iter().map(String::as_str).collect(), 1));
    // Once: the second is its copy.
    assert_eq!(state(&all, State::Skipped), 20);
    assert_eq!(state(&all, State::Inspected), payload(&segments) - 40);
}
