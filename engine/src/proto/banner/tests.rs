use super::super::REGISTRY;
use super::*;
use crate::message::Direction;
use proptest::prelude::*;

const PORTS: (u16, u16) = (40_000, 50_000);

/// Names of all protocols that claim these bytes over this transport.
fn claims(transport: Transport, dir: Direction, data: &[u8], ports: (u16, u16)) -> Vec<&'static str> {
    let shown = &data[..data.len().min(SHOWN)];
    REGISTRY
        .iter()
        .filter(|protocol| protocol.transports.contains(&transport))
        .filter(|protocol| (protocol.probe)(dir, shown, ports) == Probe::Match)
        .map(|protocol| protocol.name)
        .collect()
}

fn opening(data: &[u8]) -> Vec<&'static str> {
    claims(Transport::Tcp, Direction::Orig, data, PORTS)
}

fn datagram(data: &[u8]) -> Vec<&'static str> {
    claims(Transport::Udp, Direction::Orig, data, PORTS)
}

/// What each protocol's peers open with on TCP, on ports that say nothing.
const OPENINGS: &[(&str, &[u8])] = &[
    ("smtp", b"220 mx.example.cn ESMTP Postfix\r\n"),
    ("smtp", b"220-mx.example.cn\r\n220 ESMTP ready\r\n"),
    ("smtp", b"EHLO client.example.cn\r\n"),
    ("smtp", b"helo [192.0.2.1]\r\n"),
    ("smtp", b"MAIL FROM:<a@example.cn> SIZE=10\r\n"),
    ("pop3", b"+OK Dovecot (Debian) ready.\r\n"),
    ("pop3", b"+OK POP3 server ready <1896.697170952@mail.example.cn>\r\n"),
    ("pop3", b"CAPA\r\n"),
    ("imap", b"* OK [CAPABILITY IMAP4rev1 LITERAL+] ready\r\n"),
    ("imap", b"a001 LOGIN user pass\r\n"),
    ("imap", b"JKDH0 CAPABILITY\r\n"),
    ("ftp", b"220 (vsFTPd 3.0.3)\r\n"),
    ("ftp", b"220-Welcome\r\n220-to\r\n220 our FTP server\r\n"),
    ("ftp", b"FEAT\r\n"),
    ("ftp", b"AUTH TLS\r\n"),
    ("telnet", b"\xff\xfd\x18\xff\xfd\x20\xff\xfd\x23"),
    ("telnet", b"\xff\xfb\x01\xff\xfa\x18\x01\xff\xf0"),
    ("mysql", b"\x5b\0\0\0\x0a5.5.5-10.11.6-MariaDB-0+deb12u1\0\x08\0\0\0abcdefgh\0\xfe\xf7\x2d\x02\0\xff\x81\x15\0\0\0\0"),
    ("mysql", b"\x54\0\0\x01\x8d\xa6\x0f\0\0\0\0\x01\x08\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0root\0"),
    ("mysql", b"\x48\0\0\0\xff\x6a\x04Host 'x' is not allowed"),
    ("mysql", b"\x11\0\0\0\x03select * from t  "),
    ("mysql", b"\x20\0\0\x01\x85\xae\xff\0\0\0\0\x01\x21\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"),
    ("pgsql", b"\0\0\0\x08\x04\xd2\x16\x2f"),
    ("pgsql", b"\0\0\0\x23\0\x03\0\0user\0app\0database\0crm\0\0"),
    ("pgsql", b"R\0\0\0\x0c\0\0\0\x05abcd"),
    ("redis", b"*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$1\r\nv\r\n"),
    ("redis", b"*1\r\n$4\r\nPING\r\n"),
    ("redis", b"-NOAUTH Authentication required.\r\n"),
    ("memcached", b"set user:1 0 0 5\r\nhello\r\n"),
    ("memcached", b"VALUE user:1 0 5\r\nhello\r\n"),
    ("mongodb", b"\x35\0\0\0\x01\0\0\0\0\0\0\0\xdd\x07\0\0\0\0\0\0\0\x20\0\0\0\x10isMaster\0\x01\0\0\0"),
    ("mongodb", b"\x3a\0\0\0\x01\0\0\0\0\0\0\0\xd4\x07\0\0\0\0\0\0admin.$cmd\0\0\0\0\0"),
    ("kafka", b"\0\0\0\x28\0\x03\0\x02\0\0\0\xa4\0\x07rdkafka\0\0\0\0"),
    ("kafka", b"\0\0\0\x1f\0\x12\0\x03\0\0\0\x01\0\x0brdkafka-cli\0"),
    ("amqp", b"AMQP\0\0\x09\x01"),
    ("amqp", b"\x01\0\0\0\0\x01\x00\0\x0a\0\x0a\0\x09"),
    ("mqtt", b"\x10\x1a\0\x04MQTT\x04\xc2\0\x3c"),
    ("mqtt", b"\x10\xa4\x02\0\x06MQIsdp\x03\xc2\0\x3c"),
    ("mqtt", b"\x30\x0a\0\x05crm/ahi!\x30\x0a\0\x05crm/a"),
    ("amqp", b"\x01\0\x01\0\0\0\x09\0\x3c\0\x28\0\0\0\x01q\xce\x02\0\x01\0\0\0\x0e\0\x3c"),
    ("nats", b"INFO {\"server_id\":\"x\"}\r\n"),
    ("nats", b"CONNECT {\"verbose\":false}\r\n"),
    ("nats", b"MSG crm.a 1 2\r\nhi\r\n"),
    ("websocket", b"\x81\x90\0\0\0\0{\"mobile\":\"1380\""),
    ("ldap", b"\x30\x0c\x02\x01\x01\x60\x07\x02\x01\x03\x04\0\x80\0"),
    ("ldap", b"\x30\x0c\x02\x01\x01\x61\x07\x0a\x01\0\x04\0\x04\0"),
    ("ldap", b"\x30\x84\0\0\0\x40\x02\x01\x02\x63\x84\0\0\0\x37\x04\x0cdc=example,c"),
    ("smb2", b"\0\0\0\x48\xfeSMB\x40\0"),
    ("smb2", b"\0\0\0\x31\xffSMB\x72\0\0\0\0\x18\x01\x28\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x10\0\x02SMB 2.002\0\x02XX"),
    ("smb1", b"\0\0\0\x2e\xffSMB\x72\0\0\0\0\x18\x01\x28\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x0c\0\x02NT LM 0.12"),
    ("rsync", b"@RSYNCD: 31.0 sha512\n"),
    ("sip", b"INVITE sip:bob@example.cn SIP/2.0\r\nVia: x\r\n"),
    ("sip", b"SIP/2.0 200 OK\r\n"),
    ("sip", b"\r\n\r\nOPTIONS sip:bob@example.cn SIP/2.0\r\n"),
    ("syslog", b"<34>1 2026-10-11T22:14:15.003Z host app - - - text\n"),
    ("syslog", b"<13>Oct  1 22:14:15 host app: text\n"),
    ("syslog", b"<14>user logged in\0<14>user logged out\0"),
    ("syslog", b"59 <34>1 2026-10-11T22:14:15.003Z host app - - - text\n"),
    ("irc", b"NICK someone\r\nUSER a 0 * :A B\r\n"),
    ("irc", b":irc.example.net 001 someone :Welcome\r\n"),
    ("xmpp", b"<?xml version='1.0'?><stream:stream to='example.cn' xmlns='jabber:client'>"),
    ("rtsp", b"OPTIONS rtsp://192.0.2.1/cam RTSP/1.0\r\nCSeq: 1\r\n"),
    ("socks", b"\x05\x01\0\x05\x01\0\x03\x0bexample.com\0\x50"),
    ("socks", b"\x05\x01\x02\x01\x04user\x04pass"),
    ("tds", b"\x12\x01\0\x2f\0\0\x01\0\0\0\x1a\0\x06\x01\0\x20\0\x01\x02\0\x21"),
    ("tds", b"\x10\x01\0\x90\0\0\x01\0\x88\0\0\0\x04\0\0\x74\0\x10\0\0"),
    ("tds", b"\x01\x01\0\xbe\0\0\x01\0\x16\0\0\0\x12\0\0\0\x02\0\0\0\0\0"),
    ("cassandra", b"\x04\0\0\0\x01\0\0\0\x16\0\x01\0\x0bCQL_VERSION\0\x053.0.0"),
    ("stomp", b"CONNECT\naccept-version:1.2\nhost:x\n\n\0"),
    ("stomp", b"MESSAGE\ndestination:/queue/a\n\nhi\0"),
    ("hl7", b"\x0bMSH|^~\\&|LAB|X|"),
    ("smpp", b"\0\0\0\x22\0\0\0\x09\0\0\0\0\0\0\0\x01crm\0S3cret-7\0\0\x34\0\0\0\0\0\0\x10\0\0\0\x15\0\0\0\0\0\0\0\x02"),
    ("smpp", b"\0\0\0\x22\0\0\0\x09\0\0\0\0\0\x02\x31\x31crm\0S3cret-7\0\0\x34\0\0\0"), // no request of Kafka
    ("cmpp", b"\0\0\0\x27\0\0\0\x01\0\0\0\x01900001abcdefghijklmnop\x20\x43\x5b\x6e\xf3"),
    ("sgip", b"\0\0\0\x3d\0\0\0\x01\xb6\x37\xd5\x19\x43\x5b\x6e\xf3\0\0\0\x01\x01crm\0\0\0\0\0\0\0\0\0\0\0\0\0pw\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"),
    ("smgp", b"\0\0\0\x2a\0\0\0\x01\0\0\0\x01900001\0\0abcdefghijklmnop\x02\x43\x5b\x6e\xf3\x30"),
    ("fluentd", b"\x93\xa3crm\xce\x65\x53\xf1\0\x81\xa1a\x01"),
    ("openvpn", b"\0\x0e\x38abcdefgh\0\0\0\0\0"),
    ("ssh", b"SSH-2.0-OpenSSH_9.2\r\n"),
    ("tls", b"\x15\x03\x01\0\x02\x02\x28"),
];

/// The same for datagrams.
const DATAGRAMS: &[(&str, &[u8])] = &[
    ("snmp", b"\x30\x18\x02\x01\x01\x04\x06public\xa0\x0b\x02\x01\x01\x02\x01\0\x02\x01\0\x30\0"),
    ("tftp", b"\0\x02customers.csv\0octet\0"),
    ("tftp", b"\0\x01a\0netascii\0blksize\x001432\0"),
    ("syslog", b"<165>1 2026-10-11T22:14:15Z host app - - - text"),
    ("sip", b"REGISTER sip:example.cn SIP/2.0\r\n"),
    ("radius", b"\x01\x07\0\x1aabcdefghijklmnop\x01\x06user"),
    ("openvpn", b"\x38abcdefgh\0\0\0\0\0"),
    ("dtls", b"\x16\xfe\xff\0\0\0\0\0\0\0\0\0\x02\x01\x00"),
    ("ike", b"abcdefgh\0\0\0\0\0\0\0\0\x21\x20\x22\x08\0\0\0\0\0\0\0\x1c"),
    ("dns", b"\x12\x34\x01\0\0\x01\0\0\0\0\0\0\x03www\x07example\x02cn\0\0\x01\0\x01"),
];

#[test]
fn openings_are_claimed_by_their_protocol_alone() {
    for (name, data) in OPENINGS {
        assert_eq!(opening(data), [*name], "{}", data.escape_ascii());
    }
}

#[test]
fn datagrams_are_claimed_by_their_protocol_alone() {
    for (name, data) in DATAGRAMS {
        assert_eq!(datagram(data), [*name], "{}", data.escape_ascii());
    }
    let handshake = [&[1, 0, 0, 0][..], &[0xd7; 144]].concat();
    assert_eq!(datagram(&handshake), ["wireguard"]);
    let esp = [&[0xc1, 2, 3, 4, 0, 0, 0, 9][..], &[0x9d; 52]].concat();
    assert_eq!(claims(Transport::Udp, Direction::Orig, &esp, (4500, 4500)), ["ike"]);
    assert_eq!(datagram(&esp), [""; 0], "noise on any other port");
    let quic = [&[0xc3, 0, 0, 0, 1, 8][..], b"abcdefgh", &[0, 0, 0x44, 0xd0], &[0x5a; 1200]].concat();
    assert_eq!(datagram(&quic), ["quic"]);
}

#[test]
fn openings_cut_short_ask_for_more_until_they_match() {
    for (name, data) in OPENINGS {
        let protocol =
            REGISTRY.iter().find(|entry| entry.name == *name && entry.transports.contains(&Transport::Tcp)).unwrap();
        let full = (protocol.probe)(Direction::Orig, data, PORTS);
        assert_eq!(full, Probe::Match);
        for len in 0..data.len() {
            let answer = (protocol.probe)(Direction::Orig, &data[..len], PORTS);
            assert_ne!(answer, Probe::Reject, "{name} at {len}: {}", data.escape_ascii());
        }
    }
}

#[test]
fn ambiguous_openings_are_settled_by_the_port() {
    let at = |port, data| claims(Transport::Tcp, Direction::Orig, data, (40_000, port));
    assert_eq!(at(21, b"USER anonymous\r\n"), ["ftp"]);
    assert_eq!(at(110, b"USER someone\r\n"), ["pop3"]);
    assert!(at(9, b"USER someone\r\n").is_empty());
    assert_eq!(at(25, b"220 ready\r\n"), ["smtp"]);
    assert_eq!(at(21, b"220 ready\r\n"), ["ftp"]);
    assert!(at(9, b"220 ready\r\n").is_empty());
    assert_eq!(at(11211, b"get key\r\n"), ["memcached"]);
    assert!(at(9, b"get lost\r\n").is_empty());
    assert_eq!(at(1080, b"\x05\x01\0"), ["socks"]);
    assert!(at(9, b"\x05\x01\0").is_empty());
}

#[test]
fn neighbours_are_not_claimed() {
    for data in [
        &b"+OK\r\n"[..],
        b"220 apples and pears\r\n",
        b"NICK of time it was\r\n",
        b"Login name: x\r\n",
        b"<html><body>12</body></html>\r\n",
        b"<12> bottles of beer on the wall, all of them empty\r\n",
        b"GET / HTTP/1.1\r\nHost: example.cn\r\n\r\n",
        b"OPTIONS /x HTTP/1.1\r\n",
        b"CONNECT example.cn:443 HTTP/1.1\r\n\r\n",
        b"<?xml version=\"1.0\"?><order id='1'/>",
        b"*** hello ***\r\n",
        b"* OK\r\n",
        b"set the table for 5\r\n",
        b"MAIL merge\r\n",
        b"a1 walked in\r\n",
        b"\xff\xfb\x90\x44 an MP3 frame",
        b"\xff\xd8\xff\xe0\0\x10JFIF\0",
        b"PK\x03\x04\x14\0\0\0\x08\0",
        b"\x1f\x8b\x08\0\0\0\0\0\0\x03",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0",
        b"%PDF-1.7\n",
        &[0; 64],
        &[0xff; 64],
        b"name,phone\r\nLi,13800138000\r\n",
        b"13800138000,x\r\n",
        // One document of MongoDB that does not end where the reply does, two of which the first has no name.
        b"\0\0\x01\0\0\0\0\0\0\0\0\0\x01\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x01\0\0\0\x05\0\0\0\x01x",
        b"\0\x01\0\0\0\0\0\0\0\0\0\0\x01\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x02\0\0\0\x07\0\0\0\x01\0",
        // Options of TDS without an end, an address of DNS's root, MySQL's statement 0, no authenticator of RADIUS.
        b"\x12\0\x01\0\0\0\0\0\0\0\x06\0\x06\0\0\0\0\0\0\0\0\0\0\0",
        b"\0\0\0\0\0\x01\0\0\0\0\0\0\0\0\x01\0\x01\0\0\0\0\0\0\0",
        b"\0\x01\0\0\x17\0\0\0\0\0\x01\0\0\0\0\0\0\0\0\0\0\0\0\0",
        b"\x01\0\0\x1a\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x01\0\x01\x06\0\0\0\0",
        // Messages of a WebSocket, one begun within another.
        b"\x01\x80\0\0\0\0\x41\x80\0\0\0\0\xc1\x80\0\0\0\0",
    ] {
        for dir in [Direction::Orig, Direction::Resp] {
            for transport in [Transport::Tcp, Transport::Udp] {
                let names = claims(transport, dir, data, PORTS);
                let names: Vec<_> = names.into_iter().filter(|name| *name != "http").collect();
                assert!(names.is_empty(), "{names:?} claim {}", data.escape_ascii());
            }
        }
    }
}

#[test]
fn no_signature_waits_for_more_than_it_is_shown() {
    for byte in 0..=u8::MAX {
        let data = [byte; SHOWN];
        for protocol in REGISTRY.iter().filter(|protocol| protocol.parser.is_none()) {
            let answer = (protocol.probe)(Direction::Orig, &data, PORTS);
            assert_ne!(answer, Probe::NeedMore, "{} at {byte:#04x}", protocol.name);
        }
    }
}

#[test]
fn tunnels_are_bypassed_at_once() {
    use super::super::recorder::{Fate, Feeder};
    use crate::config::Limits;
    use crate::coverage::State;
    for protocol in [WIREGUARD, OPENVPN, IKE] {
        let mut feeder = Feeder::new(protocol.parser.unwrap()(&Limits::default(), Transport::Udp));
        feeder.feed(Direction::Orig, b"whatever");
        feeder.assert_accounted();
        assert_eq!(feeder.fate[0], Fate::Bypassed(State::Encrypted));
        assert_eq!(feeder.out.transport.unwrap().protocol, protocol.name);
    }
}

#[test]
fn ike_and_esp_are_named() {
    use super::super::recorder::Feeder;
    use crate::config::Limits;
    let version = |data: &[u8]| {
        let mut feeder = Feeder::new(IKE.parser.unwrap()(&Limits::default(), Transport::Udp));
        feeder.feed(Direction::Orig, data);
        feeder.out.transport.unwrap().version
    };
    let two = b"abcdefgh\0\0\0\0\0\0\0\0\x21\x20\x22\x08\0\0\0\0\0\0\0\x1c";
    let one = b"abcdefgh\0\0\0\0\0\0\0\0\x01\x10\x02\0\0\0\0\0\0\0\0\x1c";
    assert_eq!(version(two), "IKEv2");
    assert_eq!(version(&[&[0; 4][..], two].concat()), "IKEv2", "behind the marker");
    assert_eq!(version(one), "IKEv1");
    assert_eq!(version(&[0xc1, 2, 3, 4, 0, 0, 0, 9, 7, 7, 7, 7]), "ESP");
}

#[test]
fn registry_is_sorted_by_name() {
    assert!(REGISTRY.is_sorted_by_key(|protocol| protocol.name));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1024))]

    #[test]
    fn noise_is_not_claimed(data in proptest::collection::vec(any::<u8>(), 1..600), resp in any::<bool>()) {
        let dir = if resp { Direction::Resp } else { Direction::Orig };
        for transport in [Transport::Tcp, Transport::Udp] {
            let names = claims(transport, dir, &data, PORTS);
            prop_assert!(names.is_empty(), "{:?} claim {}", names, data.escape_ascii());
        }
    }

    #[test]
    fn sparse_noise_is_not_claimed(data in proptest::collection::vec(prop_oneof![3 => Just(0u8), 1 => 0u8..32], 24..200)) {
        for transport in [Transport::Tcp, Transport::Udp] {
            let names = claims(transport, Direction::Orig, &data, PORTS);
            prop_assert!(names.is_empty(), "{:?} claim {}", names, data.escape_ascii());
        }
    }

    #[test]
    fn noise_like_an_alert_is_not_claimed(len in 0u8..=16, version in prop_oneof![Just([1, 0]), Just([0xfe, 0xfd])]) {
        let mut data = vec![21, version[0], version[1], 0, 1, 0, 0, 0, 0, 0, 0, 0, len];
        data.resize(64, 0);
        prop_assert!(claims(Transport::Udp, Direction::Orig, &data, PORTS).is_empty());
    }

    #[test]
    fn prose_is_not_claimed(text in "([A-Za-z0-9]{1,9}[ ,.:;<>|*+-]{1,2}){1,20}\r\n") {
        for transport in [Transport::Tcp, Transport::Udp] {
            let names = claims(transport, Direction::Orig, text.as_bytes(), PORTS);
            prop_assert!(names.is_empty(), "{:?} claim {}", names, text);
        }
    }

    #[test]
    fn damaged_openings_do_not_panic(which in 0..OPENINGS.len(), at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut data = OPENINGS[which].1.to_vec();
        let at = at.index(data.len());
        data[at] = byte;
        opening(&data);
        datagram(&data);
    }
}
