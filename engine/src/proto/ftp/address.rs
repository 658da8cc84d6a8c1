//! Where a data connection will go: PORT, PASV (RFC 959 §4.1.2), EPRT, EPSV (RFC 2428).

use std::net::{IpAddr, Ipv4Addr};

/// An announced listener; without an address it is that of whoever announced it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Listener {
    pub(crate) addr: Option<IpAddr>,
    pub(crate) port: u16,
}

/// Longest line that is read for an address.
const LINE_MAX: usize = 512;

/// The listener that a line announces, if it does: a reply 227 or 229, a command PORT or EPRT. The second answer is
/// true where the server will listen.
pub(crate) fn announced(line: &[u8]) -> Option<(Listener, bool)> {
    let line = line.get(..line.len().min(LINE_MAX))?;
    let line = line.split(|byte| *byte == b'\n').next()?;
    let (word, rest) = line.split_first_chunk::<4>()?;
    let rest = rest.trim_ascii();
    if word == b"227 " {
        return host_port(rest.get(rest.iter().position(|byte| *byte == b'(').map_or(0, |at| at + 1)..)?)
            .or_else(|| host_port(rest.get(rest.iter().position(u8::is_ascii_digit)?..)?))
            .map(|listener| (listener, true));
    }
    if word == b"229 " {
        let start = rest.iter().position(|byte| *byte == b'(')?;
        return extended(rest.get(start.checked_add(1)?..)?).map(|listener| (listener, true));
    }
    if word.eq_ignore_ascii_case(b"PORT") {
        return host_port(rest).map(|listener| (listener, false));
    }
    if word.eq_ignore_ascii_case(b"EPRT") {
        return extended(rest).map(|listener| (listener, false));
    }
    None
}

/// `h1,h2,h3,h4,p1,p2`.
fn host_port(text: &[u8]) -> Option<Listener> {
    let mut bytes = [0u8; 6];
    let mut fields = text.split(|byte| *byte == b',');
    for byte in &mut bytes {
        let field = fields.next()?.trim_ascii();
        let digits = field.iter().take_while(|digit| digit.is_ascii_digit()).count();
        let number = field.get(..digits).filter(|number| (1..=3).contains(&number.len()))?;
        *byte = std::str::from_utf8(number).ok()?.parse().ok()?;
    }
    let [a, b, c, d, high, low] = bytes;
    listener(Some(IpAddr::V4(Ipv4Addr::new(a, b, c, d))), u16::from_be_bytes([high, low]))
}

/// `|net-prt|net-addr|tcp-port|`, the first two perhaps empty; any delimiter.
fn extended(text: &[u8]) -> Option<Listener> {
    let (delimiter, rest) = text.split_first()?;
    let mut fields = rest.split(|byte| byte == delimiter);
    let (_, addr, port) = (fields.next()?, fields.next()?, fields.next()?);
    let addr = if addr.is_empty() { None } else { Some(std::str::from_utf8(addr).ok()?.parse().ok()?) };
    let port = std::str::from_utf8(port).ok()?.parse().ok()?;
    listener(addr, port)
}

/// Privileged ports but FTP's own are not for data; an address of zeros says nothing.
fn listener(addr: Option<IpAddr>, port: u16) -> Option<Listener> {
    (port >= 1024 || port == 20).then(|| Listener { addr: addr.filter(|addr| !addr.is_unspecified()), port })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(line: &str) -> Option<(String, bool)> {
        announced(line.as_bytes()).map(|(told, server)| {
            (told.addr.map_or("-".into(), |a| a.to_string()) + " " + &told.port.to_string(), server)
        })
    }

    #[test]
    fn announcements_are_read_in_all_their_forms() {
        let some = |text: &str, server| Some((text.to_owned(), server));
        assert_eq!(of("227 Entering Passive Mode (203,0,113,10,195,96).\r\n"), some("203.0.113.10 50016", true));
        assert_eq!(of("227 =203,0,113,10,195,96"), some("203.0.113.10 50016", true));
        assert_eq!(of("227 Passive (0,0,0,0,195,96)"), some("- 50016", true));
        assert_eq!(of("229 Entering Extended Passive Mode (|||38141|)"), some("- 38141", true));
        assert_eq!(of("port 10,20,0,168,147,147\r\n"), some("10.20.0.168 37779", false));
        assert_eq!(of("EPRT |2|2001:db8::5|5282|\r\n"), some("2001:db8::5 5282", false));
        for odd in ["227 Entering (1,2,3)", "229 (|||x|)", "PORT 1,2,3,4,0,22", "EPRT ||", "227", "PORTAL 1,2,3,4,5,6"]
        {
            assert_eq!(of(odd), None, "{odd}");
        }
    }
}
