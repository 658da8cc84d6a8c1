//! What a session tells.

use crate::anomaly::Code;
use crate::coverage::State;
use crate::message::Direction;

/// The packet that brought a record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Moment {
    /// Capture time, ns.
    pub ts_ns: i64,
    /// Frame number in its capture.
    pub frame: u64,
    /// Which capture.
    pub capture: u32,
}

/// A piece of a stream within QUIC, in the stream's order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Bytes.
    Data(Vec<u8>),
    /// So many bytes are missing.
    Gap(u64),
    /// It is whole.
    End,
    /// Its sender, or a limit, gave it up.
    Reset,
}

/// What a session tells. Every byte that it was given is told once: in `Clear`, `Opened`, `Sealed`, or by
/// [`take_rest`](super::Session::take_rest).
pub enum Event {
    /// A whole record, or hello of SSL 2.0, that stands in the clear.
    Clear(Direction, Vec<u8>),
    /// A record of `wire` bytes was opened; `content` is empty unless it is application data.
    Opened {
        /// Who sent it.
        dir: Direction,
        /// Its bytes, header included.
        wire: usize,
        /// The plaintext.
        content: Vec<u8>,
        /// The packet that completed it.
        moment: Moment,
    },
    /// A piece of a stream of QUIC, whose bytes are told here alone.
    Stream(Direction, u64, Piece),
    /// An unreliable message within QUIC (RFC 9221), the same.
    Datagram(Direction, Vec<u8>),
    /// So many bytes were opened and not read: passed over by a limit, or of an unknown form.
    Unread(Direction, usize, State),
    /// So many bytes stay closed.
    Sealed(Direction, usize),
    /// About so many bytes of plaintext are missing here.
    Gap(Direction, u64),
    /// A handshake message that was protected, as TLS 1.2 would write it, with its header.
    Message(Direction, Vec<u8>),
    /// The application protocol that the server chose under protection.
    Alpn(Vec<u8>),
    /// Something odd.
    Odd(Code, &'static str),
    /// Nothing will be opened any more: the rest is in [`take_rest`](super::Session::take_rest), and what follows is somebody else's.
    Over,
}
