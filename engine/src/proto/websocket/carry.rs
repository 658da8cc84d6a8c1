//! Handing messages to the connection that they carry, or telling them as they are.

use super::cargo::{Cargo, FIRST};
use super::{MESSAGE, WebSocketParser};
use crate::anomaly::Code;
use crate::message::{Direction, MessageEnd, Outlet};

impl WebSocketParser {
    /// Text of a compressed message.
    pub(super) fn decoded(&mut self, dir: Direction, text: &[u8], out: &mut dyn Outlet) {
        if text.is_empty() {
            return;
        }
        if self.is_untold(dir) {
            let first = &mut self.side(dir).first;
            first.extend_from_slice(text);
            if first.len() >= FIRST {
                self.tell_first(dir, out);
            }
        } else if self.side(dir).message.is_some_and(|message| message.begun) {
            out.turn_to(dir, MESSAGE);
            out.derived(dir, text);
        } else {
            self.carry(dir, text, out);
        }
    }

    /// True for a message that may tell what is carried.
    pub(super) fn is_untold(&mut self, dir: Direction) -> bool {
        let begun = self.side(dir).message.is_none_or(|message| message.begun);
        !begun && self.cargo.connection().is_none()
    }

    /// What the message in hand begins with tells what is carried; false if more of it must tell, unless this is `all` that
    /// may.
    pub(super) fn tell(&mut self, dir: Direction, first: &[u8], all: bool, out: &mut dyn Outlet) -> bool {
        let text = self.side(dir).message.is_some_and(|message| message.text);
        let after = (self.handshake, self.info.clone());
        let shown = first.get(..FIRST).unwrap_or(first);
        let told = self.cargo.told((dir, text), (shown, all), &self.limits, after);
        if told && self.cargo.connection().is_none() {
            self.begin_message(dir, out);
        }
        told
    }

    /// The same for a compressed message, which is handed on.
    pub(super) fn tell_first(&mut self, dir: Direction, out: &mut dyn Outlet) {
        if self.is_untold(dir) {
            let first = std::mem::take(&mut self.side(dir).first);
            self.tell(dir, &first, true, out);
            self.decoded(dir, &first, out);
        }
    }

    /// Bytes of what is carried.
    pub(super) fn carry(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) {
        if self.cargo.connection().is_some_and(|connection| !connection.data(dir, data, out)) {
            self.uncarry(dir, out);
        }
    }

    /// Bytes of what is carried are missing.
    pub(super) fn carry_gap(&mut self, dir: Direction, len: u64, out: &mut dyn Outlet) {
        let Some(connection) = self.cargo.connection() else { return };
        let rest = connection.rest(dir);
        let goes_on = connection.gap(dir, len, out);
        self.spare(dir, &rest, out);
        if !goes_on {
            self.uncarry(dir, out);
        }
    }

    /// Nothing more comes of what is carried.
    pub(super) fn carry_end(&mut self, dir: Direction, out: &mut dyn Outlet) {
        let Some(connection) = self.cargo.connection() else { return };
        let rest = connection.rest(dir);
        connection.close(dir, out);
        self.spare(dir, &rest, out);
    }

    /// Tells bytes that a connection did not take: they are scanned as they are.
    fn spare(&mut self, dir: Direction, rest: &[u8], out: &mut dyn Outlet) {
        if !rest.is_empty() {
            self.begin(dir, MESSAGE, "websocket.message", out);
            out.derived(dir, rest);
            out.end(dir, MessageEnd::Cut);
        }
    }

    /// What is carried cannot be read on: messages stand for themselves again.
    pub(super) fn uncarry(&mut self, dir: Direction, out: &mut dyn Outlet) {
        let Cargo::Connection(mut connection) = std::mem::replace(&mut self.cargo, Cargo::Messages) else { return };
        out.anomaly(dir, Code::ParserLost, "in a WebSocket");
        for dir in [Direction::Orig, Direction::Resp] {
            let rest = connection.rest(dir);
            connection.close(dir, out);
            self.spare(dir, &rest, out);
            if self.side(dir).message.is_some_and(|message| !message.begun) {
                self.begin_message(dir, out);
            }
        }
    }

    /// Bytes of a message are missing.
    pub(super) fn lose(&mut self, dir: Direction, len: u64, out: &mut dyn Outlet) {
        self.tell_first(dir, out);
        let Some(message) = self.side(dir).message else { return };
        if message.begun {
            out.turn_to(dir, MESSAGE);
            out.body_gap(dir, len);
        } else {
            self.carry_gap(dir, if message.compressed { u64::MAX } else { len }, out);
        }
    }
}
