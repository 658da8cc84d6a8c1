//! What libraries that talk in packets of text write before their JSON: the types, namespaces and numbers of Socket.IO
//! (Engine.IO protocol 3 and 4, Socket.IO protocol 5), the `a` of `SockJS`, a separator (RFC 7464).

use super::bytes::Bytes;
use super::sniff::looks_json;

/// Digits in a row: types, and the number of an acknowledgement or a length.
const DIGITS: usize = 12;
/// Longest namespace.
const NAMESPACE: usize = 64;

/// The text from its JSON on, where a packet's head stands before that; else the text.
pub(super) fn behind_head(text: &[u8]) -> &[u8] {
    let rest = match text.at(0) {
        0x1e | b'a' => Some(text.after(1)),
        b'0'..=b'9' => packet(text),
        _ => None,
    };
    let begins = |rest: &&[u8]| looks_json(rest) && matches!(rest.after(1).trim_ascii_start().at(0), b'"' | b'{');
    rest.filter(begins).unwrap_or(text)
}

/// Behind the head of a packet of Socket.IO: `42`, `42/admin,17`, `451-`, or with a length as older versions write it when
/// they are polled, `25:42`.
fn packet(text: &[u8]) -> Option<&[u8]> {
    let mut rest = digits(text)?;
    if rest.at(0) == b':' {
        rest = digits(rest.after(1))?;
    }
    if rest.at(0) == b'-' {
        rest = rest.after(1);
    }
    if rest.at(0) == b'/' {
        let end = memchr::memchr(b',', rest.upto(NAMESPACE))?;
        let namespace = rest.upto(end);
        if namespace.iter().any(|byte| !byte.is_ascii_graphic() || matches!(byte, b'"' | b'[' | b'{')) {
            return None;
        }
        rest = rest.after(end + 1);
    }
    Some(digits(rest).unwrap_or(rest))
}

/// Behind a few digits.
fn digits(text: &[u8]) -> Option<&[u8]> {
    let count = text.upto(DIGITS).iter().take_while(|byte| byte.is_ascii_digit()).count();
    (count > 0).then(|| text.after(count))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_of_packets_stand_before_json() {
        for (text, json) in [
            ("42[\"save\",{}]", "[\"save\",{}]"),
            ("42/admin,17[\"save\"]", "[\"save\"]"),
            ("430[{\"ok\":true}]", "[{\"ok\":true}]"),
            ("451-[\"file\",{\"_placeholder\":true}]", "[\"file\",{\"_placeholder\":true}]"),
            ("40{\"token\":\"t\"}", "{\"token\":\"t\"}"),
            ("96:0{\"sid\":\"x\"}2:40", "{\"sid\":\"x\"}2:40"),
            ("a[\"{\\\"a\\\":1}\"]", "[\"{\\\"a\\\":1}\"]"),
            ("\u{1e}{\"a\":1}\n", "{\"a\":1}\n"),
        ] {
            assert_eq!(behind_head(text.as_bytes()), json.as_bytes(), "{text}");
        }
        for text in
            ["2", "3probe", "42", "a message", "13800138000 [x]", "42/admin", "7 {\"a\":1}", "42[1,2]", "a[i] = 1"]
        {
            assert_eq!(behind_head(text.as_bytes()), text.as_bytes());
        }
    }
}
