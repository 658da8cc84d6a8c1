//! The engine's first word on a negotiated transport; policy has the last.

use super::record::{SSL2, TLCP};
use super::suites::Suite;

/// Name of a protocol version as records show it; empty if it is none we know.
pub const fn version_name(version: u16) -> &'static str {
    match version {
        SSL2 => "SSLv2",
        0x0300 => "SSLv3",
        0x0301 => "TLSv1.0",
        0x0302 => "TLSv1.1",
        0x0303 => "TLSv1.2",
        // 0x7fxx were the drafts of TLS 1.3.
        0x0304 | 0x7f00..=0x7fff => "TLSv1.3",
        TLCP => "TLCP",
        // Those of DTLS count down from 1.0; 0x0100 is what was spoken before it was a standard.
        0xfeff | 0x0100 => "DTLSv1.0",
        0xfefd => "DTLSv1.2",
        0xfefc => "DTLSv1.3",
        _ => "",
    }
}

/// TLS 1.3 and its kin: certificates and the choice of ALPN are encrypted.
pub const fn is_13(version: u16) -> bool {
    matches!(version, 0x0304 | 0x7f00..=0x7fff | 0xfefc)
}

/// TLS 1.2 and its kin: signatures name their scheme.
pub const fn is_12(version: u16) -> bool {
    matches!(version, 0x0303 | 0xfefd)
}

/// `none` for readable suites, `weak` for broken versions and suites, `sound` otherwise, `unknown` for what we cannot name.
pub fn protection(version: u16, suite: Option<&Suite>) -> &'static str {
    let Some(suite) = suite else { return "unknown" };
    match version {
        _ if suite.is_null() => "none",
        SSL2 | 0x0300..=0x0302 | 0xfeff | 0x0100 => "weak",
        _ if is_12(version) || is_13(version) || version == TLCP => {
            if suite.is_weak() {
                "weak"
            } else {
                "sound"
            }
        }
        _ => "unknown",
    }
}
