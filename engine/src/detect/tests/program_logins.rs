//! Code where a text, not a program's source, holds it: patches, tickets, messages.

use super::logins::surest;
use crate::message::Format;

const CODE: [&str; 20] = [
    "const password = req.body.password;",
    "var pwd = config.db.pwd;",
    "password: process.env.DB_PASSWORD,",
    "password: config.password",
    "auth.password = settings.auth.password",
    "self.password = password",
    "this.password = other.password",
    "password = user.profile.password",
    "return { password: hash.digest.hex }",
    "password: props.user.password,",
    "db.password=db.password.default",
    "password = $password1;",
    "password := cfg.Password",
    "conn.password = params.password_1",
    "password: user.newPassword,",
    "-    password = old.value1",
    "password = ctx->password;",
    "password = Settings::PASSWORD;",
    "password = input(\"Password: \")",
    "password = prompt(\"New password: \", x, \"abc\")",
];

#[test]
fn names_in_programs_are_doubtful_in_every_carrier() {
    for place in ["http.request.body", "smtp.body"] {
        for code in CODE {
            let text = format!("# setup\n{code}\nreturn true\n");
            assert!(surest(&text, Format::Text, place) <= 45, "{text}");
            let json = serde_json::json!({ "diff": format!("@@ -1,3 +1,4 @@\n {code}\n return x") }).to_string();
            assert!(surest(&json, Format::Json, place) <= 45, "{json}");
        }
    }
}

#[test]
fn passwords_with_dots_and_dollars_are_none_of_them() {
    for password in ["P@ss.word1", "hunter2.Summer", "$ecret123", "Sommer.2024!", "a.b.c9", "w1nter.is.coming"] {
        for text in [format!("password: {password}\n"), format!("user=bob password={password}\nx=1\n")] {
            assert_eq!(surest(&text, Format::Text, "http.request.body"), 90, "{text}");
        }
    }
    for (text, format) in [
        ("password=config.password&x=1", Format::Fields),
        ("{\"password\":\"config.password\"}", Format::Json),
        ("{\"note\":\"password: \\\")x9,abc\\\"\"}", Format::Json),
    ] {
        assert_eq!(surest(text, format, "http.request.body"), 90, "{text}");
    }
}
