//! The engine's first word on a negotiated transport; policy has the last.

use super::record::{SSL2, TLCP};
use super::suites::Suite;

/// Name of a protocol version as records show it; empty if it is none we know.
pub(super) const fn version_name(version: u16) -> &'static str {
    match version {
        SSL2 => "SSLv2",
        0x0300 => "SSLv3",
        0x0301 => "TLSv1.0",
        0x0302 => "TLSv1.1",
        0x0303 => "TLSv1.2",
        // 0x7fxx were the drafts of TLS 1.3.
        0x0304 | 0x7f00..=0x7fff => "TLSv1.3",
        TLCP => "TLCP",
        _ => "",
    }
}

/// `none` for readable suites, `weak` for broken versions and suites, `sound` otherwise, `unknown` for what we cannot name.
pub(super) fn protection(version: u16, suite: Option<&Suite>) -> &'static str {
    let Some(suite) = suite else { return "unknown" };
    match version {
        _ if suite.is_null() => "none",
        SSL2 | 0x0300..=0x0302 => "weak",
        0x0303 | 0x0304 | 0x7f00..=0x7fff | TLCP => {
            if suite.is_weak() {
                "weak"
            } else {
                "sound"
            }
        }
        _ => "unknown",
    }
}
