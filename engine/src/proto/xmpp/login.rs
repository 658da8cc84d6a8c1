//! Logins: by SASL (RFC 6120 §6, XEP-0388), by iq (XEP-0078), of rooms and new accounts.

use super::element::{attribute, text};
use crate::message::Direction;
use crate::proto::sasl::{self, Mechanism};
use crate::references;
use std::collections::VecDeque;
use std::ops::Range;

/// Requests of a connection that wait for their outcome; the oldest is forgotten first.
const WAITING: usize = 16;
/// Longest id that is kept.
const ID_MAX: usize = 128;

/// A login that was read.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Login {
    pub(super) scheme: &'static str,
    pub(super) user: Vec<u8>,
    pub(super) secret: Vec<u8>,
    /// Where the secret stands, as it is written.
    pub(super) hidden: Range<usize>,
}

/// How a mechanism is named in streams; Google's are built like PLAIN, with a token for a password.
pub(super) fn mechanism(element: &[u8]) -> (Mechanism, bool) {
    let name = attribute(element, "mechanism").unwrap_or_default();
    let token = matches!(name, b"X-OAUTH2" | b"X-GOOGLE-TOKEN");
    (if token { Mechanism::Plain } else { Mechanism::named(name) }, token)
}

/// User and secret of a response, if it shows any.
pub(super) fn response(mechanism: Mechanism, response: &[u8]) -> Option<(&'static str, &[u8], &[u8])> {
    match mechanism {
        Mechanism::Plain => sasl::plain(response).map(|(user, secret)| ("plain", user, secret)),
        Mechanism::Bearer => Some(sasl::bearer(response)).map(|(user, token)| ("bearer", user, token)),
        _ => None,
    }
    .filter(|(_, _, secret)| !secret.is_empty())
}

/// The login that a stanza holds: an iq of the old login or of a new account, a presence in a room.
pub(super) fn within(name: &[u8], stanza: &[u8]) -> Option<Login> {
    let holds = |namespace: &str| memchr::memmem::find(stanza, namespace.as_bytes()).is_some();
    let scheme = match name {
        b"iq" if attribute(stanza, "type") == Some(b"set") && holds("jabber:iq:auth") => "iq-auth",
        b"iq" if attribute(stanza, "type") == Some(b"set") && holds("jabber:iq:register") => "register",
        b"presence" if holds("http://jabber.org/protocol/muc") => "room",
        _ => return None,
    };
    let hidden = text(stanza, "password")?;
    let written =
        |range: Range<usize>| stanza.get(range).map(|text| references::unescape(text.trim_ascii()).into_owned());
    let secret = written(hidden.clone())?;
    let user = match scheme {
        "room" => {
            let to = attribute(stanza, "to").unwrap_or_default();
            to.split(|byte| *byte == b'/').next().unwrap_or_default().to_vec()
        }
        _ => text(stanza, "username").and_then(written).unwrap_or_default(),
    };
    (!secret.is_empty()).then_some(Login { scheme, user, secret, hidden })
}

/// True for the old login by digest (XEP-0078 §3), which shows no secret.
pub(super) fn is_digest(name: &[u8], stanza: &[u8]) -> bool {
    let holds = memchr::memmem::find(stanza, b"jabber:iq:auth").is_some();
    name == b"iq" && holds && text(stanza, "digest").is_some()
}

/// Requests that wait for their outcome.
#[derive(Debug, Default)]
pub(super) struct Waiting {
    /// By SASL: who asked, and its transaction.
    pub(super) sasl: Option<(Direction, u32)>,
    iqs: VecDeque<(Direction, Vec<u8>, u32)>,
}

impl Waiting {
    /// An iq with a login was sent.
    pub(super) fn push(&mut self, dir: Direction, stanza: &[u8], tx: u32) {
        if self.iqs.len() >= WAITING {
            self.iqs.pop_front();
        }
        let id = attribute(stanza, "id").unwrap_or_default();
        self.iqs.push_back((dir, id.get(..ID_MAX).unwrap_or(id).to_vec(), tx));
    }

    /// The transaction that an iq of `dir` answers, and whether it is accepted.
    pub(super) fn answered(&mut self, dir: Direction, stanza: &[u8]) -> Option<(u32, bool)> {
        let accepted = match attribute(stanza, "type")? {
            b"result" => true,
            b"error" => false,
            _ => return None,
        };
        let id = attribute(stanza, "id")?;
        let id = id.get(..ID_MAX).unwrap_or(id);
        let at = self.iqs.iter().position(|(asked, known, _)| *asked != dir && known == id)?;
        self.iqs.remove(at).map(|(_, _, tx)| (tx, accepted))
    }
}
