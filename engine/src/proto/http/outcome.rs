//! What the head of a final response says of the logins in its request, and whether its body may say more.

use crate::message::{Direction, Outcome, Outlet};

/// Longest part of a `Location` that is looked through.
const LOCATION_MAX: usize = 1024;
/// Words with which a field of a `Location` that says that a login failed begins or ends.
const FAILURES: [&[u8]; 8] =
    [b"error", b"fail", b"failed", b"failure", b"invalid", b"denied", b"incorrect", b"unauthorized"];
/// Values of such a field that say the contrary.
const NONE: [&[u8]; 5] = [b"0", b"false", b"no", b"none", b"null"];

/// Tells what the head of a response says of the logins of transaction `tx`, which `requester` sent. In answers that are no
/// refusal or redirection by their status the body has the last word.
pub(in crate::proto) fn tell(requester: Direction, tx: u32, (status, location): (u16, &[u8]), out: &mut dyn Outlet) {
    let outcome = outcome(status, location);
    match status {
        401 | 403 | 407 | 204..=206 => out.outcome(requester, tx, outcome),
        200..=299 | 400..=599 => out.presumed(requester, tx, outcome),
        _ => out.outcome(requester, tx, outcome),
    }
}

/// What status and `Location` (RFC 9110 §10.2.2) say.
pub(in crate::proto) fn outcome(status: u16, location: &[u8]) -> Outcome {
    match status {
        401 | 403 | 407 => Outcome::Rejected,
        300..=399 if says_failed(location) => Outcome::Rejected,
        // 101: what was asked for begins (RFC 9110 §15.2.2).
        101 | 200..=399 => Outcome::Accepted,
        _ => Outcome::Unknown,
    }
}

/// True for a place to which those are sent who failed to log in: `/login?error`, `/auth/failed`, `?status=denied`.
fn says_failed(location: &[u8]) -> bool {
    let location = location.get(..LOCATION_MAX).unwrap_or(location);
    let path = match memchr::memmem::find(location, b"://") {
        Some(at) => location.get(at.saturating_add(3)..).unwrap_or_default(),
        None => location,
    };
    // What stands before the first of these is a host, or nothing.
    let host = path.len() < location.len();
    let fields = path.split(|b| matches!(b, b'/' | b'?' | b'&' | b'#' | b';')).skip(usize::from(host));
    fields.into_iter().any(|field| {
        let (name, value) = field.split_at(leaktap_simd::find(b'=', field).unwrap_or(field.len()));
        let value = value.strip_prefix(b"=").unwrap_or_default();
        let none = NONE.iter().any(|none| value.eq_ignore_ascii_case(none));
        !none && [name, value].into_iter().flat_map(|text| text.split(|b| !b.is_ascii_alphanumeric())).any(is_failure)
    })
}

/// True for `error`, `loginError`, `errorCode`, `invalidCredentials`.
fn is_failure(word: &[u8]) -> bool {
    FAILURES.iter().any(|failure| {
        let begins = word.get(..failure.len()).is_some_and(|w| w.eq_ignore_ascii_case(failure));
        let end = word.len().checked_sub(failure.len()).and_then(|at| word.get(at..));
        begins || end.is_some_and(|w| w.eq_ignore_ascii_case(failure))
    })
}

#[cfg(test)]
mod tests {
    use super::{LOCATION_MAX, outcome};
    use crate::message::Outcome;

    #[test]
    fn a_redirection_may_say_that_a_login_failed() {
        for location in [
            "/login?error",
            "/login?error=1&next=%2Fhome",
            "https://crm.example.cn/auth/failed",
            "/login.jsp?msg=Invalid+password",
            "/login?loginError=true",
            "/?errorCode=5",
            "/access-denied",
            "login;jsessionid=1?invalidCredentials",
        ] {
            assert_eq!(outcome(302, location.as_bytes()), Outcome::Rejected, "{location}");
            assert_eq!(outcome(200, location.as_bytes()), Outcome::Accepted, "{location}: no redirection");
        }
        for location in [
            "/home",
            "",
            "https://error.example.cn/home",
            "https://error.example.cn",
            "/home?error=0",
            "/home?error=false#x",
            "/terrors/mirror",
            &format!("/{}?error", "a".repeat(LOCATION_MAX)),
        ] {
            assert_eq!(outcome(302, location.as_bytes()), Outcome::Accepted, "{location}");
        }
        assert_eq!((outcome(401, b""), outcome(500, b"/login?error")), (Outcome::Rejected, Outcome::Unknown));
    }
}
