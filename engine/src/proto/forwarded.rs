//! For whom a proxy says that it forwards a request: `X-Forwarded-For`, `X-Real-IP`, and `Forwarded` (RFC 7239).
//!
//! Every proxy appends whom it heard from, so the chain is read from its end, and only as far as its writers are believed.
//! Limit: the last [`HOPS_MAX`] hops.

use std::net::{IpAddr, Ipv6Addr};

/// Hops that are read, from the last.
const HOPS_MAX: usize = 32;

/// The client of a request: the first address, from the right, that is no `trusted` proxy. If all of them are trusted, or
/// one of them hides (`unknown`, `_name`, garbage), it is the farthest that a trusted one vouched for. `None`: not even the
/// last hop is an address. `field` is the lower-case name of the header field, `value` its lines joined with commas.
pub fn client(field: &str, value: &[u8], trusted: impl Fn(IpAddr) -> bool) -> Option<IpAddr> {
    let mut farthest = None;
    for element in elements(value).into_iter().rev().take(HOPS_MAX) {
        let hop = if field == "forwarded" { forwarded_for(element) } else { node(element) };
        let Some(addr) = hop else { break };
        farthest = Some(addr);
        if !trusted(addr) {
            break;
        }
    }
    farthest
}

/// Splits at commas outside of quoted strings (RFC 9110 §5.6.1). An unclosed quote reaches to the end.
fn elements(value: &[u8]) -> Vec<&[u8]> {
    split(value, b',').into_iter().map(<[u8]>::trim_ascii).filter(|element| !element.is_empty()).collect()
}

fn split(value: &[u8], at: u8) -> Vec<&[u8]> {
    let (mut quoted, mut escaped) = (false, false);
    value
        .split(|byte| {
            let was = std::mem::take(&mut escaped);
            match byte {
                b'"' if !was => quoted = !quoted,
                b'\\' if quoted && !was => escaped = true,
                _ => {}
            }
            *byte == at && !quoted
        })
        .collect()
}

/// The `for` parameter of an element of `Forwarded` (RFC 7239 §4): `for="[2001:db8::1]:4711";proto=https`.
fn forwarded_for(element: &[u8]) -> Option<IpAddr> {
    let mut found = None;
    for pair in split(element, b';') {
        let Some(equals) = pair.iter().position(|byte| *byte == b'=') else { continue };
        let (name, value) = pair.split_at_checked(equals)?;
        if name.trim_ascii().eq_ignore_ascii_case(b"for") {
            if found.is_some() {
                // Each parameter occurs once: twice, nobody knows which.
                return None;
            }
            found = Some(node(value.get(1..)?.trim_ascii())?);
        }
    }
    found
}

/// An address with or without a port, brackets, quotes (RFC 7239 §6).
fn node(text: &[u8]) -> Option<IpAddr> {
    let text = text.strip_prefix(b"\"").and_then(|rest| rest.strip_suffix(b"\"")).unwrap_or(text);
    let text = std::str::from_utf8(text).ok()?;
    if let Some(rest) = text.strip_prefix('[') {
        let (addr, port) = rest.split_once(']')?;
        let addr = addr.parse::<Ipv6Addr>().ok()?;
        return (port.is_empty() || is_port(port.strip_prefix(':')?)).then_some(addr.to_canonical());
    }
    if let Ok(addr) = text.parse::<IpAddr>() {
        return Some(addr.to_canonical());
    }
    let (addr, port) = text.rsplit_once(':')?;
    let addr = addr.parse::<std::net::Ipv4Addr>().ok()?;
    is_port(port).then_some(addr.into())
}

/// Digits, or an obfuscated port (RFC 7239 §6): `_name`.
fn is_port(port: &str) -> bool {
    let is = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
    match port.strip_prefix('_') {
        Some(name) => !name.is_empty() && name.bytes().all(is),
        None => (1..=5).contains(&port.len()) && port.bytes().all(|byte| byte.is_ascii_digit()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(field: &str, value: &str) -> Option<String> {
        let trusted = |addr: IpAddr| addr.to_string().starts_with("10.");
        client(field, value.as_bytes(), trusted).map(|addr| addr.to_string())
    }

    #[test]
    fn the_chain_is_read_from_the_right_as_far_as_it_is_believed() {
        let xff = |value| of("x-forwarded-for", value);
        assert_eq!(xff("203.0.113.9").as_deref(), Some("203.0.113.9"));
        assert_eq!(xff("1.2.3.4, 203.0.113.9, 10.0.0.2").as_deref(), Some("203.0.113.9"));
        assert_eq!(xff("10.0.0.3, 10.0.0.2").as_deref(), Some("10.0.0.3"));
        assert_eq!(xff("1.2.3.4, unknown, 10.0.0.2").as_deref(), Some("10.0.0.2"));
        assert_eq!(xff("1.2.3.4, garbage"), None);
        assert_eq!(xff(", ,"), None);
        assert_eq!(xff("203.0.113.9:8080").as_deref(), Some("203.0.113.9"));
        assert_eq!(xff("[2001:db8::7]:443").as_deref(), Some("2001:db8::7"));
        assert_eq!(xff("2001:db8::7").as_deref(), Some("2001:db8::7"));
        assert_eq!(xff("::ffff:203.0.113.9").as_deref(), Some("203.0.113.9"));
        assert_eq!(xff("203.0.113.9:99x"), None);
        assert_eq!(xff(&format!("203.0.113.9{}", ",10.0.0.1".repeat(40))).as_deref(), Some("10.0.0.1"));
    }

    #[test]
    fn forwarded_is_read_with_its_quotes_and_hidden_names() {
        let of = |value| of("forwarded", value);
        assert_eq!(of("for=192.0.2.60;proto=http;by=203.0.113.43").as_deref(), Some("192.0.2.60"));
        assert_eq!(of(r#"For="[2001:db8:cafe::17]:4711""#).as_deref(), Some("2001:db8:cafe::17"));
        assert_eq!(of(r#"for=192.0.2.43, for="10.0.0.1:_p""#).as_deref(), Some("192.0.2.43"));
        assert_eq!(of("for=_SEVKISEK"), None);
        assert_eq!(of("for=192.0.2.43, for=unknown"), None);
        assert_eq!(of("for=192.0.2.43, by=10.0.0.1"), None);
        assert_eq!(of("for=1.1.1.1;for=2.2.2.2"), None);
        // A comma in a quoted string ends no element, and an open quote swallows the rest.
        assert_eq!(of(r#"for="192.0.2.1, for=192.0.2.2"#), None);
        assert_eq!(of(r#"for=192.0.2.1;x="a\",for=9.9.9.9""#).as_deref(), Some("192.0.2.1"));
    }
}
