//! JA4, the TLS client fingerprint of `FoxIO`'s specification (the BSD-licensed member of the family, and the only one here).

use super::{Carrier, ClientHelloView, hex, is_grease};
use sha2::{Digest, Sha256};

const SNI: u16 = 0;
const ALPN: u16 = 16;

/// `t13d1516h2_8daaf6152771_e5627efa2ab1`: carrier, version, SNI, counts, ALPN; hash of the sorted suites; hash of the
/// sorted extensions with the signature algorithms in wire order.
pub fn ja4(hello: &ClientHelloView<'_>) -> String {
    let clean = |list: &[u16]| -> Vec<u16> { list.iter().copied().filter(|value| !is_grease(*value)).collect() };
    let mut suites = clean(hello.suites);
    let mut extensions = clean(hello.extensions);
    let head = format!(
        "{}{}{}{:02}{:02}{}",
        match hello.carrier {
            Carrier::Stream => 't',
            Carrier::Datagrams => 'd',
            Carrier::Quic => 'q',
        },
        version(hello),
        if extensions.contains(&SNI) { 'd' } else { 'i' },
        suites.len().min(99),
        extensions.len().min(99),
        alpn(hello.alpn),
    );
    suites.sort_unstable();
    extensions.retain(|kind| *kind != SNI && *kind != ALPN);
    extensions.sort_unstable();
    let mut offered = list(&extensions);
    let signatures = clean(hello.signatures);
    if !signatures.is_empty() {
        offered.push('_');
        offered.push_str(&list(&signatures));
    }
    let extensions_hash = if extensions.is_empty() { NO_HASH.into() } else { short(&offered) };
    let suites_hash = if suites.is_empty() { NO_HASH.into() } else { short(&list(&suites)) };
    format!("{head}_{suites_hash}_{extensions_hash}")
}

const NO_HASH: &str = "000000000000";

fn list(values: &[u16]) -> String {
    values.iter().map(|value| format!("{value:04x}")).collect::<Vec<_>>().join(",")
}

fn short(text: &str) -> String {
    let mut digest = hex(&Sha256::digest(text.as_bytes()));
    digest.truncate(NO_HASH.len());
    digest
}

/// The highest version offered: from `supported_versions` if it is there, else the legacy field.
fn version(hello: &ClientHelloView<'_>) -> &'static str {
    let offered = hello.versions.iter().copied().filter(|version| !is_grease(*version));
    // The versions of DTLS count down.
    let highest = if hello.carrier == Carrier::Datagrams { offered.min() } else { offered.max() };
    match highest.unwrap_or(hello.version) {
        0x0304 => "13",
        0x0303 => "12",
        0x0302 => "11",
        0x0301 => "10",
        0x0300 => "s3",
        0x0002 => "s2",
        0xfeff => "d1",
        0xfefd => "d2",
        0xfefc => "d3",
        _ => "00",
    }
}

/// First and last character of the first ALPN name; of its hex form if either is not alphanumeric.
fn alpn(name: &[u8]) -> String {
    let (Some(first), Some(last)) = (name.first(), name.last()) else {
        return "00".into();
    };
    if first.is_ascii_alphanumeric() && last.is_ascii_alphanumeric() {
        return [char::from(*first), char::from(*last)].iter().collect();
    }
    let digits = hex(&[*first, *last]);
    digits.chars().next().into_iter().chain(digits.chars().last()).collect()
}
