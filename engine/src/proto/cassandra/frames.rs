//! Frames of version 5 (native protocol v5 §2): a head with its checksum, a payload, the payload's checksum.

use super::frame::{Found, Frame, PACKED, TRAILER};
use super::{CassandraParser, Step, unpack};
use crate::anomaly::Code;
use crate::message::{Direction, MessageEnd, Outlet};

/// Frames of one direction.
#[derive(Debug, Default)]
pub(super) struct Framed {
    /// Whether payloads are compressed, once it is known.
    packed: Option<bool>,
    at: At,
    /// The beginning of an envelope's head.
    carry: Vec<u8>,
    /// Where envelopes begin is not known until a frame holds whole ones.
    broken: bool,
}

#[derive(Debug, Default)]
enum At {
    #[default]
    Head,
    /// So many bytes before the end of a payload.
    Plain(usize),
    /// The same, compressed: what it unpacks to.
    Packed(usize, usize, Vec<u8>),
    /// The same, cut.
    Sealed(usize),
    Trailer(usize),
    Astray,
}

impl Framed {
    /// Frames, compressed or not.
    pub(super) fn new(packed: bool) -> Self {
        Self { packed: Some(packed), ..Self::default() }
    }

    /// Bytes are missing.
    pub(super) fn gap(&mut self, missing: usize) {
        self.carry.clear();
        self.broken = true;
        let (payload, trailer) = match &self.at {
            At::Plain(left) | At::Packed(left, ..) | At::Sealed(left) => (*left, TRAILER),
            At::Trailer(left) => (0, *left),
            At::Head | At::Astray => (0, 0),
        };
        let closed = matches!(self.at, At::Packed(..) | At::Sealed(_));
        self.at = match (payload + trailer).checked_sub(missing) {
            Some(0) => At::Head,
            Some(left) if left <= trailer => At::Trailer(left),
            Some(left) if closed => At::Sealed(left - trailer),
            Some(left) => At::Plain(left - trailer),
            None => At::Astray,
        };
    }
}

impl CassandraParser {
    /// The next piece of a frame.
    pub(super) fn frame(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        let Some(framed) = &mut self.lane(dir).framed else { return Step::Lost };
        match std::mem::take(&mut framed.at) {
            At::Head => self.begin_frame(dir, data, out),
            At::Plain(left) => {
                let len = left.min(data.len());
                framed.at = if left == len { At::Trailer(TRAILER) } else { At::Plain(left - len) };
                self.payload(dir, data.get(..len).unwrap_or(data), out);
                Step::Took(len)
            }
            At::Packed(left, unpacked, mut bytes) => {
                let len = left.min(data.len());
                bytes.extend_from_slice(data.get(..len).unwrap_or(data));
                if left > len {
                    framed.at = At::Packed(left - len, unpacked, bytes);
                    return Step::Took(len);
                }
                framed.at = At::Trailer(TRAILER);
                if let Some(plain) = unpack::lz4(&bytes, unpacked, out) {
                    self.payload(dir, &plain, out);
                } else {
                    out.anomaly(dir, Code::DecodeFailed, "a compressed frame");
                    self.break_off(dir, out);
                }
                Step::Took(len)
            }
            At::Sealed(left) => {
                let len = left.min(data.len());
                framed.at = if left == len { At::Trailer(TRAILER) } else { At::Sealed(left - len) };
                Step::Sealed(len)
            }
            At::Trailer(left) => {
                let len = left.min(data.len());
                framed.at = if left == len { At::Head } else { At::Trailer(left - len) };
                Step::Took(len)
            }
            At::Astray => self.find_frame(dir, data, out),
        }
    }

    fn begin_frame(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        let Some(framed) = &mut self.lane(dir).framed else { return Step::Lost };
        let frame = match Frame::read(data, framed.packed) {
            Found::Need => return Step::More,
            Found::No => return Step::Lost,
            Found::Yes(frame) => frame,
        };
        framed.packed = Some(frame.head == PACKED);
        framed.at = match (frame.len, frame.unpacked) {
            (0, _) => At::Trailer(TRAILER),
            (len, None) => At::Plain(len),
            (len, Some(unpacked)) => At::Packed(len, unpacked, Vec::new()),
        };
        if frame.alone {
            // Whatever came before: an envelope begins here.
            framed.carry.clear();
            framed.broken = false;
            self.cut(dir, out);
        }
        Step::Took(frame.head)
    }

    /// A payload's piece: envelopes.
    fn payload(&mut self, dir: Direction, piece: &[u8], out: &mut dyn Outlet) {
        let Some(framed) = &mut self.lane(dir).framed else { return };
        let mut joined = std::mem::take(&mut framed.carry);
        let mut broken = framed.broken;
        joined.extend_from_slice(piece);
        let mut rest = joined.as_slice();
        while !rest.is_empty() && !broken {
            match self.envelope(dir, rest, out) {
                Step::Took(used) | Step::Sealed(used) | Step::Told(used) => rest = rest.get(used..).unwrap_or_default(),
                Step::More => break,
                Step::Lost => {
                    out.anomaly(dir, Code::LengthConflict, "an envelope");
                    self.break_off(dir, out);
                    broken = true;
                }
            }
        }
        if broken {
            if !rest.is_empty() {
                self.text(dir, rest, out);
            }
        } else if let Some(framed) = &mut self.lane(dir).framed {
            framed.carry = rest.to_vec();
        }
    }

    /// Where envelopes begin is lost.
    fn break_off(&mut self, dir: Direction, out: &mut dyn Outlet) {
        self.cut(dir, out);
        if let Some(framed) = &mut self.lane(dir).framed {
            framed.broken = true;
            framed.carry.clear();
        }
    }

    /// Looks for the head of a frame behind a gap.
    fn find_frame(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        let packed = self.lane(dir).framed.as_ref().and_then(|framed| framed.packed);
        let mut at = 0;
        let found = loop {
            let Some(rest) = data.get(at..).filter(|rest| rest.len() >= PACKED) else { break false };
            if matches!(Frame::read(rest, packed), Found::Yes(_)) {
                break true;
            }
            at += 1;
        };
        if at > 0 {
            self.text(dir, data.get(..at).unwrap_or_default(), out);
        }
        let Some(framed) = &mut self.lane(dir).framed else { return Step::Lost };
        if found {
            framed.at = At::Head;
            self.close_text(dir, MessageEnd::Cut, out);
            out.anomaly(dir, Code::ParserResync, "a frame begins");
            return Step::Took(at);
        }
        framed.at = At::Astray;
        if at == 0 { Step::More } else { Step::Took(at) }
    }
}
