//! RTSP 1.0 and 2.0 over TCP (RFC 2326, RFC 7826): heads as header fields, session descriptions and parameters as content.
//!
//! Cameras ask for Basic logins: they are logins, with the status of the response as outcome, and so are passwords in
//! `rtsp://` addresses; Digest is challenge-response. Requests and responses are paired by `CSeq`; either side may ask.
//! Media frames between messages (RFC 2326 §10.12) are passed over. Everything else is as with SIP
//! ([`sip`](super::sip)), limits included.

#[cfg(test)]
mod tests;

use super::banner::line::{first_line, is_any, is_number, words};
use super::sip::{Flavour, Session};
use super::{Probe, Protocol, Transport};
use crate::message::Direction;

/// The registry's entry.
pub const PROTOCOL: Protocol = Protocol {
    name: "rtsp",
    title: "RTSP: heads, descriptions, logins",
    transports: &[Transport::Tcp],
    probe,
    parser: Some(|limits, transport| Box::new(Session::new(&RTSP, limits, transport))),
};

static RTSP: Flavour = Flavour {
    name: "rtsp",
    request: "rtsp.request",
    response: "rtsp.response",
    versions: &["RTSP/1.0", "RTSP/2.0"],
    schemes: &[b"rtsp:", b"rtsps:", b"rtspu:", b"*"],
    called: false,
    interleaved: true,
};

/// Request or status line (RFC 2326 §6.1, §7.1; RFC 7826).
fn probe(_: Direction, data: &[u8], _: (u16, u16)) -> Probe {
    let openings = [
        "OPTIONS ",
        "DESCRIBE ",
        "SETUP ",
        "PLAY ",
        "PAUSE ",
        "TEARDOWN ",
        "ANNOUNCE ",
        "RECORD ",
        "GET_PARAMETER ",
        "SET_PARAMETER ",
        "RTSP/1.0 ",
        "RTSP/2.0 ",
    ];
    first_line(data, &openings, |line| match words(line).as_slice() {
        [b"RTSP/1.0" | b"RTSP/2.0", code, ..] => code.len() == 3 && is_number(code),
        [_, uri, version] => is_any(version, &["RTSP/1.0", "RTSP/2.0"]) && (uri.starts_with(b"rtsp") || *uri == b"*"),
        _ => false,
    })
}
