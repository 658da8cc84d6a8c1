//! SIP (RFC 3261) over UDP and TCP: who calls whom, what is agreed on (SDP), messages (RFC 3428), contact cards.
//!
//! Heads are told as header fields, with the request line: numbers and addresses stand under `to`, `from`, `contact`,
//! `p-asserted-identity`. Bodies are content of their own, by their type (SDP, text, multipart, vCard, PIDF). Basic logins
//! and passwords in URIs are logins, with the status of the final response as outcome; Digest is challenge-response.
//! Requests and responses are paired by Call-ID and `CSeq`; either side may ask.
//!
//! Over TCP, Content-Length tells where a message ends (§18.3); without it there is no body. Over UDP a message ends with
//! its datagram. After a gap within a head, text passes as it is until a line is a request or status line. Compact names
//! of header fields (§7.3.3) are known where they matter. Media (RTP) flows of their own are not announced.
//!
//! Limits: `Limits::head_bytes` for a head, `Limits::pipeline_depth` requests that wait for their final response.

mod head;
mod session;

#[cfg(test)]
mod tests;

use super::banner::line::{first_line, is, is_number, words};
use super::{Probe, Protocol, Transport};
use crate::message::Direction;
pub(super) use session::{Flavour, Session};

/// The registry's entry.
pub const PROTOCOL: Protocol = Protocol {
    name: "sip",
    title: "SIP: calls, messages, session descriptions",
    transports: &[Transport::Tcp, Transport::Udp],
    probe,
    parser: Some(|limits, transport| Box::new(Session::new(&SIP, limits, transport))),
};

static SIP: Flavour = Flavour {
    name: "sip",
    request: "sip.request",
    response: "sip.response",
    versions: &["SIP/2.0"],
    schemes: &[b"sip:", b"sips:", b"tel:", b"urn:", b"im:", b"pres:"],
    called: true,
    interleaved: false,
};

/// Request or status line (RFC 3261 §7.1, §7.2), behind the empty lines that keep a connection alive (RFC 5626 §4.4.1).
fn probe(_: Direction, data: &[u8], _: (u16, u16)) -> Probe {
    const EMPTY_LINES: usize = 16;
    let blank = data.iter().take(EMPTY_LINES).take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
    let data = data.get(blank..).unwrap_or_default();
    let openings = [
        "INVITE ",
        "REGISTER ",
        "OPTIONS ",
        "ACK ",
        "BYE ",
        "CANCEL ",
        "SUBSCRIBE ",
        "NOTIFY ",
        "MESSAGE ",
        "INFO ",
        "PUBLISH ",
        "REFER ",
        "UPDATE ",
        "PRACK ",
        "SIP/2.0 ",
    ];
    first_line(data, &openings, |line| match words(line).as_slice() {
        [b"SIP/2.0", code, ..] => code.len() == 3 && is_number(code),
        [_, uri, version] => {
            is(version, "SIP/2.0")
                && [&b"sip:"[..], b"sips:", b"tel:", b"urn:"].iter().any(|scheme| uri.starts_with(scheme))
        }
        _ => false,
    })
}
