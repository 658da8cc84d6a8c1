//! Logins: SASL in requests of their own (`SaslAuthenticate`), or as bare tokens behind an old `SaslHandshake`.

use super::super::sasl::{self, Mechanism};
use super::super::values;
use crate::anomaly::Code;
use crate::message::{Credential, Direction, MessageEnd, MessageHead, Outcome, Outlet, TextFormat};

/// A login under way.
#[derive(Debug)]
pub(super) struct Login {
    mechanism: Mechanism,
    /// Tokens come bare: four bytes of length, then the token.
    pub(super) bare: bool,
    /// Bare tokens that wait for the broker's.
    pub(super) tokens: u32,
    /// The transaction whose reply tells what became of it.
    waits: Option<u32>,
}

impl Login {
    /// The handshake that names a mechanism.
    pub(super) fn new(dir: Direction, name: &[u8], bare: bool, out: &mut dyn Outlet) -> Self {
        let mechanism = Mechanism::named(name);
        if let Mechanism::Challenge(name) = mechanism {
            out.anomaly(dir, Code::ChallengeLogin, name);
        }
        Self { mechanism, bare, tokens: 0, waits: None }
    }

    /// A token of the client; answers the user whom it names.
    pub(super) fn token(&mut self, dir: Direction, token: &[u8], tx: u32, out: &mut dyn Outlet) -> Option<String> {
        out.begin(dir, MessageHead { place: "kafka.request", tx, ..MessageHead::default() });
        let text = |text: &[u8], out: &mut dyn Outlet| out.text(dir, "", TextFormat::Plain, text);
        let read = sasl::read(self.mechanism, token, out, text);
        if let Some((scheme, user, secret)) = read {
            let credential = Credential { scheme, user, secret, path: "", confidence: 95, awaits_outcome: true };
            out.credential(dir, credential);
            self.waits = Some(tx);
        }
        out.end(dir, MessageEnd::Complete);
        read.map(|(_, user, _)| values::shown(user))
    }

    /// The broker's reply to a token.
    pub(super) fn reply(&mut self, client: Direction, accepted: bool, out: &mut dyn Outlet) {
        if let Some(tx) = self.waits.take() {
            out.outcome(client, tx, if accepted { Outcome::Accepted } else { Outcome::Rejected });
        }
    }
}
