//! What a WebSocket carries: messages, or a connection of another protocol, by the subprotocol that its handshake agreed on
//! (RFC 6455 §1.9), or by what the first message of a side begins with.

use super::sockjs::Strings;
use crate::config::Limits;
use crate::message::{Direction, HttpInfo, Outlet};
use crate::pair::Pair;
use crate::proto::carried::Carried;
use crate::proto::unpacked::{Streams, Unpacked};
use crate::proto::{Probe, Protocol, Transport, amqp, mqtt, nats, stomp, xmpp};
use std::borrow::Cow;
use std::sync::Arc;

/// Bytes of a message by which it is told what is carried: as many as a probe is shown.
pub(super) const FIRST: usize = 512;
/// Streams of a WebSocket's own: of messages, and of control frames.
const OWN: u32 = 2;

/// What is carried.
#[derive(Debug)]
pub(super) enum Cargo {
    /// It is not known: the first message of a side may tell, unless it came already.
    Unknown(Pair<bool>),
    /// Messages that stand for themselves.
    Messages,
    /// A connection.
    Connection(Box<Connection>),
}

/// A connection of another protocol.
#[derive(Debug)]
pub(super) struct Connection {
    carried: Carried,
    /// It comes in frames of `SockJS`.
    strings: Option<Pair<Strings>>,
    /// Number and facts of the handshake.
    after: (u32, Option<Arc<HttpInfo>>),
    /// Its stream in hand, of each direction.
    at: Pair<u32>,
    text: Vec<u8>,
}

impl Cargo {
    /// What a handshake agreed on, or offered: names, the first of which counts that is known here.
    pub(super) fn agreed(names: &[u8], limits: &Limits, after: (u32, Option<Arc<HttpInfo>>)) -> Self {
        if names.trim_ascii().is_empty() {
            return Self::Unknown(Pair::default());
        }
        let mut names = names.split(|byte| *byte == b',').map(<[u8]>::trim_ascii);
        match names.find_map(named) {
            Some(protocol) => Self::of(protocol, limits, false, after),
            None => Self::Messages,
        }
    }

    /// Hears what the first message of a side, of text or not, begins with; false if more of it must tell, unless this is
    /// `all` that may.
    pub(super) fn told(
        &mut self,
        (dir, text): (Direction, bool),
        (first, all): (&[u8], bool),
        limits: &Limits,
        after: (u32, Option<Arc<HttpInfo>>),
    ) -> bool {
        let Self::Unknown(tried) = self else { return true };
        match begun(dir, text, first) {
            Begun::More if !all => return false,
            Begun::With(protocol, strings) => {
                *self = Self::of(protocol, limits, strings, after);
                return true;
            }
            Begun::More | Begun::Nothing => {}
        }
        // Heart-beats of STOMP, and of SockJS, say nothing.
        *tried.of_mut(dir) |= first.first().is_some_and(|byte| !byte.is_ascii_whitespace() && !b"oh".contains(byte));
        let [mine, other] = tried.both(dir);
        if *mine && *other {
            *self = Self::Messages;
        }
        true
    }

    fn of(protocol: &Protocol, limits: &Limits, strings: bool, after: (u32, Option<Arc<HttpInfo>>)) -> Self {
        let Some(make) = protocol.parser else { return Self::Messages };
        Self::Connection(Box::new(Connection {
            carried: Carried::new(make(limits, Transport::Tcp)),
            strings: strings.then(Pair::default),
            after,
            at: Pair::default(),
            text: Vec::new(),
        }))
    }

    /// True if the next message of a side may tell what is carried.
    pub(super) fn is_unknown(&mut self, dir: Direction) -> bool {
        match self {
            Self::Unknown(tried) => !*tried.of_mut(dir),
            _ => false,
        }
    }

    /// The connection.
    pub(super) fn connection(&mut self) -> Option<&mut Connection> {
        match self {
            Self::Connection(connection) => Some(connection),
            _ => None,
        }
    }

    /// Bytes that it holds.
    pub(super) fn held(&self) -> usize {
        match self {
            Self::Connection(connection) => connection.carried.held().saturating_add(connection.text.capacity()),
            _ => 0,
        }
    }
}

impl Connection {
    /// A message begins.
    pub(super) fn begin(&mut self, dir: Direction) {
        if let Some(strings) = &mut self.strings {
            strings.of_mut(dir).begin();
        }
    }

    /// Bytes of a message; false if it cannot go on with them.
    pub(super) fn data(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> bool {
        self.text.clear();
        let data = match &mut self.strings {
            Some(strings) => {
                strings.of_mut(dir).take(data, &mut self.text);
                &*self.text
            }
            None => data,
        };
        let mut out = within(&self.after, &mut self.at, out);
        out.turn_back(dir);
        let goes_on = self.carried.data(dir, data, &mut out);
        self.at = out.at;
        goes_on
    }

    /// Bytes are missing; false if it cannot go on.
    pub(super) fn gap(&mut self, dir: Direction, len: u64, out: &mut dyn Outlet) -> bool {
        // How much of a string is missing is not known.
        let len = if self.strings.is_some() { u64::MAX } else { len };
        let mut out = within(&self.after, &mut self.at, out);
        out.turn_back(dir);
        let goes_on = self.carried.gap(dir, len, &mut out);
        self.at = out.at;
        goes_on
    }

    /// What it did not take yet of a side.
    pub(super) fn rest(&mut self, dir: Direction) -> Vec<u8> {
        self.carried.rest(dir)
    }

    /// Nothing more comes from a side.
    pub(super) fn close(&mut self, dir: Direction, out: &mut dyn Outlet) {
        let mut out = within(&self.after, &mut self.at, out);
        out.turn_back(dir);
        self.carried.close(dir, &mut out);
        self.at = out.at;
    }
}

fn within<'a>(after: &(u32, Option<Arc<HttpInfo>>), at: &mut Pair<u32>, out: &'a mut dyn Outlet) -> Unpacked<'a> {
    Unpacked {
        at: std::mem::take(at),
        streams: Streams::Behind(OWN),
        after: Some(after.clone()),
        ..Unpacked::new(out, |data| Cow::Borrowed(data))
    }
}

/// The protocol of a subprotocol's name, as it is registered (IANA, WebSocket Subprotocol Name Registry) or was before that.
fn named(name: &[u8]) -> Option<&'static Protocol> {
    let is = |known: &[&str]| known.iter().any(|known| name.eq_ignore_ascii_case(known.as_bytes()));
    match () {
        () if is(&["mqtt", "mqttv3.1", "mqttv3.1.1", "mqttv5"]) => Some(&mqtt::PROTOCOL),
        () if is(&["v10.stomp", "v11.stomp", "v12.stomp", "stomp"]) => Some(&stomp::PROTOCOL),
        () if is(&["amqp", "amqpwsb10"]) => Some(&amqp::PROTOCOL),
        () if is(&["xmpp"]) => Some(&xmpp::PROTOCOL),
        () if is(&["nats"]) => Some(&nats::PROTOCOL),
        () => None,
    }
}

/// What a first message begins.
#[derive(Clone, Copy)]
enum Begun {
    /// More of it must tell.
    More,
    /// Nothing that is known.
    Nothing,
    /// A connection of this protocol, perhaps within strings of `SockJS`.
    With(&'static Protocol, bool),
}

fn begun(dir: Direction, text: bool, first: &[u8]) -> Begun {
    let either: [&'static Protocol; 2] = [&stomp::PROTOCOL, &nats::PROTOCOL];
    let bytes: [&'static Protocol; 2] = [&mqtt::PROTOCOL, &amqp::PROTOCOL];
    let mut begun = Begun::Nothing;
    for protocol in bytes.into_iter().filter(|_| !text).chain(either) {
        match (protocol.probe)(dir, first, (0, 0)) {
            Probe::Match => return Begun::With(protocol, false),
            Probe::NeedMore => begun = Begun::More,
            Probe::Reject => {}
        }
    }
    if !text || !matches!(first, [] | [b'a' | b'[', ..]) {
        return begun;
    }
    let mut inner = Vec::new();
    Strings::default().take(first, &mut inner);
    match (stomp::PROTOCOL.probe)(dir, &inner, (0, 0)) {
        Probe::Match => Begun::With(&stomp::PROTOCOL, true),
        Probe::NeedMore => Begun::More,
        Probe::Reject => begun,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_first_messages_tell_what_is_carried() {
        let of = |names: &str| match Cargo::agreed(names.as_bytes(), &Limits::default(), (0, None)) {
            Cargo::Unknown(_) => "unknown",
            Cargo::Messages => "messages",
            Cargo::Connection(_) => "connection",
        };
        for (names, expected) in [
            ("", "unknown"),
            ("graphql-transport-ws", "messages"),
            ("v10.stomp, v11.stomp", "connection"),
            ("chat, MQTT", "connection"),
        ] {
            assert_eq!(of(names), expected, "{names}");
        }
        let told = |text, first: &[u8]| match begun(Direction::Orig, text, first) {
            Begun::With(protocol, strings) => Some((protocol.name, strings)),
            Begun::More | Begun::Nothing => None,
        };
        assert_eq!(told(false, b"\x10\x0e\0\x04MQTT\x04\x02\0\x3c\0\x02c1"), Some(("mqtt", false)));
        assert_eq!(told(false, b"AMQP\x03\x01\0\0"), Some(("amqp", false)));
        assert_eq!(told(true, b"CONNECT\naccept-version:1.2\nhost:crm\n\n\0"), Some(("stomp", false)));
        assert_eq!(told(true, br#"["CONNECT\naccept-version:1.2\nhost:crm\n\n\u0000"]"#), Some(("stomp", true)));
        for other in [&b"o"[..], b"hello", b"{\"type\":\"connection_init\"}", b"0{\"sid\":\"x\"}", b"[\"CONNECTION\"]"]
        {
            assert_eq!(told(true, other), None, "{}", other.escape_ascii());
        }
    }
}
