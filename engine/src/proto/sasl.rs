//! SASL mechanisms (RFC 4422): which of them show a secret, and where it stands in the client's response.

use crate::message::Outlet;

/// What a mechanism shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mechanism {
    /// RFC 4616.
    Plain,
    /// draft-murchison-sasl-login: user, then password.
    Login,
    /// XOAUTH2, and OAUTHBEARER (RFC 7628).
    Bearer,
    /// A challenge response: no readable secret; its name.
    Challenge(&'static str),
    /// Whatever it is.
    Other,
}

impl Mechanism {
    /// By its name, in any case.
    pub(super) fn named(name: &[u8]) -> Self {
        const CHALLENGES: [(&str, &str); 10] = [
            ("CRAM-MD5", "cram-md5"),
            ("DIGEST-MD5", "digest-md5"),
            ("NTLM", "ntlm"),
            ("GSSAPI", "gssapi"),
            ("GSS-SPNEGO", "gss-spnego"),
            ("KERBEROS_V4", "kerberos_v4"),
            ("SPA", "spa"),
            ("APOP", "apop"),
            ("RABBIT-CR-DEMO", "rabbit-cr-demo"),
            ("ANONYMOUS", ""),
        ];
        let is = |known: &str| name.eq_ignore_ascii_case(known.as_bytes());
        if name.get(..6).is_some_and(|start| start.eq_ignore_ascii_case(b"SCRAM-")) {
            return Self::Challenge("scram");
        }
        match CHALLENGES.into_iter().find(|(known, _)| is(known)) {
            Some((_, "")) => Self::Other,
            Some((_, name)) => Self::Challenge(name),
            None if is("PLAIN") => Self::Plain,
            None if is("LOGIN") => Self::Login,
            None if is("XOAUTH2") || is("OAUTHBEARER") => Self::Bearer,
            None => Self::Other,
        }
    }
}

/// User and password of `[authzid] NUL authcid NUL passwd`; some clients leave the second empty.
pub(super) fn plain(response: &[u8]) -> Option<(&[u8], &[u8])> {
    let mut fields = response.splitn(3, |byte| *byte == 0);
    let (actor, user, secret) = (fields.next()?, fields.next()?, fields.next()?);
    Some((if user.is_empty() { actor } else { user }, strip(secret)))
}

/// User and token of fields between `^A`: `user=someone`, or `n,a=someone,`; `auth=Bearer token`.
pub(super) fn bearer(response: &[u8]) -> (&[u8], &[u8]) {
    let (mut user, mut token): (&[u8], &[u8]) = (&[], &[]);
    for field in response.split(|byte| *byte == 1) {
        if let Some(value) = field.strip_prefix(b"user=") {
            user = value;
        } else if let Some(rest) = field.strip_prefix(b"auth=") {
            let space = memchr::memchr(b' ', rest).map_or(rest.len(), |at| at.saturating_add(1));
            token = rest.get(space..).unwrap_or_default().trim_ascii_start();
        } else if let Some(name) = field.strip_prefix(b"n,a=") {
            user = name.strip_suffix(b",").unwrap_or(name);
        }
    }
    (user, token)
}

/// A JSON web token is reported once, as such, by whoever scans text.
pub(super) fn is_web_token(token: &[u8]) -> bool {
    token.starts_with(b"eyJ") && token.split(|byte| *byte == b'.').count() == 3
}

/// Without the NULs that some clients send behind a password.
pub(super) fn strip(secret: &[u8]) -> &[u8] {
    let end = secret.iter().rposition(|byte| *byte != 0).map_or(0, |at| at.saturating_add(1));
    secret.get(..end).unwrap_or(secret)
}

/// What a login that came in one response shows: scheme, user and secret. A web token, or a response without its fields,
/// goes to `text` instead.
pub(super) fn read<'a>(
    mechanism: Mechanism,
    response: &'a [u8],
    out: &mut dyn Outlet,
    text: impl FnOnce(&[u8], &mut dyn Outlet),
) -> Option<(&'static str, &'a [u8], &'a [u8])> {
    match mechanism {
        Mechanism::Plain => {
            let read = plain(response).map(|(user, secret)| ("plain", user, secret));
            if read.is_none() && !response.is_empty() {
                text(response, out);
            }
            read
        }
        Mechanism::Bearer => {
            let (user, token) = bearer(response);
            let web = is_web_token(token);
            if web {
                text(token, out);
            }
            (!web && !token.is_empty()).then_some(("bearer", user, token))
        }
        _ => None,
    }
}
