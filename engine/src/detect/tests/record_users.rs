//! Who logs in, where a record names several.

use super::logins::logins;
use super::{BUILTIN, drained, scanner};
use crate::detect::Collector;
use crate::message::Format;

#[test]
fn an_account_goes_before_how_its_owner_is_reached() {
    for (text, format, user) in [
        (r#"{"user":"bob","phone":"13800000001","password":"h4Rter-91"}"#, Format::Json, "bob"),
        (r#"{"email":"b@example.cn","password":"h4Rter-91","username":"bob"}"#, Format::Json, "bob"),
        (r#"{"email":"b@example.cn","password":"h4Rter-91","phone":"13800000001"}"#, Format::Json, "b@example.cn"),
        (r#"{"email":"b@example.cn","password":"h4Rter-91"},{"user":"eve"}"#, Format::Json, "b@example.cn"),
        ("user=bob&mobile=13800000001&password=h4Rter-91", Format::Fields, "bob"),
        ("password=h4Rter-91&mobile=13800000001&user=bob", Format::Fields, "bob"),
        ("user: bob\nphone: 13800000001\npassword: h4Rter-91\n", Format::Text, "bob"),
        ("user: eve\n\nemail: b@example.cn\npassword: h4Rter-91\n", Format::Text, "b@example.cn"),
        ("user: eve\npwd: x\nemail: b@example.cn\npassword: h4Rter-91\nuser: ann\n", Format::Text, "b@example.cn"),
        ("<u><user>bob</user><email>b@example.cn</email><password>h4Rter-91</password></u>", Format::Markup, "bob"),
        ("login user bob password h4Rter-91 phone=13800000001", Format::Text, "bob"),
        (r#"{"user":"bob","token":"x1","phone":"13800000001","password":"h4Rter-91"}"#, Format::Json, "bob"),
        ("rolname,rolcanlogin,rolpassword\nbob,t,h4Rter-91\n", Format::Csv, ""),
        ("{\"password\":\"h4Rter-91\",\"login\":true}", Format::Json, ""),
    ] {
        let found = logins(text, format, "http.request.body");
        assert_eq!(found.iter().map(|g| &*g.values[0]).collect::<Vec<_>>(), [format!("{user}:h4Rter-91")], "{text}");
    }
}

#[test]
fn a_list_of_recipients_is_nobody_s_name() {
    for (text, format, user) in [
        ("un=bob&pw=h4Rter-91&phone=13800000001,13800000002,13800000003", Format::Fields, "bob"),
        ("pswd=h4Rter-91&mobile=13800000001,13800000002", Format::Fields, ""),
        ("pswd=h4Rter-91&mobile=13800000001", Format::Fields, "13800000001"),
        (r#"{"password":"h4Rter-91","email":"b@example.cn;c@example.cn"}"#, Format::Json, ""),
    ] {
        let found = logins(text, format, "http.request.body");
        assert_eq!(found.iter().map(|g| &*g.values[0]).collect::<Vec<_>>(), [format!("{user}:h4Rter-91")], "{text}");
    }
}

#[test]
fn fields_of_a_form_that_stand_apart_are_put_together() {
    let of = |fields: &[(&str, &str)]| {
        let (mut scanner, mut collector) = (scanner(&BUILTIN), Collector::default());
        scanner.begin(0);
        for (name, value) in fields {
            let place = format!("http.request.body[multipart]:{name}");
            scanner.field(&place, name, value.as_bytes(), &mut collector);
        }
        scanner.end_form(&mut collector);
        scanner.begin(0);
        scanner.field("http.request.body[multipart]:pwd", "pwd", b"other-1", &mut collector);
        scanner.end_form(&mut collector);
        drained(&mut collector).into_iter().map(|g| (g.values[0].clone(), g.confidence)).collect::<Vec<_>>()
    };
    let other = (":other-1".to_owned(), 90);
    let login = |value: &str| vec![(value.to_owned(), 90), other.clone()];
    assert_eq!(of(&[("userName", "bob"), ("note", "x"), ("password", "a{b} <c>&d")]), login("bob:a{b} <c>&d"));
    assert_eq!(of(&[("user[login]", "bob"), ("user[password]", "密码2046!")]), login("bob:密码2046!"));
    assert_eq!(of(&[("password", "Tr0ub4dor"), ("user", "bob")]), login("bob:Tr0ub4dor"));
    assert_eq!(of(&[("password", "Tr0ub4dor")]), login(":Tr0ub4dor"));
    // How somebody is reached tells who logs in only where nothing else does.
    let (user, mobile, secret) = (("username", "bob"), ("mobile", "13812345678"), ("password", "Tr0ub4dor"));
    for fields in [[user, mobile, secret], [mobile, user, secret], [mobile, secret, user], [secret, user, mobile]] {
        assert_eq!(of(&fields), login("bob:Tr0ub4dor"), "{fields:?}");
    }
    for fields in [[mobile, secret], [secret, mobile], [("username", ""), secret]] {
        let user = if fields.contains(&mobile) { mobile.1 } else { "" };
        assert_eq!(of(&fields), login(&format!("{user}:Tr0ub4dor")), "{fields:?}");
    }
    assert_eq!(of(&[("user", "bob"), ("password", "")]), login(":")[1..]);
    assert_eq!(of(&[("user", "bob"), ("password_hint", "my dog's name")]), [other]);
}
