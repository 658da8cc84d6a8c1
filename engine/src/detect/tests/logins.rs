//! Logins in content and from parsers.

use super::{BUILTIN, drained, groups_at, leaf, scanner};
use crate::detect::{Collector, Group, Samples};
use crate::message::{Credential, Format, Leaf, NoPlace};

fn logins(text: &str, format: Format, place: &str) -> Vec<Group> {
    let found = groups_at(&Leaf { format, place, ..leaf(text.as_bytes()) }, &mut NoPlace);
    found.into_iter().filter(|g| g.detector.starts_with("credential.")).collect()
}

#[test]
fn forms_queries_json_and_configuration_are_read_alike() {
    for (text, format, place, scheme, value) in [
        ("username=osimmons&password=Crm@1499vb", Format::Fields, "http.request.body", "form", "osimmons:Crm@1499vb"),
        ("pwd=h4rter-9&login=bob", Format::Fields, "http.request.query", "query", "bob:h4rter-9"),
        ("user=bob&password=tr0ub4dor\u{1f}3&x=1", Format::Fields, "http.request.body", "form", "bob:tr0ub4dor&3"),
        ("to=/a?user=bob\u{1f}password=h4rter-9\u{1f}x", Format::Fields, "http.request.body", "form", "bob:h4rter-9"),
        (r#"{"user": "bob", "passwd": "h4\"r"}"#, Format::Json, "http.request.body", "json", r#"bob:h4\"r"#),
        (
            r#"[{"a":1},{"password":"Tr0ub4dor","userName":"eve"}]"#,
            Format::Json,
            "http.request.body",
            "json",
            "eve:Tr0ub4dor",
        ),
        (
            "DB_USER=parkerthomas\nDB_PASSWORD=Admin#1998Yh\n",
            Format::Text,
            "http.request.body",
            "config",
            "parkerthomas:Admin#1998Yh",
        ),
        ("用户名：张三 密码：Tr0ub4dor", Format::Text, "http.request.body", "config", "张三:Tr0ub4dor"),
        (
            "aws_access_key_id=AKIAIOSFODNN7EXAMPLE\naws_secret_access_key=wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY",
            Format::Text,
            "http.request.body",
            "config",
            "AKIAIOSFODNN7EXAMPLE:wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY",
        ),
    ] {
        let found = logins(text, format, place);
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        assert_eq!(found[0].values, [value]);
        assert!(found[0].confidence >= 70 && found[0].detector == "credential.http" && found[0].awaits_outcome);
        assert_eq!(found[0].credential.as_ref().map(|c| c.scheme), Some(scheme));
    }
}

#[test]
fn keys_that_only_speak_of_secrets_are_no_logins() {
    for text in [
        "token_type=bearer",
        "password_hint=dog",
        "pass_rate=0.98",
        "passport=E12345678",
        "csrf_token=3f1c9d2e8b7a6f5e4d3c2b1a",
        "password=********",
        "password=",
        r#"{"password": null, "secret": "", "pwd": "***"}"#,
        "if (password == secret) { return token; }",
        "var pwd = $('#pwd').val();",
        r#"<input type="password" name="password" value="">"#,
        r#""password": {"type": "string"}"#,
    ] {
        let found = logins(text, Format::Text, "http.response.body");
        assert!(found.iter().all(|g| g.confidence < 70), "{text}: {found:?}");
    }
}

#[test]
fn plain_tokens_are_weak_and_oauth_ones_are_not() {
    let weak = logins("ts=1690000000000&token=0123456789abcdef0123456789abcdef", Format::Fields, "http.request.body");
    assert!(weak.iter().all(|g| g.confidence < 70), "{weak:?}");
    let oauth = r#"{"access_token":"2YotnFZFEjr1zCsicMWpAA00","token_type":"Bearer","expires_in":3600}"#;
    let found = logins(oauth, Format::Json, "http.response.body");
    assert!(found.len() == 1 && found[0].confidence >= 70 && !found[0].awaits_outcome, "{found:?}");
}

#[test]
fn a_token_that_is_a_jwt_is_only_a_jwt() {
    let text = r#"{"access_token":"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln","token_type":"Bearer"}"#;
    let found = groups_at(&Leaf { format: Format::Json, ..leaf(text.as_bytes()) }, &mut NoPlace);
    assert_eq!(found.iter().map(|g| g.detector).collect::<Vec<_>>(), ["jwt"]);
}

#[test]
fn a_login_says_everything_but_the_secret() {
    let mut collector = Collector::default();
    let login = Credential {
        scheme: "basic",
        user: b"alice",
        secret: b"Tr0ub4dor&3",
        path: "header:authorization",
        confidence: 95,
        awaits_outcome: true,
    };
    let mut scanner = scanner(&BUILTIN);
    scanner.credential("http", "http.request", &login, &mut collector);
    scanner.credential("http", "http.request", &login, &mut collector);
    scanner.credential("ftp", "ftp", &Credential { secret: b"", ..login }, &mut collector);
    let found = drained(&mut collector);
    assert_eq!(found.len(), 1, "one login, seen twice");
    let info = found[0].credential.clone().unwrap();
    assert_eq!((found[0].count, &*found[0].place), (2, "http.request:header:authorization"));
    assert_eq!(
        (info.user.as_str(), info.secret_length, info.secret_class.as_str()),
        ("a***", 11, "lower+upper+digit+symbol")
    );
    assert_eq!(found[0].values, ["alice:Tr0ub4dor&3"]);
    assert_eq!((info.secret_digest.len(), found[0].samples.clone()), (32, Samples::of("a***:***".to_owned())));
}
