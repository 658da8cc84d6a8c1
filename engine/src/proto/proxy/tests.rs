use super::{Reading, Told, read};

fn header(command: u8, family: u8, body: &[u8]) -> Vec<u8> {
    let mut header = b"\r\n\r\n\0\r\nQUIT\n".to_vec();
    header.extend([command, family]);
    header.extend((body.len() as u16).to_be_bytes());
    header.extend(body);
    header
}

const CHECKSUM: u32 = 0xbcb8_ba10;
const V4: [u8; 12] = [203, 0, 113, 9, 10, 0, 0, 1, 0xdb, 0xcc, 1, 0xbb];

fn client(addr: &str, port: u16, len: usize) -> Reading {
    Reading::Header { len, told: Told::Client(addr.parse().unwrap(), port) }
}

/// Every proper prefix asks for more, and what follows changes nothing.
fn whole(bytes: &[u8], expected: Reading) {
    for n in 1..bytes.len() {
        assert_eq!(read(&bytes[..n]), Reading::NeedMore, "{n}");
    }
    assert_eq!(read(bytes), expected);
    assert_eq!(read(&[bytes, b"GET / HTTP/1.1\r\n"].concat()), expected);
}

#[test]
fn lines_of_version_1_are_read() {
    let line = b"PROXY TCP4 203.0.113.9 10.0.0.1 56268 443\r\n";
    whole(line, client("203.0.113.9", 56268, line.len()));
    let line = b"PROXY TCP6 2001:db8::9 2001:db8::1 1 65535\r\n";
    whole(line, client("2001:db8::9", 1, line.len()));
    for line in ["PROXY UNKNOWN\r\n", "PROXY UNKNOWN ffff::1 ffff::2 65535 65535\r\n"] {
        whole(line.as_bytes(), Reading::Header { len: line.len(), told: Told::Nobody });
    }
}

#[test]
fn nothing_else_is_taken_for_a_line() {
    for other in
        ["POST / HTTP/1.1\r\n", "PROXY me", "PROXY TCP5 ", "PRI * HTTP/2.0", "PROXY\r\n", "P\r\n", "proxy TCP4 "]
    {
        assert_eq!(read(other.as_bytes()), Reading::No, "{other}");
    }
    for bad in [
        "PROXY TCP4 203.0.113.9 10.0.0.1 56268\r\n",
        "PROXY TCP4 203.0.113.9 10.0.0.1 56268 443 \r\n",
        "PROXY TCP4 203.0.113.9  10.0.0.1 56268 443\r\n",
        "PROXY TCP4 203.0.113.09 10.0.0.1 56268 443\r\n",
        "PROXY TCP4 ::1 ::2 56268 443\r\n",
        "PROXY TCP6 203.0.113.9 10.0.0.1 1 2\r\n",
        "PROXY TCP4 203.0.113.9 10.0.0.1 65536 443\r\n",
        "PROXY TCP4 203.0.113.9 10.0.0.1 +1 443\r\n",
        "PROXY TCP4 203.0.113.9 10.0.0.1 01 443\r\n",
    ] {
        assert!(matches!(read(bad.as_bytes()), Reading::Malformed(_)), "{bad}");
    }
    assert!(matches!(read(&[b"PROXY TCP4 ".as_slice(), &[b'1'; 200]].concat()), Reading::Malformed(_)));
}

#[test]
fn headers_of_version_2_are_read() {
    let bytes = header(0x21, 0x11, &V4);
    whole(&bytes, client("203.0.113.9", 0xdbcc, 28));
    let mut v6 = [0; 36];
    v6[..2].copy_from_slice(&[0x20, 1]);
    v6[33] = 7;
    whole(&header(0x21, 0x21, &v6), client("2001::", 7, 52));
    let nobody = |len| Reading::Header { len, told: Told::Nobody };
    whole(&header(0x20, 0x00, &[]), nobody(16));
    whole(&header(0x20, 0x11, &V4), nobody(28));
    whole(&header(0x21, 0x00, b"abc"), nobody(19));
    whole(&header(0x21, 0x31, &[0; 216]), nobody(232));
}

#[test]
fn tlvs_are_walked() {
    // ALPN, then SSL with the version and the common name within.
    let tlvs = b"\x01\x00\x02h2\x20\x00\x15\x07\0\0\0\0\x21\x00\x07TLSv1.3\x22\x00\x03crm";
    let body = [&V4[..], tlvs].concat();
    whole(&header(0x21, 0x11, &body), client("203.0.113.9", 0xdbcc, 16 + body.len()));
    for bad in [
        &b"\x01\x00"[..],
        b"\x01\x00\x09x",
        b"\x20\x00\x02\0\0",
        b"\x20\x00\x08\0\0\0\0\0\x21\0\x09",
        b"\x03\x00\x01\0",
    ] {
        assert!(matches!(read(&header(0x21, 0x11, &[&V4[..], bad].concat())), Reading::Malformed(_)), "{bad:?}");
    }
    assert!(matches!(read(&header(0x21, 0x11, &V4[..11])), Reading::Malformed(_)));
    assert!(matches!(read(&header(0x22, 0x11, &V4)), Reading::Malformed(_)));
    assert!(matches!(read(&header(0x31, 0x11, &V4)), Reading::Malformed(_)));
    assert!(matches!(read(&header(0x21, 0x41, &V4)), Reading::Malformed(_)));
}

#[test]
fn a_wrong_checksum_is_not_believed() {
    let zeroed = header(0x21, 0x11, &[&V4[..], b"\x03\x00\x04\0\0\0\0"].concat());
    let told = |crc: u32| {
        let mut bytes = zeroed.clone();
        bytes[31..35].copy_from_slice(&crc.to_be_bytes());
        read(&bytes)
    };
    // Of an implementation of CRC-32C that is not this one, over the same header.
    assert_eq!(told(CHECKSUM), client("203.0.113.9", 0xdbcc, 35));
    assert_eq!(told(CHECKSUM ^ 1), Reading::Header { len: 35, told: Told::Damaged });
}
