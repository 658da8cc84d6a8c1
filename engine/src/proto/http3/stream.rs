//! What is known of one direction of a stream.

/// What a stream is for (RFC 9114 §6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Unidirectional, and its type was not read yet.
    Untyped,
    /// A request or a response, or a push; with the number by which its message is known.
    Message(u32),
    /// SETTINGS and the like.
    Control,
    /// Instructions for the header table (RFC 9204 §4.2).
    Encoder,
    /// Nothing in it can be of use.
    Passed,
    /// Of an unknown type.
    Loose,
}

/// Where a stream of frames stands; octets due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// Before a frame.
    Frame,
    /// In DATA.
    Data(u64),
    /// In a frame that is too long to be read.
    Skip(u64),
    /// In a frame that says nothing of use.
    Pass(u64),
    /// In a frame of an unknown type.
    Loose(u64),
    /// Frames cannot be told any more: what comes is taken for body.
    Raw,
}

/// One direction of a stream.
#[derive(Debug)]
pub(super) struct Lane {
    pub id: u64,
    pub kind: Kind,
    pub state: State,
    /// Bytes that wait for more.
    pub buffer: Vec<u8>,
    /// A message of bytes that belong to no request is open.
    pub loose: bool,
    /// A header section waits for entries of the table.
    pub is_blocked: bool,
    /// It waits no more: what is not known stays so.
    pub lenient: bool,
    /// Nothing follows what waits.
    pub ends: bool,
}

impl Lane {
    /// A stream of which nothing was seen (RFC 9000 §2.1: the second bit of its id says that it has one direction).
    pub fn new(id: u64) -> Self {
        let kind = if id & 2 == 0 { Kind::Message(request_key(id)) } else { Kind::Untyped };
        let (buffer, state) = (Vec::new(), State::Frame);
        Self { id, kind, state, buffer, loose: false, is_blocked: false, lenient: false, ends: false }
    }

    /// Octets due of the frame in hand.
    pub fn left(&self) -> u64 {
        match self.state {
            State::Data(left) | State::Skip(left) | State::Pass(left) | State::Loose(left) => left,
            State::Frame | State::Raw => 0,
        }
    }

    /// In a frame from here on, unless it is empty.
    pub fn enter(&mut self, state: State) {
        self.state = state;
        self.advance(0);
    }

    /// So many octets of the frame in hand are done with.
    pub fn advance(&mut self, by: u64) {
        match &mut self.state {
            State::Data(left) | State::Skip(left) | State::Pass(left) | State::Loose(left) => {
                *left = left.saturating_sub(by);
                if *left == 0 {
                    self.state = State::Frame;
                }
            }
            State::Frame | State::Raw => {}
        }
    }

    /// The number of its message.
    pub fn message(&self) -> u32 {
        if let Kind::Message(id) = self.kind { id } else { loose_key(self.id) }
    }
}

// Messages of a direction are told apart by small numbers. Few are open at a time, so the low bits of what they stand for
// are enough; the lowest two say what that is.

/// Number of a request and its response.
fn request_key(id: u64) -> u32 {
    ((id >> 2) as u32) << 2 | 1
}

/// Number of a push.
pub(super) fn push_key(push: u64) -> u32 {
    (push as u32) << 2 | 2
}

/// Number of what belongs to no request on a stream.
pub(super) fn loose_key(id: u64) -> u32 {
    (id as u32) << 2 | 3
}
