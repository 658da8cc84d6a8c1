//! Packets and their attributes (RFC 2865 §3, §5; RFC 2866 §5; RFC 2869 §5; RFC 2868 §3; RFC 4372, 5580).

use crate::proto::reader::Reader;
use std::borrow::Cow;

/// Code, identifier, length, authenticator.
pub(super) const HEADER: usize = 20;
/// Longest packet.
const PACKET_MAX: usize = 4096;

/// An attribute that matters.
#[derive(Debug)]
pub(super) enum Attribute<'a> {
    /// Text under its name.
    Text(Cow<'static, str>, &'a [u8]),
    /// A password that cannot be read, and how it is hidden.
    Hidden(&'static str),
    /// A piece of an EAP packet.
    Eap(&'a [u8]),
}

/// Code, identifier, attributes, and what stands behind the packet.
pub(super) fn read(data: &[u8]) -> Option<(u8, u8, &[u8], &[u8])> {
    let mut reader = Reader::new(data);
    let (code, id, len) = (reader.u8()?, reader.u8()?, usize::from(reader.u16()?));
    let (packet, rest) = data.split_at_checked(len).filter(|_| (HEADER..=PACKET_MAX).contains(&len))?;
    let attributes = packet.get(HEADER..)?;
    let mut whole = Reader::new(attributes);
    while !whole.is_empty() {
        let (_, size) = (whole.u8()?, usize::from(whole.u8()?));
        whole.take(size.checked_sub(2)?)?;
    }
    Some((code, id, attributes, rest))
}

/// Tells every attribute that may hold text or a login.
pub(super) fn each<'a>(attributes: &'a [u8], tell: &mut dyn FnMut(Attribute<'a>)) {
    let mut reader = Reader::new(attributes);
    while let Some((kind, value)) = next(&mut reader) {
        match kind {
            2 => tell(Attribute::Hidden("user-password")),
            3 => tell(Attribute::Hidden("chap")),
            69 => tell(Attribute::Hidden("tunnel-password")),
            79 => tell(Attribute::Eap(value)),
            26 => vendor(value, tell),
            // Binary by definition: numbers, addresses, authenticators.
            4..=10 | 12..=16 | 23 | 27..=29 | 37 | 38 | 40..=43 | 45..=49 | 51..=53 | 55 | 60..=62 | 80 => {}
            kind => {
                let name = name(kind);
                // A tag may stand before texts of tunnels (RFC 2868 §3).
                let tagged = matches!(kind, 66 | 67 | 81 | 82 | 83 | 90 | 91);
                let value = match value.split_first() {
                    Some((0..=0x1f, text)) if tagged => text,
                    _ => value,
                };
                let told = name.map_or_else(|| Cow::Owned(format!("attribute-{kind}")), Cow::Borrowed);
                tell(Attribute::Text(told, value));
            }
        }
    }
}

fn next<'a>(reader: &mut Reader<'a>) -> Option<(u8, &'a [u8])> {
    let (kind, size) = (reader.u8()?, usize::from(reader.u8()?));
    Some((kind, reader.take(size.checked_sub(2)?)?))
}

/// Vendor-Specific (RFC 2865 §5.26): most vendors have attributes of the same shape within.
fn vendor<'a>(value: &'a [u8], tell: &mut dyn FnMut(Attribute<'a>)) {
    let mut reader = Reader::new(value);
    let Some(vendor) = reader.u32() else { return };
    let whole = reader.rest();
    let mut seen = false;
    while let Some((kind, value)) = next(&mut reader) {
        seen = true;
        match (vendor, kind) {
            (311, 1 | 11 | 25) => tell(Attribute::Hidden("ms-chap")),
            // Keys (RFC 2548 §2.4).
            (311, 12 | 16 | 17) => {}
            _ => {
                let name = match (vendor, kind) {
                    (9, 1) => "cisco-avpair",
                    (10415, 1) => "3gpp-imsi",
                    (10415, 20) => "3gpp-imeisv",
                    (14988, 8) => "mikrotik-group",
                    _ => "",
                };
                let told =
                    if name.is_empty() { Cow::Owned(format!("vendor-{vendor}-{kind}")) } else { Cow::Borrowed(name) };
                tell(Attribute::Text(told, value));
            }
        }
    }
    if !seen || !reader.is_empty() {
        tell(Attribute::Text(Cow::Owned(format!("vendor-{vendor}")), whole));
    }
}

/// The identity of an EAP response (RFC 3748 §5.1).
pub(super) fn identity(eap: &[u8]) -> Option<&[u8]> {
    let [2, _, _, _, 1, identity @ ..] = eap else { return None };
    Some(identity).filter(|identity| !identity.is_empty())
}

/// Names of attributes that hold text.
fn name(kind: u8) -> Option<&'static str> {
    Some(match kind {
        1 => "user-name",
        11 => "filter-id",
        18 => "reply-message",
        19 => "callback-number",
        20 => "callback-id",
        22 => "framed-route",
        24 => "state",
        25 => "class",
        30 => "called-station-id",
        31 => "calling-station-id",
        32 => "nas-identifier",
        33 => "proxy-state",
        34 => "login-lat-service",
        35 => "login-lat-node",
        44 => "acct-session-id",
        50 => "acct-multi-session-id",
        63 => "login-lat-port",
        66 => "tunnel-client-endpoint",
        67 => "tunnel-server-endpoint",
        68 => "acct-tunnel-connection",
        74 => "arap-security-data",
        77 => "connect-info",
        78 => "configuration-token",
        81 => "tunnel-private-group-id",
        82 => "tunnel-assignment-id",
        84 => "arap-challenge-response",
        87 => "nas-port-id",
        88 => "framed-pool",
        89 => "chargeable-user-identity",
        90 => "tunnel-client-auth-id",
        91 => "tunnel-server-auth-id",
        92 => "nas-filter-rule",
        99 => "framed-ipv6-route",
        100 => "framed-ipv6-pool",
        126 => "operator-name",
        _ => return None,
    })
}
