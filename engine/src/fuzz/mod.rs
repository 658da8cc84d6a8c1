//! Entry points for fuzzing: bytes in, a panic for a broken promise out.
//!
//! The targets of `engine/fuzz` are shells around these, and `tests/corpus.rs` replays the seeds through the same
//! functions on the stable toolchain. Each checks more than the absence of panics: what a stage promises about the
//! bytes it was given must hold for any bytes.

mod decrypt;
mod ledger;

pub use decrypt::decrypt;

use crate::config::{EngineConfig, Limits};
use crate::content::{LeafSink, Unpacker};
use crate::coverage::Tally;
use crate::detect::{Collector, DetectorSpec, Keys, Plan, PlanSpec, Scanner};
use crate::message::{Coding, ContentHints, Direction, Leaf, Locate, NoPlace};
use crate::pipeline::Engine;
use crate::proto::{Flowing, Parser, REGISTRY, Transport};
use crate::source::LinkType;
use crate::stream::{Reorder, Seq};
use crate::wire::{Dissected, Dissector};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// Splits the input of [`proto`] and [`decrypt()`] into turns.
pub const TURN: &[u8] = b"\xff\xfe\xfd\xfc";

/// What stands between [`TURN`]s.
struct Turns<'a>(&'a [u8]);

impl<'a> Iterator for Turns<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        if self.0.is_empty() {
            return None;
        }
        let end = memchr::memmem::find(self.0, TURN).unwrap_or(self.0.len());
        let (turn, rest) = self.0.split_at(end);
        self.0 = rest.get(TURN.len()..).unwrap_or_default();
        Some(turn)
    }
}

/// One frame: the first two bytes are the link type, little-endian. A payload must lie inside what holds it.
pub fn packet(data: &[u8]) {
    let Some((link, frame)) = data.split_first_chunk::<2>() else { return };
    let mut dissector = Dissector::new(&Limits::default());
    let (mut packet, mut reassembled) = (Dissected::default(), Vec::new());
    for ts_ns in [0, 1_000_000_000] {
        let verdict = dissector.dissect(
            LinkType(u16::from_le_bytes(*link)),
            frame,
            frame.len() as u32,
            ts_ns,
            &mut packet,
            &mut reassembled,
            &mut |_| {},
        );
        let held = match verdict {
            crate::wire::Verdict::Packet => frame.len(),
            crate::wire::Verdict::Reassembled => reassembled.len(),
            _ => continue,
        };
        let end = u64::from(packet.payload) + u64::from(packet.payload_len);
        assert!(end <= held as u64, "a payload of {end} bytes in {held}");
        assert!(packet.payload_len <= packet.payload_wire_len, "more captured than sent");
    }
    dissector.finish(&mut |_| {});
}

/// Segments of one stream in any order: pairs of offset (in steps of eight) and length. What comes out is the stream.
pub fn reassembly(data: &[u8]) {
    let expected = |offset: u32| (offset % 251) as u8;
    let base = Seq(u32::MAX - 700);
    let (mut reorder, mut next, mut ready) = (Reorder::default(), 0u32, Vec::new());
    for pair in data.chunks_exact(2) {
        let (start, len) = (u32::from(pair[0]) * 8, u32::from(pair[1]));
        if start < next || len == 0 {
            continue;
        }
        let bytes: Vec<u8> = (start..start + len).map(expected).collect();
        let stored = reorder.store(base.plus(start), &bytes, 0, (0, 0));
        assert!(!stored.conflict, "equal copies differ");
        reorder.take_ready(base.plus(next), &mut ready);
        for piece in ready.drain(..) {
            let offset = piece.seq.after(base) as u32;
            assert_eq!(offset, next, "a hole in what is ready");
            assert!(piece.data.iter().zip(offset..).all(|(&byte, at)| byte == expected(at)), "foreign bytes");
            next += piece.data.len() as u32;
        }
    }
    let waiting = reorder.bytes();
    assert!(waiting <= data.len() * 255, "more waits than came");
}

/// The body of a message: byte 0 picks the media type, byte 1 the codings, byte 2 the size of the pieces. Every byte
/// given must come back in exactly one coverage state.
pub fn content(data: &[u8]) {
    const TYPES: [&str; 12] = [
        "",
        "application/json",
        "text/csv; charset=gbk",
        "text/html; charset=utf-16",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=b",
        "application/zip",
        "application/octet-stream",
        "application/xml",
        "application/cbor",
        "application/msgpack",
        "application/x-protobuf",
    ];
    const CODINGS: [&[Coding]; 6] =
        [&[], &[Coding::Gzip], &[Coding::Deflate], &[Coding::Br], &[Coding::Zstd], &[Coding::Gzip, Coding::Br]];
    let Some((&[media, coding, piece], body)) = data.split_first_chunk::<3>() else { return };
    let hints = ContentHints {
        content_type: TYPES[usize::from(media) % TYPES.len()].into(),
        codings: CODINGS[usize::from(coding) % CODINGS.len()].to_vec(),
        ..ContentHints::default()
    };
    let limits = Limits { decode_bytes: 1 << 20, ..Limits::default() };
    let mut unpacker = Unpacker::new(&hints, "http.request.body", &limits);
    let mut sink = Scan::default();
    let mut tally = Tally::default();
    for part in body.chunks(usize::from(piece) * 16 + 1) {
        tally.merge(&unpacker.push(part, false, false, &mut sink));
    }
    tally.merge(&unpacker.push(&[], true, media & 0x80 == 0, &mut sink));
    assert_eq!(tally.total(), body.len() as u64, "bytes without a state");
    sink.found.drain(512, 0, &mut Vec::new());
}

/// A rule plan as JSON. What compiles must scan anything.
pub fn plan(data: &[u8]) {
    let Ok(spec) = serde_json::from_slice::<PlanSpec>(data) else { return };
    let Ok(plan) = Plan::compile(&spec) else { return };
    let mut scanner = Scanner::new(Arc::new(plan), Keys::new([7; 32]), false);
    let mut found = Collector::default();
    let leaf = Leaf {
        text: data,
        charset: crate::message::Charset::Utf8,
        format: crate::message::Format::Text,
        place: "text",
        continues: false,
        resumes: false,
        control: true,
        anchors: None,
    };
    scanner.scan(&leaf, &mut NoPlace, &mut found);
    found.drain(64, 0, &mut Vec::new());
    assert!(scanner.redact(data, 64).len() <= 64, "redacted text is longer than its limit");
}

/// A conversation in any protocol: the first byte picks it, [`TURN`] splits the rest into turns, whose first byte tells
/// who sends (bit 0), or that so many bytes are missing (bit 1). A parser of streams within QUIC gets the turns once more
/// on several streams: bits 2 to 5 are the stream, bits 6 and 7 what becomes of it then. The accounting contract of [`crate::message::Outlet`]
/// must hold.
pub fn proto(data: &[u8]) {
    let Some((&pick, rest)) = data.split_first() else { return };
    let with_parser: Vec<_> = REGISTRY.iter().filter(|protocol| protocol.parser.is_some()).collect();
    let Some(protocol) = with_parser.get(usize::from(pick) % with_parser.len().max(1)) else { return };
    let Some(make) = protocol.parser else { return };
    for &transport in protocol.transports {
        let mut flow = ledger::Flow::new(make(&Limits::default(), transport), transport);
        for turn in Turns(rest) {
            let Some((&kind, bytes)) = turn.split_first() else { continue };
            let dir = if kind & 1 == 0 { Direction::Orig } else { Direction::Resp };
            (protocol.probe)(dir, bytes.get(..512).unwrap_or(bytes), (40000, 80));
            if kind & 2 == 0 { flow.data(dir, bytes) } else { flow.gap(dir, bytes.len() as u64) }
        }
        flow.close();
        if transport == Transport::Quic {
            streams(make(&Limits::default(), transport), rest);
        }
    }
}

/// The turns of [`proto`], each on its stream.
fn streams(parser: Box<dyn Parser>, talk: &[u8]) {
    let mut flow = ledger::Flow::new(parser, Transport::Quic);
    for turn in Turns(talk) {
        let Some((&kind, bytes)) = turn.split_first() else { continue };
        let dir = if kind & 1 == 0 { Direction::Orig } else { Direction::Resp };
        let stream = u64::from(kind >> 2 & 15);
        let piece = if kind & 2 == 0 { Flowing::Data(bytes) } else { Flowing::Gap(bytes.len() as u64) };
        flow.stream(dir, stream, piece);
        match kind >> 6 {
            1 => flow.stream(dir, stream, Flowing::End),
            2 => flow.stream(dir, stream, Flowing::Reset),
            3 => flow.stream(dir, 0, Flowing::Datagram(bytes)),
            _ => {}
        }
    }
    flow.close_streams();
}

/// Bytes as a capture file through the whole engine: no fault, and a ledger that adds up.
pub fn capture(data: &[u8]) {
    static SERIAL: AtomicU32 = AtomicU32::new(0);
    let serial = SERIAL.fetch_add(1, Ordering::Relaxed);
    let path = std::env::temp_dir().join(format!("leaktap-fuzz-{}-{serial}.pcap", std::process::id()));
    std::fs::write(&path, data).expect("the capture can be written");
    capture_file(&path);
    std::fs::remove_file(&path).expect("the capture can be removed");
}

/// As [`capture`], for a file that is there already.
pub fn capture_file(path: &Path) {
    let detectors = ["cn.resident_id", "cn.mobile", "payment_card", "email"].map(|id| DetectorSpec {
        id: id.into(),
        native: true,
        ..DetectorSpec::default()
    });
    let plan = PlanSpec { detectors: detectors.into(), ..PlanSpec::default() };
    let config = EngineConfig { flow_records: true, memory: 64 << 20, ..EngineConfig::default() };
    let mut engine = Engine::new(config, &plan).expect("the configuration is right");
    if engine.start(&[path.display().to_string()]).is_err() {
        return;
    }
    loop {
        let batch = engine.poll(1000, Duration::from_secs(60)).expect("a run that was started can be polled");
        assert_eq!(batch.stats.faults, 0, "the engine failed on {}", path.display());
        let unaccounted = |record: &&crate::finding::AnomalyRecord| record.code == crate::anomaly::Code::Unaccounted;
        assert!(batch.anomalies.iter().find(unaccounted).is_none(), "bytes without a state in {}", path.display());
        if batch.done {
            break;
        }
    }
}

/// Scans what is unpacked with all native detectors, and asks the walkers for places.
struct Scan {
    scanner: Scanner,
    found: Collector,
}

impl Default for Scan {
    fn default() -> Self {
        let native = |id: &str| DetectorSpec { id: id.into(), native: true, ..DetectorSpec::default() };
        let detectors = crate::detect::native_ids().chain(["credential.http"]).map(native).collect();
        let spec = PlanSpec { detectors, ..PlanSpec::default() };
        let plan = Plan::compile(&spec).expect("a native detector compiles");
        Self { scanner: Scanner::new(Arc::new(plan), Keys::new([7; 32]), false), found: Collector::default() }
    }
}

impl LeafSink for Scan {
    fn leaf(&mut self, leaf: Leaf<'_>, locate: &mut dyn Locate) {
        locate.locate(leaf.text, 0, leaf.text.len().min(1));
        self.scanner.scan(&leaf, locate, &mut self.found);
    }
    fn field(&mut self, place: &str, name: &str, value: &[u8]) {
        self.scanner.field(place, name, value, &mut self.found);
    }
    fn locked(&mut self, place: &str, name: &str, sign: crate::content::Sign) {
        self.scanner.locked(place, name, sign == crate::content::Sign::Told, &mut self.found);
    }
    fn anomaly(&mut self, _: crate::anomaly::Code, _: &str) {}
    fn file(&mut self, _: &str, _: crate::content::File<'_>) {}
    fn found(&self) -> bool {
        !self.found.is_empty()
    }
}
