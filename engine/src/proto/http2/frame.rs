//! Frame headers (RFC 9113 §4.1, §6), and finding the next one after the place was lost.

use memchr::memchr;

/// What a client sends first (RFC 9113 §3.4).
pub(super) const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
/// Octets of a frame header.
pub(super) const HEADER: usize = 9;
/// Longest frame of a connection whose settings say nothing else (§6.5.2), which is what nearly all have.
const USUAL_MAX: usize = 16_384;

/// `END_STREAM` of DATA and HEADERS.
pub(super) const END_STREAM: u8 = 0x01;
/// `END_HEADERS` of HEADERS, `PUSH_PROMISE` and CONTINUATION.
pub(super) const END_HEADERS: u8 = 0x04;
/// PADDED of DATA, HEADERS and `PUSH_PROMISE`.
pub(super) const PADDED: u8 = 0x08;
/// PRIORITY of HEADERS.
pub(super) const PRIORITY: u8 = 0x20;

/// Frame types (§6; `PRIORITY_UPDATE`: RFC 9218 §7.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Data,
    Headers,
    Priority,
    RstStream,
    Settings,
    PushPromise,
    Ping,
    Goaway,
    WindowUpdate,
    Continuation,
    PriorityUpdate,
    /// A type that nobody has to know (§5.5).
    Other,
}

/// A frame header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Header {
    /// Octets of the payload.
    pub(super) len: usize,
    /// Type.
    pub(super) kind: Kind,
    /// Flags.
    pub(super) flags: u8,
    /// Stream, without the reserved bit.
    pub(super) stream: u32,
    reserved: bool,
}

impl Header {
    /// Reads the header at the start of `data`; `None` if it is not all there.
    pub(super) fn read(data: &[u8]) -> Option<Self> {
        let [a, b, c, kind, flags, s0, s1, s2, s3] = *data.first_chunk::<HEADER>()?;
        let kind = match kind {
            0 => Kind::Data,
            1 => Kind::Headers,
            2 => Kind::Priority,
            3 => Kind::RstStream,
            4 => Kind::Settings,
            5 => Kind::PushPromise,
            6 => Kind::Ping,
            7 => Kind::Goaway,
            8 => Kind::WindowUpdate,
            9 => Kind::Continuation,
            0x10 => Kind::PriorityUpdate,
            _ => Kind::Other,
        };
        let len = u32::from_be_bytes([0, a, b, c]) as usize;
        let stream = u32::from_be_bytes([s0, s1, s2, s3]);
        Some(Self { len, kind, flags, stream: stream & 0x7fff_ffff, reserved: stream >> 31 == 1 })
    }

    /// True if all of these flags are set.
    pub(super) fn has(&self, flag: u8) -> bool {
        self.flags & flag != 0
    }

    /// True if such a frame may be sent: its length and stream fit its type. Of types that are not known, only usual
    /// lengths are believed.
    pub(super) fn is_sound(&self) -> bool {
        let padded = usize::from(self.has(PADDED));
        match self.kind {
            Kind::Data => self.stream != 0 && self.len >= padded,
            Kind::Headers => self.stream != 0 && self.len >= padded + if self.has(PRIORITY) { 5 } else { 0 },
            Kind::PushPromise => self.stream != 0 && self.len >= padded + 4,
            Kind::Continuation => self.stream != 0,
            Kind::Priority => self.stream != 0 && self.len == 5,
            Kind::RstStream => self.stream != 0 && self.len == 4,
            Kind::WindowUpdate => self.len == 4,
            Kind::Settings => self.stream == 0 && self.len.is_multiple_of(6) && (self.flags & 1 == 0 || self.len == 0),
            Kind::Ping => self.stream == 0 && self.len == 8,
            Kind::Goaway => self.stream == 0 && self.len >= 8,
            Kind::PriorityUpdate => self.stream == 0 && self.len >= 4,
            Kind::Other => self.len <= USUAL_MAX,
        }
    }

    /// True if it is believed where nothing says that a frame begins here: a known type, none but its own flags, a usual
    /// length, the reserved bit clear.
    pub(super) fn is_believable(&self) -> bool {
        let flags = match self.kind {
            Kind::Data => END_STREAM | PADDED,
            Kind::Headers => END_STREAM | END_HEADERS | PADDED | PRIORITY,
            Kind::PushPromise => END_HEADERS | PADDED,
            Kind::Continuation => END_HEADERS,
            Kind::Settings | Kind::Ping => 1,
            Kind::Priority | Kind::RstStream | Kind::Goaway | Kind::WindowUpdate | Kind::PriorityUpdate => 0,
            Kind::Other => return false,
        };
        self.is_sound() && self.flags & !flags == 0 && self.len <= USUAL_MAX && !self.reserved
    }
}

/// Where frames begin again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scan {
    /// Here.
    Found(usize),
    /// Not in the first `n` bytes; what follows may be one.
    Skip(usize),
}

/// Looks for a frame that is believed, with another behind it. Linear: what is held back is looked at once more, from its
/// first byte.
pub(super) fn scan(data: &[u8]) -> Scan {
    let mut at = 0usize;
    loop {
        let rest = data.get(at..).unwrap_or(&[]);
        // Usual lengths begin with a zero.
        let Some(zero) = memchr(0, rest) else { return Scan::Skip(data.len()) };
        at = at.saturating_add(zero);
        match chain(data.get(at..).unwrap_or(&[])) {
            Chain::Two => return Scan::Found(at),
            Chain::NeedMore => return Scan::Skip(at),
            Chain::No => at = at.saturating_add(1),
        }
    }
}

/// Do frames stand here?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Chain {
    /// One, and the header of another.
    Two,
    /// Not all that is needed is there.
    NeedMore,
    /// No.
    No,
}

/// Answers for the start of `data`.
pub(super) fn chain(data: &[u8]) -> Chain {
    let Some(first) = Header::read(data) else { return Chain::NeedMore };
    if !first.is_believable() {
        return Chain::No;
    }
    match Header::read(data.get(HEADER.saturating_add(first.len)..).unwrap_or(&[])) {
        None => Chain::NeedMore,
        Some(next) if next.is_believable() => Chain::Two,
        Some(_) => Chain::No,
    }
}
