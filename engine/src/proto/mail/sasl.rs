//! SASL exchanges (RFC 4422) as mail protocols carry them: one base64 line a step.
//!
//! PLAIN, LOGIN and the bearer mechanisms show a secret; of the others only a name can be read.

use super::channel::Channel;
use super::is;
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

/// What a mechanism shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mechanism {
    /// RFC 4616.
    Plain,
    /// draft-murchison-sasl-login: user, then password.
    Login,
    /// XOAUTH2, and OAUTHBEARER (RFC 7628).
    Bearer,
    /// A challenge response: no readable secret.
    Challenge,
    /// Whatever it is.
    Other,
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
        const CHALLENGES: [&str; 8] =
            ["CRAM-MD5", "DIGEST-MD5", "NTLM", "GSSAPI", "GSS-SPNEGO", "KERBEROS_V4", "SPA", "APOP"];
        let known = CHALLENGES.iter().copied().find(|known| is(name, known));
        let scram = super::starts(name, "SCRAM-").then_some("SCRAM");
        let mechanism = if let Some(challenge) = known.or(scram) {
            channel.odd(Code::ChallengeLogin, &challenge.to_ascii_lowercase(), out);
            Mechanism::Challenge
        } else if is(name, "PLAIN") {
            Mechanism::Plain
        } else if is(name, "LOGIN") {
            Mechanism::Login
        } else if is(name, "XOAUTH2") || is(name, "OAUTHBEARER") {
            Mechanism::Bearer
        } else {
            Mechanism::Other
        };
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
            Mechanism::Challenge | Mechanism::Other => {
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

    /// `[authzid] NUL authcid NUL passwd`; some clients leave the second empty.
    fn plain(&self, response: &[u8], channel: &mut Channel, out: &mut dyn Outlet) {
        let mut fields = response.splitn(3, |byte| *byte == 0);
        let (Some(actor), Some(user), Some(secret)) = (fields.next(), fields.next(), fields.next()) else {
            if !response.is_empty() {
                channel.odd(Code::HeaderMalformed, "a plain login without its fields", out);
                channel.text(response, out);
            }
            return;
        };
        let user = if user.is_empty() { actor } else { user };
        channel.login(self.tx, "plain", (user, strip(secret)), out);
    }

    /// Fields between `^A`: `user=someone`, or `n,a=someone,`; `auth=Bearer token`.
    fn bearer(&self, response: &[u8], channel: &mut Channel, out: &mut dyn Outlet) {
        let (mut user, mut token): (&[u8], &[u8]) = (&[], &[]);
        for field in response.split(|byte| *byte == 1) {
            if let Some(value) = field.strip_prefix(b"user=") {
                user = value;
            } else if let Some(rest) = field.strip_prefix(b"auth=") {
                token = super::split_word(rest).1;
            } else if let Some(name) = field.strip_prefix(b"n,a=") {
                user = name.strip_suffix(b",").unwrap_or(name);
            }
        }
        // A JSON web token is reported once, as such, by whoever scans text.
        if token.starts_with(b"eyJ") && token.split(|byte| *byte == b'.').count() == 3 {
            channel.text(token, out);
            token = &[];
        }
        channel.login(self.tx, "bearer", (user, token), out);
    }
}

/// Without the NULs that some clients send behind a password.
fn strip(secret: &[u8]) -> &[u8] {
    let end = secret.iter().rposition(|byte| *byte != 0).map_or(0, |at| at + 1);
    secret.get(..end).unwrap_or(secret)
}
