//! Logins: SASL in `saslStart`, `saslContinue` and in a client's hello, passwords in commands that make users.

use super::page::Page;
use crate::anomaly::Code;
use crate::message::{Credential, Direction, Outlet};
use crate::proto::rows::{printable, shown};
use crate::proto::sasl::{self, Mechanism};

/// Reads what a command says of a login, in the exchange under way; true if its reply tells what became of it.
pub(super) fn read(
    exchange: &mut Mechanism,
    dir: Direction,
    page: &mut Page,
    user: &mut String,
    out: &mut dyn Outlet,
) -> bool {
    let facts = std::mem::take(&mut page.facts);
    if facts.starts {
        *exchange = Mechanism::named(&facts.mechanism);
        if let Mechanism::Challenge(name) = *exchange {
            out.anomaly(dir, Code::ChallengeLogin, name);
        }
    }
    match &*facts.command {
        b"authenticate" if facts.mechanism.is_empty() || facts.mechanism == b"MONGODB-CR" => {
            out.anomaly(dir, Code::ChallengeLogin, "mongodb-cr");
            *user = shown(&facts.user, "");
            false
        }
        b"createUser" | b"updateUser" if !facts.secret.is_empty() => {
            tell(page, "password", &facts.user, &facts.secret, out);
            true
        }
        _ if facts.secret.is_empty() => false,
        _ => payload(*exchange, page, &facts.secret, user, out),
    }
}

fn payload(exchange: Mechanism, page: &mut Page, payload: &[u8], user: &mut String, out: &mut dyn Outlet) -> bool {
    match exchange {
        Mechanism::Plain => {
            let Some((name, secret)) = sasl::plain(payload) else {
                page.aside("payload", &printable(payload), out);
                return false;
            };
            *user = shown(name, "");
            tell(page, "plain", name, secret, out);
            true
        }
        Mechanism::Challenge(_) => {
            // RFC 5802 §7: n,,n=user,r=nonce
            let mut fields = payload.split(|byte| *byte == b',');
            if let Some(name) = fields.find_map(|field| field.strip_prefix(b"n=")) {
                *user = shown(name, "");
                page.aside("user", name, out);
            }
            false
        }
        _ => {
            page.aside("payload", &printable(payload), out);
            false
        }
    }
}

fn tell(page: &mut Page, scheme: &'static str, user: &[u8], secret: &[u8], out: &mut dyn Outlet) {
    page.credential(Credential { scheme, user, secret, path: "", confidence: 95, awaits_outcome: true }, out);
}
