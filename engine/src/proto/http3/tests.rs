use super::{BLOCKED, Http3Parser, PROTOCOL};
use crate::message::Direction;
use crate::proto::testing::{Recorder, parser_properties};
use crate::proto::{Flowing, Parser};
use proptest::prelude::*;

parser_properties!(
    PROTOCOL,
    "src/proto/http3/dialogs",
    &[
        b"\x01\x05\0\0\xd1\xd7\xc1",
        b"\x01\x04\x02\0\x80\xc1",
        b"\0\x40\x10abc",
        b"\x05\x03\x01\0\0",
        b"\x21\x02ab",
        b"\x04\x02\x01\x40",
        b"\x3f\xe1\x1f\xc0\x01a",
    ]
);

const CLIENT: Direction = Direction::Orig;
const SERVER: Direction = Direction::Resp;

/// A frame with a short payload.
fn frame(kind: u8, payload: &[u8]) -> Vec<u8> {
    [&[kind, 0x40 | (payload.len() >> 8) as u8, payload.len() as u8][..], payload].concat()
}

/// A literal field with a literal name.
fn field(name: &str, value: &str) -> Vec<u8> {
    let mut line = vec![0x27, (name.len() - 7) as u8];
    line.extend(name.as_bytes());
    line.push(value.len() as u8);
    line.extend(value.as_bytes());
    line
}

/// A request for `/`, with the entry before the base as another field.
fn request(required: u8) -> Vec<u8> {
    let refers: &[u8] = if required > 0 { &[0x80] } else { &[] };
    frame(1, &[&[required, 0, 0xd1, 0xd7, 0xc1][..], refers].concat())
}

/// The control stream of a side that allows a table of 4096 octets.
const SETTINGS: &[u8] = &[0, 4, 3, 1, 0x50, 0];
/// The encoder's stream: a table of 4096 octets, and an entry `x-phone: 13800138000`.
const ENCODER: &[u8] = b"\x02\x3f\xe1\x1f\x47x-phone\x0b13800138000";

struct Talk {
    parser: Http3Parser,
    out: Recorder,
    given: [u64; 2],
}

impl Talk {
    fn new() -> Self {
        let mut talk = Self { parser: Http3Parser::new((64 << 10, 1 << 20)), out: Recorder::default(), given: [0; 2] };
        talk.data(SERVER, 3, SETTINGS);
        talk
    }

    fn data(&mut self, dir: Direction, id: u64, data: &[u8]) {
        self.given[dir.index()] += data.len() as u64;
        self.parser.on_stream(dir, id, Flowing::Data(data), &mut self.out);
    }

    fn tell(&mut self, dir: Direction, id: u64, piece: Flowing<'_>) {
        self.parser.on_stream(dir, id, piece, &mut self.out);
    }

    /// Closes both sides: every byte was accounted.
    fn end(mut self) -> Vec<String> {
        for dir in [CLIENT, SERVER] {
            self.parser.on_close(dir, &mut self.out);
            assert!(!self.out.is_open(dir), "{:#?}", self.out.lines());
        }
        assert_eq!(self.out.accounted, self.given, "{:#?}", self.out.lines());
        assert_eq!(self.parser.held(), self.parser.sides.iter().map(|side| side.qpack.held()).sum::<usize>());
        self.out.lines()
    }
}

fn count(lines: &[String], what: &str) -> usize {
    lines.iter().filter(|line| line.contains(what)).count()
}

#[test]
fn a_section_waits_for_its_entries_and_what_follows_waits_with_it() {
    let mut talk = Talk::new();
    talk.data(CLIENT, 0, &[request(2), frame(0, b"body")].concat());
    talk.tell(CLIENT, 0, Flowing::End);
    talk.data(CLIENT, 4, &request(0));
    assert_eq!(count(&talk.out.lines(), "begin http.request"), 1, "only the one that waits for nothing");
    talk.data(CLIENT, 2, &ENCODER[..9]);
    talk.data(CLIENT, 2, &ENCODER[9..]);
    let lines = talk.end();
    assert_eq!(count(&lines, "begin http.request"), 2);
    assert_eq!(count(&lines, "x-phone: 13800138000"), 1);
    assert_eq!((count(&lines, "body \"body\""), count(&lines, "end complete")), (1, 1), "{lines:#?}");
}

#[test]
fn sections_whose_entries_do_not_come_are_read_as_far_as_they_can_be() {
    let mut talk = Talk::new();
    for n in 0..3 * BLOCKED as u64 {
        talk.data(CLIENT, n * 4, &[request(2), frame(0, b"body")].concat());
        talk.tell(CLIENT, n * 4, Flowing::End);
        assert!(talk.parser.sides.of_mut(CLIENT).blocked <= BLOCKED);
    }
    let lines = talk.end();
    assert_eq!(count(&lines, "begin http.request"), 3 * BLOCKED);
    assert!(count(&lines, "pipeline_limit") > 0);
    // One stream that holds much back.
    let mut talk = Talk::new();
    talk.data(CLIENT, 0, &request(2));
    for _ in 0..4000 {
        talk.data(CLIENT, 0, &frame(0, &[b'x'; 1000]));
        assert!(talk.parser.held() < super::BLOCKED_BYTES + 4096);
    }
    talk.end();
}

#[test]
fn a_gap_in_the_instructions_tears_the_table_and_no_more() {
    let mut talk = Talk::new();
    talk.data(CLIENT, 2, &ENCODER[..9]);
    talk.tell(CLIENT, 2, Flowing::Gap(100));
    talk.data(CLIENT, 2, b"\xff\xff noise");
    talk.data(CLIENT, 0, &request(2));
    let lines = talk.end();
    assert_eq!((count(&lines, "begin http.request"), count(&lines, "x-phone")), (1, 0));
}

#[test]
fn pushes_are_answered_on_their_own_streams() {
    let mut talk = Talk::new();
    talk.data(CLIENT, 0, &request(0));
    let promise = [&[9, 0, 0, 0xd1, 0xd7][..], &[0x51, 7], b"/pushed"].concat();
    talk.data(SERVER, 0, &frame(5, &promise));
    talk.data(SERVER, 15, &[&[1, 9][..], &frame(1, &[0, 0, 0xd9]), &frame(0, b"pushed body")].concat());
    talk.tell(SERVER, 15, Flowing::End);
    let lines = talk.end();
    assert_eq!(count(&lines, "path=/pushed"), 2, "request and response: {lines:#?}");
    assert_eq!(count(&lines, "body \"pushed body\""), 1);
}

#[test]
fn streams_and_frames_of_unknown_types_are_scanned() {
    let mut talk = Talk::new();
    talk.data(CLIENT, 6, b"\x21mobile=13800138000");
    talk.tell(CLIENT, 6, Flowing::End);
    talk.data(CLIENT, 2, &[0]);
    talk.data(CLIENT, 2, &frame(0x21, b"grease"));
    talk.data(CLIENT, 2, &frame(7, &[4]));
    talk.tell(CLIENT, 0, Flowing::Datagram(b"\0context"));
    talk.given[0] += 8;
    talk.data(CLIENT, 10, b"\x03\x80\x81");
    let lines = talk.end();
    for what in ["http3.stream", "http3.frame", "http3.datagram", "mobile=13800138000", "grease", "context"] {
        assert_eq!(count(&lines, what), 1, "{what}: {lines:#?}");
    }
}

#[test]
fn a_stream_that_is_given_up_is_cut_and_its_answer_is_still_read() {
    let mut talk = Talk::new();
    talk.data(CLIENT, 0, &[request(0), frame(0, b"part")].concat());
    talk.tell(CLIENT, 0, Flowing::Reset);
    talk.data(SERVER, 0, &frame(1, &[0, 0, 0xd9]));
    talk.tell(SERVER, 0, Flowing::End);
    let lines = talk.end();
    assert_eq!((count(&lines, "> end cut"), count(&lines, "< end complete")), (1, 1), "{lines:#?}");
    assert_eq!(count(&lines, "path=/"), 2, "the response knows its request: {lines:#?}");
}

#[test]
fn streams_without_end_are_bounded() {
    let mut talk = Talk::new();
    for n in 0..2000 {
        talk.data(CLIENT, n * 4, &request(0));
        talk.data(CLIENT, n * 4 + 2, b"\x40");
        assert!(talk.parser.sides.of_mut(CLIENT).streams.len() <= super::STREAMS);
    }
    let lines = talk.end();
    assert!(count(&lines, "pipeline_limit") > 0);
}

/// What a conversation says of each message, whatever the order of the streams was.
fn messages(lines: &[String]) -> Vec<String> {
    let (mut open, mut done) = (std::collections::BTreeMap::new(), Vec::new());
    let mut stream = [String::new(), String::new()];
    for line in lines {
        let side = usize::from(line.starts_with('<'));
        if let Some((_, id)) = line.split_once(" stream ") {
            stream[side] = id.to_owned();
        }
        let text: &mut String = open.entry((side, stream[side].clone())).or_default();
        if !line.contains(" stream ") {
            let tx = line.find(" tx=").map_or(line.len(), |at| at + 4);
            let (head, tail) = line.split_at(tx);
            let tail = tail.trim_start_matches(|c: char| c.is_ascii_digit());
            text.push_str(&head.replace("body \"", "").replace('"', ""));
            text.push_str(tail);
        }
        if line.contains(" end ") {
            done.push(std::mem::take(text).replace("> ", "").replace("< ", ""));
        }
    }
    done.sort();
    done
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_pieces_and_any_order_of_streams_give_the_same_messages(
        sizes in prop::collection::vec(1usize..40, 1..12),
        seed in any::<u64>(),
    ) {
        let body = frame(0, &[&[0x61; 90][..], b"mobile=13800138000"].concat());
        let streams: [(u64, Vec<u8>); 4] = [
            (2, ENCODER.to_vec()),
            (0, [request(2), body.clone()].concat()),
            (4, [frame(1, &[&[0, 0, 0xd1, 0xd7, 0xc1][..], &field("x-header", "value")].concat()), body].concat()),
            (8, [request(2), frame(0x21, b"unknown")].concat()),
        ];
        let run = |order: &mut dyn FnMut(&[usize]) -> usize, size: &mut dyn FnMut() -> usize| {
            let mut talk = Talk::new();
            let mut at = [0usize; 4];
            loop {
                let left: Vec<usize> = (0..4).filter(|n| at[*n] < streams[*n].1.len()).collect();
                if left.is_empty() {
                    return messages(&talk.end());
                }
                let n = order(&left);
                let (id, data) = &streams[n];
                let end = data.len().min(at[n] + size());
                talk.data(CLIENT, *id, &data[at[n]..end]);
                at[n] = end;
                if end == data.len() && *id != 2 {
                    talk.tell(CLIENT, *id, Flowing::End);
                }
            }
        };
        let whole = run(&mut |left| left[0], &mut || usize::MAX >> 1);
        let mut state = seed;
        let mut sizes = sizes.iter().cycle();
        let torn = run(
            &mut |left| {
                state = state.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(1);
                left[(state >> 33) as usize % left.len()]
            },
            &mut || *sizes.next().unwrap(),
        );
        prop_assert_eq!(whole, torn);
    }
}
