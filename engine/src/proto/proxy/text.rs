//! Version 1 (§2.1): `PROXY TCP4 192.0.2.1 198.51.100.1 56324 443\r\n`.

use super::{Reading, Told};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Longest line, its line end included.
const LINE_MAX: usize = 107;
const TAGS: [&[u8]; 3] = [b"PROXY TCP4 ", b"PROXY TCP6 ", b"PROXY UNKNOWN"];

pub(super) fn read(data: &[u8]) -> Reading {
    let begins = |tag: &&[u8]| data.iter().zip(tag.iter()).all(|(a, b)| a == b);
    let Some(tag) = TAGS.iter().find(|tag| begins(tag)) else { return Reading::No };
    let shown = data.get(..LINE_MAX.min(data.len())).unwrap_or(data);
    let Some(end) = shown.windows(2).position(|pair| pair == b"\r\n") else {
        return if data.len() < LINE_MAX { Reading::NeedMore } else { Reading::Malformed("version 1: no line end") };
    };
    if end < tag.len() {
        return Reading::No;
    }
    let told = shown.get(..end).and_then(|line| std::str::from_utf8(line).ok()).and_then(line);
    told.map_or(Reading::Malformed("version 1: addresses or ports"), |told| Reading::Header { len: end + 2, told })
}

fn line(line: &str) -> Option<Told> {
    let mut words = line.split(' ').skip(1);
    let family = words.next()?;
    if family == "UNKNOWN" {
        // Whatever stands behind it must be ignored.
        return Some(Told::Nobody);
    }
    let (from, to) = (words.next()?, words.next()?);
    let (from, to): (IpAddr, IpAddr) = match family {
        "TCP4" => (from.parse::<Ipv4Addr>().ok()?.into(), to.parse::<Ipv4Addr>().ok()?.into()),
        "TCP6" => (from.parse::<Ipv6Addr>().ok()?.into(), to.parse::<Ipv6Addr>().ok()?.into()),
        _ => return None,
    };
    let (port, _) = (port(words.next()?)?, port(words.next()?)?);
    (words.next().is_none() && from.is_ipv4() == to.is_ipv4()).then_some(Told::Client(from.to_canonical(), port))
}

/// Decimal, without leading zeros or signs.
fn port(word: &str) -> Option<u16> {
    let plain = word.bytes().all(|b| b.is_ascii_digit()) && (word == "0" || !word.starts_with('0'));
    plain.then(|| word.parse().ok()).flatten()
}
