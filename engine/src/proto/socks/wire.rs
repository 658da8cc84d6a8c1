//! Messages of both versions, as far as they are there.

use crate::proto::reader::Reader;
use std::borrow::Cow;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Commands (RFC 1928 §4); version 4 has the first two.
pub(super) const CONNECT: u8 = 1;
pub(super) const BIND: u8 = 2;
/// Longest user, and longest name, of version 4, which ends them with zero.
const TEXT_MAX: usize = 255;

/// What stands at the front of the bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece<T> {
    /// It, whole.
    Whole(T),
    /// Its beginning.
    More,
    /// Something else.
    Not,
}

/// What a client asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Request<'a> {
    pub command: u8,
    /// The target's name or address; empty for the address that is none, 0.0.0.0 or ::.
    pub target: Cow<'a, [u8]>,
    /// The user of version 4.
    pub user: &'a [u8],
    /// Bytes of it.
    pub len: usize,
}

/// A request of version 5 (RFC 1928 §4).
pub(super) fn request5(data: &[u8]) -> Piece<Request<'_>> {
    match head5(data, 1..=3) {
        Piece::Whole((command, target, len)) => {
            Piece::Whole(Request { command, target: target.written(), user: &[], len })
        }
        Piece::More => Piece::More,
        Piece::Not => Piece::Not,
    }
}

/// A reply of version 5 (RFC 1928 §6): whether it is granted, and its bytes.
pub(super) fn reply5(data: &[u8]) -> Piece<(bool, usize)> {
    match head5(data, 0..=8) {
        Piece::Whole((code, _, len)) => Piece::Whole((code == 0, len)),
        Piece::More => Piece::More,
        Piece::Not => Piece::Not,
    }
}

/// Version, a code among `codes`, zero, address and port: the code, the address, the length.
fn head5(data: &[u8], codes: std::ops::RangeInclusive<u8>) -> Piece<(u8, Target<'_>, usize)> {
    let (code, kind) = match data {
        [5, code, 0, kind, ..] if codes.contains(code) => (*code, *kind),
        [] | [5] | [5, _] | [5, _, 0] => return Piece::More,
        _ => return Piece::Not,
    };
    let mut reader = Reader::new(data.get(4..).unwrap_or_default());
    let read = match kind {
        1 => reader.array().map(|octets: [u8; 4]| Target::At(Ipv4Addr::from(octets).into())),
        3 => reader.block8().map(|name| Target::Named(name.rest())),
        4 => reader.array().map(|octets: [u8; 16]| Target::At(Ipv6Addr::from(octets).into())),
        _ => return Piece::Not,
    };
    match (read, reader.u16()) {
        (Some(name), Some(_)) => Piece::Whole((code, name, data.len() - reader.len())),
        _ => Piece::More,
    }
}

/// Where a connection goes.
#[derive(Clone, Copy, Debug)]
enum Target<'a> {
    Named(&'a [u8]),
    At(IpAddr),
}

impl<'a> Target<'a> {
    /// As text; the address that stands for none is empty.
    fn written(self) -> Cow<'a, [u8]> {
        match self {
            Self::Named(name) => Cow::Borrowed(name),
            Self::At(address) if address.is_unspecified() => Cow::Borrowed(&[]),
            Self::At(address) => Cow::Owned(address.to_string().into_bytes()),
        }
    }
}

/// User and password (RFC 1929 §2), and their bytes.
pub(super) fn login(data: &[u8]) -> Piece<(&[u8], &[u8], usize)> {
    let mut reader = Reader::new(data);
    match reader.u8() {
        None => return Piece::More,
        Some(1) => {}
        Some(_) => return Piece::Not,
    }
    let (Some(user), Some(secret)) = (reader.block8(), reader.block8()) else { return Piece::More };
    Piece::Whole((user.rest(), secret.rest(), data.len() - reader.len()))
}

/// A request of version 4: command, port, address, user; of 4a, whose address is 0.0.0.x, a name behind it.
pub(super) fn request4(data: &[u8]) -> Piece<Request<'_>> {
    let (command, port, address) = match data {
        [4, command @ (CONNECT | BIND), p, q, a, b, c, d, ..] => (*command, (*p, *q), [*a, *b, *c, *d]),
        [] | [4] => return Piece::More,
        [4, CONNECT | BIND, rest @ ..] if rest.len() < 6 => return Piece::More,
        _ => return Piece::Not,
    };
    let named = address.first_chunk::<3>() == Some(&[0; 3]) && address != [0; 4];
    if port == (0, 0) || (address.first() == Some(&0) && !named) {
        return Piece::Not;
    }
    let rest = data.get(8..).unwrap_or_default();
    let (user, behind) = match text(rest) {
        Piece::Whole(user) => (user, rest.get(user.len() + 1..).unwrap_or_default()),
        Piece::More => return Piece::More,
        Piece::Not => return Piece::Not,
    };
    let (target, behind) = if named {
        match text(behind) {
            Piece::Whole([]) | Piece::Not => return Piece::Not,
            Piece::Whole(name) => (Target::Named(name), behind.get(name.len() + 1..).unwrap_or_default()),
            Piece::More => return Piece::More,
        }
    } else {
        (Target::At(Ipv4Addr::from(address).into()), behind)
    };
    Piece::Whole(Request { command, target: target.written(), user, len: data.len() - behind.len() })
}

/// Printable text up to a zero.
fn text(data: &[u8]) -> Piece<&[u8]> {
    let shown = data.get(..TEXT_MAX + 1).unwrap_or(data);
    let end = memchr::memchr(0, shown);
    let text = shown.get(..end.unwrap_or(shown.len())).unwrap_or(shown);
    if !text.iter().all(|byte| byte.is_ascii_graphic() || *byte >= 0x80) || (end.is_none() && text.len() > TEXT_MAX) {
        return Piece::Not;
    }
    if end.is_some() { Piece::Whole(text) } else { Piece::More }
}

/// A reply of version 4: whether it is granted, and its eight bytes.
pub(super) fn reply4(data: &[u8]) -> Piece<(bool, usize)> {
    match data {
        [0, code @ 90..=93, rest @ ..] if rest.len() >= 6 => Piece::Whole((*code == 90, 8)),
        [] | [0] | [0, 90..=93, ..] => Piece::More,
        _ => Piece::Not,
    }
}
