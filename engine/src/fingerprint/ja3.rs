//! JA3: the MD5 of what a TLS client offers, in the order it offers it.

use super::{ClientHelloView, hex, is_grease};
use md5::{Digest, Md5};
use std::fmt::Write;

/// 32 hex digits: MD5 of `version,suites,extensions,groups,point formats` in decimal, GREASE left out.
pub fn ja3(hello: &ClientHelloView<'_>) -> String {
    hex(&Md5::digest(ja3_text(hello).as_bytes()))
}

/// The text that [`ja3`] hashes.
pub fn ja3_text(hello: &ClientHelloView<'_>) -> String {
    let mut text = hello.version.to_string();
    for list in [hello.suites, hello.extensions, hello.groups] {
        text.push(',');
        join(&mut text, list.iter().copied().filter(|value| !is_grease(*value)));
    }
    text.push(',');
    join(&mut text, hello.point_formats.iter().map(|format| u16::from(*format)));
    text
}

fn join(text: &mut String, values: impl Iterator<Item = u16>) {
    for (i, value) in values.enumerate() {
        if i > 0 {
            text.push('-');
        }
        // Writing to a String cannot fail.
        let _ = write!(text, "{value}");
    }
}
