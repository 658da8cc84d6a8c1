//! Logins in the fields of heads, and in cookies.

use super::logins::logins;
use super::{groups_at, leaf};
use crate::detect::Group;
use crate::message::{Format, Leaf, Locate, Located};

#[test]
fn fields_of_a_head_hold_logins() {
    let of = |text: &str, place: &str| {
        let found = logins(text, Format::Fields, place);
        let told = |g: &Group| (g.values[0].clone(), g.confidence, g.credential.as_ref().map_or("", |c| c.scheme));
        found.iter().map(told).filter(|(_, confidence, _)| *confidence >= 70).collect::<Vec<_>>()
    };
    for (text, place, value, scheme) in [
        ("Host: x\r\nX-Password: h4Rter-91\r\nX-A: b\r\n", "http.request.header", ":h4Rter-91", "header"),
        ("x-user: bob\nx-password: h4Rter 91\n", "amqp.message.header", "bob:h4Rter 91", "header"),
        ("X-Api-Key: 0123456789abcdef01\r\n", "http.request.header", ":0123456789abcdef01", "header"),
        (
            "Referer: http://a/x?user=bob&password=h4Rter-91\r\nDNT: 1\r\n",
            "http.request.header",
            "bob:h4Rter-91",
            "header",
        ),
        ("X-Json: {\"user\":\"bob\",\"password\":\"h4Rter-91\"}\r\n", "http.request.header", "bob:h4Rter-91", "header"),
        ("X-Db: postgres://crm:h4Rter-91@db.example.cn/x\r\n", "http.request.header", "crm:h4Rter-91", "header"),
        ("authorization: Basic Ym9iOmg0UnRlci05MQ==\n", "amqp.message.header", "bob:h4Rter-91", "basic"),
        ("Subject: Your password: h4Rter-91 is new\r\nTo: x\r\n", "smtp.message.header", ":h4Rter-91", "header"),
        ("a=1; user=bob; password=h4Rter-91; b=2", "http.request.cookie", "bob:h4Rter-91", "cookie"),
        ("password=h4Rter-91; Path=/; Secure", "http.response.cookie", ":h4Rter-91", "cookie"),
    ] {
        assert_eq!(of(text, place), [(value.to_owned(), 90 - 8 * u8::from(text.contains("Api")), scheme)], "{text}");
    }
    for (text, place) in [
        (
            "x-csrf-token: 0123456789abcdef01\r\nETag: \"0123456789abcdef01\"\r\nX-Request-Id: 1f0c\r\n",
            "http.request.header",
        ),
        (
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nIdempotency-Key: 0123456789abcdef01\r\n",
            "http.request.header",
        ),
        ("Access-Control-Allow-Headers: Authorization, X-Api-Key, token\r\nServer: x\r\n", "http.response.header"),
        ("WWW-Authenticate: Basic realm=\"password\"\r\nX-Cache-Bypass: cookie\r\n", "http.response.header"),
        (
            "X-RateLimit-Remaining-Tokens: 19999999\r\nSec-Token-Binding: AIkAAgBBQFzK0m9vFPQ1\r\n",
            "http.response.header",
        ),
        (
            "X-WSSE: UsernameToken Username=\"bob\", PasswordDigest=\"quR/EWLAV4xLf9Zqyw4pDmfV9OY=\", Nonce=\"d36e3162\"\r\n",
            "http.request.header",
        ),
        ("Subject: Reset your password: follow these steps\r\nX-A: b\r\n", "smtp.message.header"),
        ("token=0123456789abcdef01; sessionid=0123456789abcdef01; auth_secret=0123456789abcdef", "http.request.cookie"),
        ("csrftoken=0123456789abcdef01; pwdt_id=jd_0123456789ab; pass_ticket=0123456789abcdef", "http.request.cookie"),
    ] {
        assert_eq!(of(text, place), [], "{text}");
    }
}

/// Names every value the field `location`.
struct Location;

impl Locate for Location {
    fn locate(&mut self, _: &[u8], _: usize, _: usize) -> Located<'_> {
        Located { path: "location", ..Located::default() }
    }
}

#[test]
fn what_the_parser_tells_of_a_location_is_not_told_again() {
    let text = b"Location: http://bob:h4Rter-91@a/\r\n";
    let at = |place| Leaf { format: Format::Fields, place, ..leaf(text) };
    assert!(groups_at(&at("http.response.header"), &mut Location).is_empty());
    assert_eq!(groups_at(&at("http.response.body"), &mut Location).len(), 1);
}
