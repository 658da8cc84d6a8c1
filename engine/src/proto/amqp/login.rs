//! Logins by SASL, in methods of 0-9-1 and frames of 1.0.

use super::super::sasl::{self, Mechanism};
use super::super::values::shown;
use super::method::amqplain;
use crate::anomaly::Code;
use crate::message::{Credential, Direction, Outcome, Outlet, TextFormat};

/// A login under way.
#[derive(Debug, Default)]
pub(super) struct Login {
    how: How,
    /// The transaction whose reply tells what became of it.
    waits: Option<(Direction, u32)>,
}

/// How responses are to be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum How {
    #[default]
    Unknown,
    Sasl(Mechanism),
    /// `RabbitMQ`'s own.
    Amqplain,
}

impl Login {
    /// The client names a mechanism, within an open message.
    pub(super) fn begin(&mut self, dir: Direction, name: &[u8], out: &mut dyn Outlet) {
        self.how = if name == b"AMQPLAIN" { How::Amqplain } else { How::Sasl(Mechanism::named(name)) };
        if let How::Sasl(Mechanism::Challenge(name)) = self.how {
            out.anomaly(dir, Code::ChallengeLogin, name);
        }
    }

    /// A response of the client, within the open message `tx`; answers the user whom it names.
    pub(super) fn respond(&mut self, dir: Direction, tx: u32, response: &[u8], out: &mut dyn Outlet) -> Option<String> {
        let text = |text: &[u8], out: &mut dyn Outlet| out.text(dir, "response", TextFormat::Plain, text);
        let pair;
        let (scheme, user, secret): (_, &[u8], &[u8]) = match self.how {
            How::Unknown => return None,
            How::Sasl(mechanism) => sasl::read(mechanism, response, out, text)?,
            How::Amqplain => {
                pair = amqplain(response);
                let Some((user, secret)) = &pair else {
                    text(response, out);
                    return None;
                };
                ("amqplain", user, secret)
            }
        };
        out.credential(dir, Credential { scheme, user, secret, path: "", confidence: 95, awaits_outcome: true });
        self.waits = Some((dir, tx));
        Some(shown(user))
    }

    /// The peer's answer.
    pub(super) fn decide(&mut self, outcome: Outcome, out: &mut dyn Outlet) {
        if let Some((dir, tx)) = self.waits.take() {
            out.outcome(dir, tx, outcome);
        }
    }

    /// Who waits for an outcome.
    pub(super) fn waiting(&self) -> Option<Direction> {
        self.waits.map(|(dir, _)| dir)
    }
}
