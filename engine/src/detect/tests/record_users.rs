//! Who logs in, where a record names several.

use super::logins::logins;
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
