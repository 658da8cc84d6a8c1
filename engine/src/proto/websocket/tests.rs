use super::PROTOCOL;
use crate::config::Limits;
use crate::message::{Direction, HttpInfo};
use crate::proto::testing::parser_properties;
use crate::proto::{Probe, Protocol};
use std::sync::Arc;

parser_properties!(
    PROTOCOL,
    "src/proto/websocket/dialogs",
    &[
        b"\x81\x01a",
        b"\x01\x01a",
        b"\x80\x01b",
        b"\x89\0",
        b"\xc1\x02\x4a\x04",
        b"\x81\x81\x01\x02\x03\x04\x60",
        b"\x88\x02\x03\xe8"
    ]
);

/// What a handshake agreed on.
mod agreed {
    use super::*;
    use crate::proto::Parser;
    use crate::proto::websocket::{Terms, agreed};

    fn parser(subprotocol: &[u8], limits: &Limits) -> Box<dyn Parser> {
        let (head_bytes, decode_bytes) = (limits.head_bytes, limits.decode_bytes);
        let info = HttpInfo::new([b"GET", b"crm.example.cn", b"/ws", b""], 101);
        let terms = Terms { extensions: b"permessage-deflate", subprotocol, head_bytes, decode_bytes };
        agreed(Direction::Orig, (0, Arc::new(info)), &terms).parser
    }

    mod mqtt {
        use super::*;
        const AGREED: Protocol = Protocol { parser: Some(|limits, _| super::parser(b"mqtt", limits)), ..PROTOCOL };
        parser_properties!(AGREED, "src/proto/websocket/dialogs/mqtt", &[b"\x82\x02\xe0\0", b"\x82\x01\x30"]);
    }

    mod xmpp {
        use super::*;
        const AGREED: Protocol = Protocol { parser: Some(|limits, _| super::parser(b"xmpp", limits)), ..PROTOCOL };
        parser_properties!(AGREED, "src/proto/websocket/dialogs/xmpp", &[b"\x81\x05<iq/>", b"\x81\x01<"]);
    }
}

/// A client's frame.
fn masked(first: u8, payload: &[u8]) -> Vec<u8> {
    const MASK: [u8; 4] = [0x9a, 0x31, 0xc7, 0x05];
    let hidden = payload.iter().zip(MASK.iter().cycle()).map(|(byte, key)| byte ^ key);
    [first, 0x80 | payload.len() as u8].into_iter().chain(MASK).chain(hidden).collect()
}

#[test]
fn frames_of_a_client_are_claimed() {
    let of = |data: &[u8]| (PROTOCOL.probe)(Direction::Orig, data, (40_000, 8080));
    let text = masked(0x81, "{\"name\":\"李雷\"}".as_bytes());
    for data in [text.clone(), [masked(0x89, b""), masked(0x82, b"\x01\x02"), masked(0x81, b"hi")].concat()] {
        assert_eq!(of(&data), Probe::Match, "{}", data.escape_ascii());
        let enough = data.len().min(6 + 16);
        for len in 0..enough {
            assert_eq!(of(&data[..len]), Probe::NeedMore, "{}", data[..len].escape_ascii());
        }
    }
    let binary: Vec<u8> = (0..40u8).map(|n| n.wrapping_mul(7)).collect();
    for data in
        [&b"GET / HTTP/1.1\r\n"[..], b"\x81\x05hello", &masked(0x81, &binary), &masked(0x80, b"rest"), &[0x81; 40]]
    {
        assert_eq!(of(data), Probe::Reject, "{}", data.escape_ascii());
    }
}
