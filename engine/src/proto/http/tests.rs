use super::{PROTOCOL, head, login, probe, start, target};
use crate::config::Limits;
use crate::message::Direction;
use crate::proto::Probe;
use crate::proto::testing::{Recorder, Turn, parser_properties, run_pieces};
use proptest::prelude::*;

parser_properties!(
    PROTOCOL,
    "src/proto/http/dialogs",
    &[
        b"\n",
        b"\r",
        b" ",
        b":",
        b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nA: b\r\n",
        b"GET / HTTP/1.1\r\n",
        b"Content-Length: 7\r\n",
    ]
);

fn probe_bytes(data: &[u8]) -> Probe {
    probe(Direction::Orig, data, (40000, 80))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// The word-wise search for a colon finds what a byte-wise one does.
    #[test]
    fn find_colon_agrees_with_its_plain_twin(text in prop::collection::vec(prop::sample::select(&b":;9\xba\x3b\x00a"[..]), 0..40)) {
        prop_assert_eq!(head::find_colon(&text), text.iter().position(|b| *b == b':'));
    }

    /// Resynchronisation never holds back more than a request line may have.
    #[test]
    fn scan_makes_progress(data in "[ -~\r\n]{0,300}", requests in any::<bool>()) {
        let role = if requests { start::Role::Requests } else { start::Role::Responses };
        match start::scan(role, data.as_bytes()) {
            start::Scan::Found(at) => prop_assert_eq!(start::starts_here(role, &data.as_bytes()[at..]), start::Tri::Yes),
            start::Scan::Skip(n) => prop_assert!(n <= data.len()),
        }
    }
}

#[test]
fn probe_claims_http_from_either_side() {
    for line in [
        "GET / HTTP/1.1\r\n",
        "\r\n\r\nPOST /a HTTP/1.0\n",
        "PROPFIND /dav HTTP/1.1\r\n",
        "FROBNICATE /x HTTP/1.1\r\n",
        "CONNECT a.example:443 HTTP/1.1\r\n",
        "OPTIONS * HTTP/1.1\r\n",
        "GET http://a.example/ HTTP/1.1\r\n",
        "HTTP/1.1 200 OK",
        "HTTP/1.0 404\r",
    ] {
        assert_eq!(probe_bytes(line.as_bytes()), Probe::Match, "{line:?}");
    }
}

#[test]
fn probe_leaves_other_protocols_alone() {
    for line in [
        "OPTIONS rtsp://192.0.2.1/a RTSP/1.0\r\n",
        "RTSP/1.0 200 OK\r\n",
        "INVITE sip:li@example.cn SIP/2.0\r\n",
        "REGISTER sip:example.cn SIP/2.0\r\n",
        "REQMOD icap://192.0.2.1/a ICAP/1.0\r\n",
        "ICAP/1.0 200 OK\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "GET /\r\n",
        "HTTP/2 200\r\n",
        "HTTP/1.1 999x",
        "SSH-2.0-OpenSSH_9.2\r\n",
        "EHLO a.example\r\n",
        "220 mail ESMTP\r\n",
        "get / HTTP/1.1\r\n",
        "\x16\x03\x01\x02\x00\x01",
        "{\"a\": 1}",
    ] {
        assert_eq!(probe_bytes(line.as_bytes()), Probe::Reject, "{line:?}");
    }
}

#[test]
fn probe_waits_for_the_version_but_not_for_ever() {
    for prefix in ["", "\r\n", "G", "GET ", "GET /a", "H", "HTTP/1.1 20", "HTTP/"] {
        assert_eq!(probe_bytes(prefix.as_bytes()), Probe::NeedMore, "{prefix:?}");
    }
    let long = |start: &str| format!("{start}{}", "a".repeat(512))[..512].to_owned();
    assert_eq!(probe_bytes(long("GET /search?q=").as_bytes()), Probe::Match);
    assert_eq!(probe_bytes(long("GET HTTP://a.example/").as_bytes()), Probe::Match);
    assert_eq!(probe_bytes(long("OPTIONS rtsp://a.example/").as_bytes()), Probe::Reject);
    assert_eq!(probe_bytes(long("FROBNICATE /").as_bytes()), Probe::Reject);
}

#[test]
fn file_names_come_from_dispositions_and_paths() {
    let of = |value: &str| String::from_utf8(target::file_of_disposition(value.as_bytes())).unwrap();
    assert_eq!(of("attachment; filename=a.csv"), "a.csv");
    assert_eq!(of("attachment; filename = \"a b.csv\" ; size=3"), "a b.csv");
    assert_eq!(of("attachment; filename*=utf-8'zh'%E5%AE%A2%20a.csv; filename=\"b\""), "客 a.csv");
    assert_eq!(of("attachment; x; filename=\"q\\\"q\""), "q\"q");
    assert_eq!(of("attachment; filename=\"unterminated"), "unterminated");
    assert_eq!(of("inline"), "");
    let path = |path: &str| String::from_utf8(target::file_of_path(path.as_bytes())).unwrap();
    assert_eq!(path("/a/b%20c.pdf"), "b c.pdf");
    assert_eq!(path("/a/b"), "");
    assert_eq!(path("/a/.env"), "");
    assert_eq!(path("/v1.0/users"), "");
    assert_eq!(path("/a/b.averylongextension"), "");
}

#[test]
fn the_login_of_influxdb_stands_in_its_query() {
    let told = |path: &str, query: &str| {
        let mut out = Recorder::default();
        crate::message::Outlet::begin(&mut out, Direction::Orig, crate::message::MessageHead::default());
        let place = login::Place { dir: Direction::Orig, path: "query", awaits_outcome: true };
        login::influx(place, path.as_bytes(), query.as_bytes(), &mut Vec::new(), &mut out);
        out.lines().iter().skip(1).map(ToString::to_string).collect::<String>()
    };
    assert!(told("/query", "db=d&u=inf&p=h4Rter%2F91&q=SHOW").contains("\"inf\":\"h4Rter/91\""));
    assert!(told("/a/write", "u=inf&p=h4Rter&db=d").contains("\"inf\":\"h4Rter\""));
    for (path, query) in [("/queries", "db=d&u=a&p=b"), ("/query", "u=3&p=1"), ("/query", "q=x&u=&p=1"), ("/write", "")]
    {
        assert_eq!(told(path, query), "", "{path}?{query}");
    }
}

#[test]
fn session_cookies_are_known_by_name() {
    let credentials = |cookie: &str| {
        let mut out = Recorder::default();
        crate::message::Outlet::begin(&mut out, Direction::Orig, crate::message::MessageHead::default());
        let place = login::Place { dir: Direction::Orig, path: "header:cookie", awaits_outcome: true };
        login::cookies(place, cookie.as_bytes(), &mut out);
        out.lines().len() - 1
    };
    for name in [
        "JSESSIONID",
        "PHPSESSID",
        "ASP.NET_SessionId",
        "connect.sid",
        "sid",
        "sessionid",
        "session",
        "laravel_session",
        "token",
        "auth_key",
        "_crm_session",
        "jupyterhub-session-id",
        "ASPSESSIONIDQQ",
        "wordpress_logged_in_1f",
    ] {
        assert_eq!(credentials(&format!("a=1; {name}=0123456789")), 1, "{name}");
        assert_eq!(credentials(&format!("{name}=0123")), 0, "{name} with a short value");
    }
    for name in ["_ga", "theme", "csrftoken", "_xsrf", "lang", "mail", "si", "author"] {
        let expected = usize::from(name == "author"); // `auth...` by rule
        assert_eq!(credentials(&format!("{name}=0123456789")), expected, "{name}");
    }
}

#[test]
fn a_long_head_in_single_bytes_is_searched_once() {
    let mut text = b"GET / HTTP/1.1\r\n".to_vec();
    for n in 0..2000 {
        text.extend_from_slice(format!("X-Header-{n}: value\r\n").as_bytes());
    }
    text.extend_from_slice(b"\r\n");
    let turns = [Turn::Data(Direction::Orig, text)];
    let limits = Limits::default();
    let lines = |pieces: &[usize]| run_pieces(&PROTOCOL, &limits, &turns, pieces).lines;
    assert_eq!(lines(&[1]), lines(&[usize::MAX]));
}
