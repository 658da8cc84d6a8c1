//! Frames built by hand, and the answers they must get.

mod captures;
mod fragments;
mod frames;
mod headers;
mod properties;
mod tunnels;

use super::{Dissected, Dissector, ExpiredFragments, Verdict};
use crate::anomaly::Code;
use crate::config::Limits;
use crate::source::LinkType;

/// What became of a frame.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) verdict: Verdict,
    pub(super) packet: Dissected,
    pub(super) payload: Vec<u8>,
    pub(super) anomalies: Vec<Code>,
}

impl Answer {
    pub(super) fn names(&self) -> Vec<&'static str> {
        self.packet.tunnels.names().collect()
    }

    pub(super) fn ports(&self) -> (u16, u16) {
        (self.packet.sport, self.packet.dport)
    }
}

/// A dissector with its buffers.
pub(super) struct Bench {
    pub(super) dissector: Dissector,
    reassembled: Vec<u8>,
    pub(super) now_ns: i64,
}

impl Default for Bench {
    fn default() -> Self {
        Self::within(&Limits::default())
    }
}

impl Bench {
    pub(super) fn within(limits: &Limits) -> Self {
        Self { dissector: Dissector::new(limits), reassembled: Vec::new(), now_ns: 0 }
    }

    /// Dissects a frame of which `data` was captured; checks that the payload lies where it may.
    pub(super) fn cut(&mut self, link: u16, data: &[u8], wire_len: u32) -> Answer {
        let mut packet = Dissected::default();
        let mut anomalies = Vec::new();
        let verdict = self.dissector.dissect(
            LinkType(link),
            data,
            wire_len,
            self.now_ns,
            &mut packet,
            &mut self.reassembled,
            &mut |code| anomalies.push(code),
        );
        let buffer = match verdict {
            Verdict::Packet => data,
            Verdict::Reassembled => &self.reassembled,
            _ => {
                return Answer { verdict, packet, payload: Vec::new(), anomalies };
            }
        };
        let start = packet.payload as usize;
        let payload = buffer.get(start..start + packet.payload_len as usize).expect("payload inside the buffer");
        assert!(packet.payload_len <= packet.payload_wire_len);
        Answer { verdict, packet, payload: payload.to_vec(), anomalies }
    }

    pub(super) fn frame(&mut self, link: u16, data: &[u8]) -> Answer {
        self.cut(link, data, data.len() as u32)
    }

    pub(super) fn expired(&mut self, now_ns: i64) -> Vec<ExpiredFragments> {
        let mut out = Vec::new();
        self.dissector.drain_expired(now_ns, &mut |each| out.push(each));
        out
    }

    pub(super) fn finish(&mut self) -> Vec<ExpiredFragments> {
        let mut out = Vec::new();
        self.dissector.finish(&mut |each| out.push(each));
        out
    }
}

/// Dissects one frame on Ethernet.
pub(super) fn ethernet(data: &[u8]) -> Answer {
    Bench::default().frame(1, data)
}
