//! A lab bench for whole-engine tests: builds captures packet by packet and runs the engine over them.
#![allow(dead_code)]

pub mod truth;

use leaktap_engine::config::EngineConfig;
use leaktap_engine::detect::{DetectorSpec, PlanSpec};
use leaktap_engine::pipeline::{Batch, Engine};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

static SERIAL: AtomicU32 = AtomicU32::new(0);

/// A capture under construction: Ethernet, microseconds, little-endian.
pub struct Lab {
    bytes: Vec<u8>,
    pub now_us: u64,
    pub snaplen: usize,
    ident: u16,
}

impl Default for Lab {
    fn default() -> Self {
        let mut bytes = Vec::new();
        for word in [0xa1b2_c3d4u32, 0x0004_0002, 0, 0, 262_144, 1] {
            bytes.extend(word.to_le_bytes());
        }
        Self { bytes, now_us: 1_700_000_000_000_000, snaplen: 65_535, ident: 1 }
    }
}

/// One TCP segment to build.
#[derive(Clone, Debug)]
pub struct Seg {
    pub src: ([u8; 4], u16),
    pub dst: ([u8; 4], u16),
    pub seq: u32,
    pub ack: u32,
    pub flags: u8,
    pub data: Vec<u8>,
}

pub const INSIDE: [u8; 4] = [10, 20, 0, 5];
pub const OUTSIDE: [u8; 4] = [203, 0, 113, 9];

impl Lab {
    /// A frame as it is.
    pub fn frame(&mut self, frame: &[u8]) {
        self.now_us += 100;
        let kept = frame.len().min(self.snaplen);
        let head =
            [(self.now_us / 1_000_000) as u32, (self.now_us % 1_000_000) as u32, kept as u32, frame.len() as u32];
        for word in head {
            self.bytes.extend(word.to_le_bytes());
        }
        self.bytes.extend(&frame[..kept]);
    }

    /// The frame of a TCP segment, with an IP identification of its own.
    pub fn tcp_frame(&mut self, seg: &Seg) -> Vec<u8> {
        self.ident = self.ident.wrapping_add(1).max(1);
        let mut tcp = Vec::new();
        tcp.extend(seg.src.1.to_be_bytes());
        tcp.extend(seg.dst.1.to_be_bytes());
        tcp.extend(seg.seq.to_be_bytes());
        tcp.extend(seg.ack.to_be_bytes());
        tcp.extend([0x50, seg.flags, 0xff, 0xff, 0, 0, 0, 0]);
        tcp.extend(&seg.data);
        ipv4(6, self.ident, seg.src.0, seg.dst.0, &tcp)
    }

    /// A TCP segment.
    pub fn tcp(&mut self, seg: &Seg) {
        let frame = self.tcp_frame(seg);
        self.frame(&frame);
    }

    /// A UDP datagram.
    pub fn udp(&mut self, src: ([u8; 4], u16), dst: ([u8; 4], u16), data: &[u8]) {
        self.ident = self.ident.wrapping_add(1).max(1);
        let mut udp = Vec::new();
        udp.extend(src.1.to_be_bytes());
        udp.extend(dst.1.to_be_bytes());
        udp.extend(((data.len() + 8) as u16).to_be_bytes());
        udp.extend([0, 0]);
        udp.extend(data);
        let frame = ipv4(17, self.ident, src.0, dst.0, &udp);
        self.frame(&frame);
    }

    /// A whole connection: handshake, the turns in order (true: originator sends), FIN from both.
    pub fn connection(&mut self, orig: ([u8; 4], u16), resp: ([u8; 4], u16), turns: &[(bool, &[u8])], mss: usize) {
        for seg in conversation(orig, resp, turns, mss) {
            self.tcp(&seg);
        }
    }

    /// Writes the capture to a file of its own.
    pub fn save(&self) -> Saved {
        let serial = SERIAL.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("leaktap-test-{}-{serial}.pcap", std::process::id()));
        std::fs::write(&path, &self.bytes).expect("the capture is written");
        Saved(path)
    }
}

/// A capture file that goes with its value.
pub struct Saved(pub PathBuf);

impl Drop for Saved {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

/// An Ethernet frame with an IPv4 packet.
pub fn ipv4(proto: u8, ident: u16, src: [u8; 4], dst: [u8; 4], payload: &[u8]) -> Vec<u8> {
    let mut frame = vec![2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 8, 0];
    let len = (20 + payload.len()) as u16;
    frame.extend([0x45, 0]);
    frame.extend(len.to_be_bytes());
    frame.extend(ident.to_be_bytes());
    frame.extend([0x40, 0, 64, proto, 0, 0]);
    frame.extend(src);
    frame.extend(dst);
    frame.extend(payload);
    while frame.len() < 60 {
        frame.push(0);
    }
    frame
}

/// The segments of a connection in order.
pub fn conversation(orig: ([u8; 4], u16), resp: ([u8; 4], u16), turns: &[(bool, &[u8])], mss: usize) -> Vec<Seg> {
    let mut seqs = [1000u32, 900_000];
    let ends = [orig, resp];
    let mut out = Vec::new();
    let mut say = |seqs: &[u32; 2], who: usize, flags: u8, data: &[u8]| {
        let ack = if flags & 0x10 != 0 { seqs[1 - who] } else { 0 };
        out.push(Seg { src: ends[who], dst: ends[1 - who], seq: seqs[who], ack, flags, data: data.to_vec() });
    };
    say(&seqs, 0, 0x02, &[]);
    seqs[0] += 1;
    say(&seqs, 1, 0x12, &[]);
    seqs[1] += 1;
    say(&seqs, 0, 0x10, &[]);
    for (from_orig, data) in turns {
        let who = usize::from(!from_orig);
        for chunk in data.chunks(mss) {
            say(&seqs, who, 0x18, chunk);
            seqs[who] += chunk.len() as u32;
            say(&seqs, 1 - who, 0x10, &[]);
        }
    }
    say(&seqs, 0, 0x11, &[]);
    seqs[0] += 1;
    say(&seqs, 1, 0x11, &[]);
    seqs[1] += 1;
    say(&seqs, 0, 0x10, &[]);
    out
}

/// A configuration with the inside network as home.
pub fn config(workers: usize) -> EngineConfig {
    serde_json::from_value(serde_json::json!({
        "workers": workers, "reveal": true, "flow_records": true, "transport_records": true, "anomaly_records": true,
        "stream_digests": true,
        "zones": [{"name": "crm", "networks": ["10.20.0.0/24"]}],
    }))
    .expect("the configuration is well formed")
}

/// Native detectors without context words.
pub fn plan(ids: &[&str]) -> PlanSpec {
    let detectors = ids
        .iter()
        .map(|id| DetectorSpec { id: (*id).to_owned(), native: true, window: 64, ..DetectorSpec::default() })
        .collect();
    PlanSpec { detectors, ..PlanSpec::default() }
}

/// Runs the engine over captures and gathers everything.
pub fn run(config: EngineConfig, plan: &PlanSpec, captures: &[&Path]) -> Batch {
    let mut engine = Engine::new(config, plan).expect("the engine starts");
    let paths: Vec<String> = captures.iter().map(|path| path.display().to_string()).collect();
    engine.start(&paths).expect("the captures are found");
    let mut all = Batch::default();
    loop {
        let mut batch = engine.poll(1000, Duration::from_secs(10)).expect("the engine answers");
        all.findings.append(&mut batch.findings);
        all.transports.append(&mut batch.transports);
        all.certificates.append(&mut batch.certificates);
        all.flows.append(&mut batch.flows);
        all.anomalies.append(&mut batch.anomalies);
        all.damaged.append(&mut batch.damaged);
        all.stats = batch.stats;
        if batch.done {
            all.coverage = batch.coverage;
            return all;
        }
    }
}
