//! SASL exchanges (RFC 4422) as mail protocols carry them: one base64 line a step.
//!
//! PLAIN, LOGIN and the bearer mechanisms show a secret; of the others only a name can be read.

use super::super::sasl::{self, Mechanism, strip};
use super::channel::Channel;
use crate::anomaly::Code;
use crate::message::Outlet;
use crate::mime;

/// Longest response that is decoded (RFC 4954 §4 asks for 12,288 bytes).
const RESPONSE_BYTES: usize = 16 << 10;

/// An exchange, seen from the client.
#[derive(Debug)]
pub(in crate::proto) struct Sasl {
    mechanism: Mechanism,
    tx: u32,
    user: Option<Vec<u8>>,
}

/// What a line was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::proto) enum Step {
    /// A step; another may follow.
    GoesOn,
    /// The client's last step.
    Over,
    /// None: a command.
    NotMine,
}

impl Sasl {
    /// The exchange of transaction `tx` that names this mechanism.
    pub(in crate::proto) fn new(name: &[u8], tx: u32, channel: &Channel, out: &mut dyn Outlet) -> Self {
        let mechanism = Mechanism::named(name);
        if let Mechanism::Challenge(challenge) = mechanism {
            channel.odd(Code::ChallengeLogin, challenge, out);
        }
        Self { mechanism, tx, user: None }
    }

    /// The client's next line, or its initial response.
    pub(in crate::proto) fn take(&mut self, line: &[u8], channel: &mut Channel, out: &mut dyn Outlet) -> Step {
        let line = line.trim_ascii();
        if line == b"*" {
            return Step::Over;
        }
        if line.contains(&b' ') {
            return Step::NotMine;
        }
        // RFC 4954 §4: `=` is an empty initial response.
        let line = if line == b"=" { b"" } else { line };
        let decoded = if line.len() <= RESPONSE_BYTES { mime::base64(line) } else { None };
        let Some(decoded) = decoded else {
            channel.odd(Code::HeaderMalformed, "a login's response is not base64", out);
            channel.text(line, out);
            return self.after_damage();
        };
        match self.mechanism {
            Mechanism::Plain => {
                self.plain(&decoded, channel, out);
                Step::Over
            }
            Mechanism::Login => {
                let Some(user) = self.user.take() else {
                    self.user = Some(decoded);
                    return Step::GoesOn;
                };
                channel.login(self.tx, "login", (&user, strip(&decoded)), out);
                Step::Over
            }
            Mechanism::Bearer => {
                self.bearer(&decoded, channel, out);
                Step::Over
            }
            Mechanism::Challenge(_) | Mechanism::Other => {
                // CRAM-MD5 and SCRAM name the user in text; NTLM and Kerberos are not text.
                if !decoded.iter().any(|byte| *byte < b' ') {
                    channel.text(&decoded, out);
                }
                Step::GoesOn
            }
        }
    }

    fn after_damage(&self) -> Step {
        match self.mechanism {
            Mechanism::Plain | Mechanism::Bearer => Step::Over,
            Mechanism::Login if self.user.is_some() => Step::Over,
            _ => Step::GoesOn,
        }
    }

    fn plain(&self, response: &[u8], channel: &mut Channel, out: &mut dyn Outlet) {
        if let Some((user, secret)) = sasl::plain(response) {
            channel.login(self.tx, "plain", (user, secret), out);
        } else if !response.is_empty() {
            channel.odd(Code::HeaderMalformed, "a plain login without its fields", out);
            channel.text(response, out);
        }
    }

    fn bearer(&self, response: &[u8], channel: &mut Channel, out: &mut dyn Outlet) {
        let (user, mut token) = sasl::bearer(response);
        if sasl::is_web_token(token) {
            channel.text(token, out);
            token = &[];
        }
        channel.login(self.tx, "bearer", (user, token), out);
    }
}
