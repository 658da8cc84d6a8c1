//! Logins in content and from parsers.

use super::{BUILTIN, drained, groups_at, leaf, scanner};
use crate::detect::{Collector, Group, Samples};
use crate::message::{Columns, Credential, Format, Leaf, Locate, Located, NoPlace};

pub(super) fn logins(text: &str, format: Format, place: &str) -> Vec<Group> {
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
        (r#"{"user": "bob", "passwd": "h4\"r"}"#, Format::Json, "http.request.body", "json", "bob:h4\"r"),
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
        assert!(found[0].confidence >= 70 && found[0].detector == "credential.http");
        assert_eq!(found[0].awaits_outcome, format != Format::Text, "a text is no login: {text}");
        assert_eq!(found[0].credential.as_ref().map(|c| c.scheme), Some(scheme));
    }
}

#[test]
fn what_only_stands_in_a_file_awaits_no_outcome() {
    let json = r#"{"user":"bob","password":"h4rter-9"}"#;
    for (place, awaits) in [
        ("http.request.body", true),
        ("http.request.body[multipart]:user", true),
        ("http.request.body[multipart]:user[base64]", true),
        ("http.request.body[multipart]:user[blob]", true),
        ("http.request.body[multipart]:file[a.json]", false),
        ("http.request.body[multipart]:file[id_rsa]", false),
        ("http.request.body:zip[a.json]", false),
    ] {
        assert_eq!(logins(json, Format::Json, place)[0].awaits_outcome, awaits, "{place}");
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

/// Confidence of the surest login.
pub(super) fn surest(text: &str, format: Format, place: &str) -> u8 {
    logins(text, format, place).iter().map(|g| g.confidence).max().unwrap_or(0)
}

#[test]
fn what_is_sent_is_a_secret_whatever_it_holds() {
    for (text, format) in [
        ("user=bob&password=P(a)s{s}<w>[0]rd%", Format::Fields),
        ("user=bob&password=password", Format::Fields),
        ("user=bob&password='5ZrX%TCn", Format::Fields),
        ("user=bob&password=\"j`}f0<Sa", Format::Fields),
        ("user=bob&password=密码2046!", Format::Fields),
        (r#"{"user": "bob", "password": "春天2046!"}"#, Format::Json),
        ("user=admin&pwd=changeme", Format::Fields),
        ("user=bob&password=%x7Qq\u{1f}1", Format::Fields),
        (r#"{"user": "bob", "password": "a{b}c(d)<e>f"}"#, Format::Json),
        (r#"{"user": "bob", "password": "correct horse battery staple"}"#, Format::Json),
        (r#"{"user": "bob", "password": "secret"}"#, Format::Json),
    ] {
        assert!(surest(text, format, "http.request.body") >= 70, "{text}");
    }
    for (text, format) in [
        ("user=bob&password=null", Format::Fields),
        ("user=bob&password={{password}}", Format::Fields),
        ("user=bob&password=%PASSWORD%", Format::Fields),
        (r#"{"password": "${DB_PASSWORD}"}"#, Format::Json),
        (r#"{"password": "<password>"}"#, Format::Json),
        (r#"{"password": "********"}"#, Format::Json),
    ] {
        assert_eq!(surest(text, format, "http.request.body"), 0, "{text}");
    }
    // A page's texts name a secret without being one.
    for text in [r#"{"password": "Enter your password"}"#, r#"{"password": "required"}"#] {
        assert_eq!(surest(text, Format::Json, "http.response.body"), 0, "{text}");
    }
}

#[test]
fn fields_are_named_as_products_name_them() {
    for (user, secret) in [
        ("user_name", "username_password"),
        ("ctl00$Main$UserName", "ctl00$Main$Password"),
        ("j_username", "j_password"),
        ("loginForm:user", "loginForm:password"),
        ("user[login]", "user[password]"),
        ("sap-user", "sap-password"),
        ("loginid", "userPsw"),
        ("uname", "pswd"),
        ("log", "pwd"),
        ("account", "psd"),
        ("userid", "user_pw"),
        ("user_id", "pw"),
        ("LOGIN_ID", "PASSWORT"),
        ("email", "motDePasse"),
        ("identifiant", "mdp"),
        ("usuario", "contraseña"),
        ("usuario", "contrasenaActual"),
        ("Benutzer", "Kennwort"),
        ("usuario", "senha"),
        ("yonghu", "mima"),
        ("账号", "密码"),
    ] {
        let form = format!("{user}=bob&{secret}=h4Rter\u{1f}91&x=1");
        let found = logins(&form, Format::Fields, "http.request.body");
        assert_eq!(found.iter().map(|g| &*g.values[0]).collect::<Vec<_>>(), ["bob:h4Rter&91"], "{form}");
        assert!(found[0].confidence >= 70, "{form}");
    }
    for name in [
        "password_name",
        "namedtokens",
        "username_password_hint",
        "upsdate",
        "psds",
        "custom_image",
        "cmdpath",
        "resenha",
    ] {
        assert_eq!(surest(&format!("{name}=h4Rter-91"), Format::Fields, "http.request.body"), 0, "{name}");
    }
}

#[test]
fn logs_sentences_and_addresses_tell_logins() {
    for (text, format, value) in [
        ("user=bob password=h4Rter-91 from 10.0.0.1", Format::Text, "bob:h4Rter-91"),
        ("INFO login user=bob, password=h4Rter-91, ip=1.2.3.4", Format::Text, "bob:h4Rter-91"),
        ("POST /login?user=bob&password=h4Rter-91 HTTP/1.1", Format::Text, "bob:h4Rter-91"),
        (r#"{"msg":"login user=bob password=h4Rter-91"}"#, Format::Json, "bob:h4Rter-91"),
        (r#"{"msg":"login user=bob password=h4Rter-91\r\nfrom"}"#, Format::Json, "bob:h4Rter-91"),
        ("您的密码是h4Rter-91，请勿泄露", Format::Text, ":h4Rter-91"),
        ("用户名：bob，初始密码为 h4Rter-91。", Format::Text, "bob:h4Rter-91"),
        ("初始密码：h4Rter-91，请尽快修改", Format::Text, ":h4Rter-91"),
        ("Username: bob. Your password is h4Rter-91.", Format::Text, "bob.:h4Rter-91"),
        ("<p>Your password is: h4Rter-91</p>", Format::Markup, ":h4Rter-91"),
        ("db: postgres://crm:h4Rter-91@db.example.cn:5432/crm", Format::Text, "crm:h4Rter-91"),
        ("see https://bob:h4Rter-91@[2001:db8::1]/x", Format::Text, "bob:h4Rter-91"),
        ("REDIS_URL=redis://:h4Rter-91@cache/0", Format::Text, ":h4Rter-91"),
        ("DB_URL=postgres://crm:S3cr3t%21pass@10.1.2.3/crm", Format::Text, "crm:S3cr3t!pass"),
        ("mysql://bob:p%40ssw0rd@db.example.cn/x", Format::Text, "bob:p@ssw0rd"),
        ("mysql://bob:p@ssw0rd@db.example.cn/x", Format::Text, "bob:p@ssw0rd"),
        ("{\"u\":\"amqp://bob%40corp:%24a%2Fb%20c9@mq\"}", Format::Json, "bob@corp:$a/b c9"),
        (r#"[{"name":"password" , "value": "h4Rter-91"}]"#, Format::Json, ":h4Rter-91"),
        (r#"{"user":["bob"],"password":["h4Rter-91"]}"#, Format::Json, "bob:h4Rter-91"),
        (r#"[{"Key":"Password","Value":"h4Rter-91"},{"Key":"Phone","Value":"x"}]"#, Format::Json, ":h4Rter-91"),
        (r#"{"key":"password","value":{"stringValue":"h4Rter-91"}}"#, Format::Json, ":h4Rter-91"),
        ("CEF:0|v|p|1|4|login|5|msg=user\\=bob password\\=h4Rter-91 src=192.0.2.7", Format::Text, "bob:h4Rter-91"),
    ] {
        let found = logins(text, format, "smtp.body");
        assert_eq!(found.iter().map(|g| &*g.values[0]).collect::<Vec<_>>(), [value], "{text}");
        assert!(found[0].confidence >= 70, "{text}");
    }
    for (text, format) in [
        ("Your password is required.", Format::Text),
        ("The password is too short, 8 characters at least", Format::Text),
        ("password: 8-20 characters", Format::Text),
        ("密码是什么？", Format::Text),
        ("您的密码为空", Format::Text),
        ("postgres://user:password@localhost/db and http://user:pass@host", Format::Text),
        ("http://${USER}:${PASSWORD}@host/", Format::Text),
        ("at http://crm.example.cn:8080/a?b=c mail bob@example.cn", Format::Text),
        ("mailto:bob@example.cn", Format::Text),
        (r#"[{"name":"password","value":""},{"name":"password","type":"h4Rter-91"}]"#, Format::Json),
    ] {
        assert!(surest(text, format, "smtp.body") < 70, "{text}: {:?}", logins(text, format, "smtp.body"));
    }
}

#[test]
fn a_quoted_authorization_is_a_login() {
    // bob:h4Rter-91, and a token.
    for (text, format, scheme, value) in [
        ("GET / HTTP/1.1\r\nAuthorization: Basic Ym9iOmg0UnRlci05MQ==\r\n", Format::Text, "basic", "bob:h4Rter-91"),
        ("curl -H 'Authorization: Basic Ym9iOmg0UnRlci05MQ=='", Format::Text, "basic", "bob:h4Rter-91"),
        ("headers={Proxy-Authorization=[basic Ym9iOmg0UnRlci05MQ]}", Format::Text, "basic", "bob:h4Rter-91"),
        (r#"{"authorization": "Basic Ym9iOmg0UnRlci05MQ=="}"#, Format::Json, "basic", "bob:h4Rter-91"),
        (r#"[{"name":"Authorization","value":"Basic Ym9iOmg0UnRlci05MQ=="}]"#, Format::Json, "basic", "bob:h4Rter-91"),
        (r#"{"msg":"{\"Authorization\":\"Basic Ym9iOmg0UnRlci05MQ==\"}"}"#, Format::Json, "basic", "bob:h4Rter-91"),
        (
            "Authorization: Bearer 2YotnFZFEjr1zCsicMWpAA",
            Format::Text,
            "bearer",
            "authorization:2YotnFZFEjr1zCsicMWpAA",
        ),
    ] {
        let found = logins(text, format, "http.request.body");
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        assert_eq!(found[0].values, [value], "{text}");
        assert!(found[0].confidence >= 82 && !found[0].awaits_outcome, "{text}");
        assert_eq!(found[0].credential.as_ref().map(|c| c.scheme), Some(scheme), "{text}");
    }
    for text in [
        "Authorization: Basic dXNlcjpwYXNzd29yZA==", // user:password
        "Authorization: Basic <credentials>",
        "Authorization: Basic realm",
        "Authorization: Bearer YOUR_ACCESS_TOKEN_HERE",
        "Authorization: Bearer ${TOKEN}",
        "Authorization: Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln",
        "authorization: basic authentication is used",
        "Authorization_Basic Ym9iOmg0UnRlci05MQ==",
        "AuthorizationBasic Ym9iOmg0UnRlci05MQ==",
        "Authorization: Digest username=\"bob\", response=\"h4Rter912\"",
    ] {
        assert_eq!(surest(text, Format::Text, "smtp.body"), 0, "{text}");
    }
}

#[test]
fn a_column_of_a_table_holds_logins() {
    let of = |text: &str| {
        let found = logins(text, Format::Csv, "http.request.body");
        assert!(found.iter().all(|g| !g.awaits_outcome));
        found.into_iter().map(|g| (g.values[0].clone(), g.confidence)).collect::<Vec<_>>()
    };
    let pairs = |pairs: &[(&str, u8)]| pairs.iter().map(|(v, c)| ((*v).to_owned(), *c)).collect::<Vec<_>>();
    let both = pairs(&[("bob:h4Rter-91", 90), ("eve:W{in}ter 22", 90)]);
    assert_eq!(of("id,username,password\n1,bob,h4Rter-91\n2,eve,W{in}ter 22\n"), both);
    assert_eq!(of("\"password\";\"user\"\r\n\"h4Rter-91\";\"bob\"\r\n\"W{in}ter 22\";\"eve\"\r\n"), both);
    assert_eq!(of("用户名\t密码\r\nbob\th4Rter-91\r\neve\tW{in}ter 22"), both);
    assert_eq!(of("\"user\",\"password\"\n\"bob\",\"h4\"\"R,ter-91\"\n"), pairs(&[("bob:h4\"R,ter-91", 90)]));
    let hashed =
        "login,password_hash,passwd\nbob,x,$2y$10$abcdefghijklmnopqrstuv\neve,x,5f4dcc3b5aa765d61d8327deb882cf99\n";
    assert_eq!(of(hashed).iter().map(|(_, c)| *c).collect::<Vec<_>>(), [60, 60]);
    for none in [
        "id,password_hint,name\n1,dog-1234,bob\n",
        "id,password\n",
        "id,password\n1,\n2,***\n3,NULL\n",
        "a,b\nreset password,h4Rter-91\n",
        "id;text\n1;no password,h4Rter-91\n",
        "id,\"password\n1,h4Rter-91",
    ] {
        assert_eq!(of(none), [], "{none}");
    }
    let many: String = "user,password\n".to_owned() + &"bob,h4Rter-91\n".repeat(500);
    assert_eq!(logins(&many, Format::Csv, "ftp.file")[0].count, 500);
}

#[test]
fn a_key_of_many_words_and_numbers_is_no_identifier() {
    for key in ["AWS_S3_V4_SECRET_KEY", "s3.eu-west-1.db2.password", "db-1.prod-2.eu-3.password", "oauth2ClientV2Pwd"] {
        let text = format!("{key}=wJalrXUtnFEMIK7MDENGbPxRfiCY");
        assert!(surest(&text, Format::Text, "http.request.body") >= 70, "{key}");
    }
    for key in ["-MxYz1aB3cD4eF5gHpwd", "3f1c9d2e8b7a4f5e9d3c2b1aPsd7"] {
        let text = format!("{{\"{key}\":\"13812345678\"}}");
        assert_eq!(surest(&text, Format::Json, "http.response.body"), 0, "{key}");
    }
}

#[test]
fn of_too_many_groups_the_first_of_the_largest_are_kept_in_every_run() {
    let users = (0..20).map(|i| format!("user=a{i}@h{i}.cn&password=Kx{i}-vq9")).collect::<Vec<_>>().join("&");
    let mut collector = Collector::default();
    scanner(&BUILTIN).scan(&Leaf { format: Format::Fields, ..leaf(users.as_bytes()) }, &mut NoPlace, &mut collector);
    let mut groups = Vec::new();
    collector.drain(10, 70, &mut groups);
    let kept: Vec<_> = groups.iter().filter_map(|g| g.credential.as_ref()).map(|c| c.user.clone()).collect();
    assert!(kept.len() >= 5, "{kept:?}");
    assert_eq!(kept, (0..kept.len()).map(|i| format!("a***@h{i}.cn")).collect::<Vec<_>>());
}

/// Accounts with passwords, all different.
fn accounts(count: usize) -> impl Iterator<Item = (String, String)> {
    (0..count).map(|i| (format!("user{i}"), format!("Kx{:05}-vq", i * 7919 % 100_000)))
}

#[test]
fn all_accounts_of_a_leak_are_counted_in_every_form() {
    const COUNT: usize = 3000;
    let list = |one: &dyn Fn(&str, &str) -> String, separator: &str| {
        accounts(COUNT).map(|(user, secret)| one(&user, &secret)).collect::<Vec<_>>().join(separator)
    };
    for (text, format) in [
        (format!("user,password\n{}\n", list(&|u, s| format!("{u},{s}"), "\n")), Format::Csv),
        (list(&|u, s| format!("{{\"user\":\"{u}\",\"password\":\"{s}\"}}"), "\n"), Format::Json),
        (list(&|u, s| format!("<u><name>{u}</name><password>{s}</password></u>"), "\n"), Format::Markup),
        (list(&|u, s| format!("user: {u} password: {s}"), "\n"), Format::Text),
        (
            format!(
                "INSERT INTO users (id, user, password) VALUES {};",
                list(&|u, s| format!("(1, '{u}', '{s}')"), ",\n")
            ),
            Format::Text,
        ),
        (list(&|u, s| format!("INSERT INTO users (user, password) VALUES ('{u}', '{s}');"), "\n"), Format::Text),
        (
            format!(
                "COPY users (id, user, password) FROM stdin;\n{}\n\\.\nx\ty\tz\n",
                list(&|u, s| format!("1\t{u}\t{s}"), "\n")
            ),
            Format::Text,
        ),
    ] {
        let found = logins(&text, format, "ftp.file");
        let head = text.get(..80).unwrap_or_default();
        assert_eq!(found.len(), 1, "{head}: one masked user, one place");
        let (login, values) = (found[0].credential.clone().unwrap(), found[0].values.len());
        assert_eq!((found[0].count, values), (COUNT as u64, COUNT), "{head}");
        assert!(found[0].distinct.abs_diff(COUNT as u64) < 150, "{head}: {}", found[0].distinct);
        assert_eq!((login.user.as_str(), login.secret), ("u***", None), "{head}");
        let last = accounts(COUNT).last().map(|(user, secret)| format!("{user}:{secret}")).unwrap();
        assert!(found[0].values.contains(&last), "{head}");
    }
}

#[test]
fn logins_of_very_many_users_and_places_are_counted_in_the_message() {
    let json = |one: &dyn Fn(usize, String, String) -> String| {
        accounts(2000).enumerate().map(|(i, (user, secret))| one(i, user, secret)).collect::<Vec<_>>().join("\n")
    };
    let users = json(&|i, user, secret| format!("{{\"user\":\"{user}@host{i}.cn\",\"password\":\"{secret}\"}}"));
    let found = logins(&users, Format::Json, "http.request.body");
    assert_eq!(found.iter().map(|g| g.count).sum::<u64>(), 2000);
    assert_eq!(found.len(), 193);
    let last = found.last().unwrap();
    assert_eq!((last.credential.as_ref().unwrap().user.as_str(), &*last.place), ("", "http.request.body"));
}

#[test]
fn a_table_goes_on_in_the_next_part_of_its_text() {
    struct Kept(Option<std::sync::Arc<Columns>>);
    impl Locate for Kept {
        fn locate(&mut self, _: &[u8], _: usize, _: usize) -> Located<'_> {
            Located::default()
        }
        fn columns(&mut self) -> Option<&mut Option<std::sync::Arc<Columns>>> {
            Some(&mut self.0)
        }
    }
    let found = |parts: &[&str], format: Format, resumes: bool| {
        let (mut scanner, mut collector, mut kept) = (scanner(&BUILTIN), Collector::default(), Kept(None));
        for (i, part) in parts.iter().enumerate() {
            let continues = i + 1 < parts.len();
            let leaf = Leaf { format, continues, resumes: resumes && i > 0, ..leaf(part.as_bytes()) };
            scanner.scan(&leaf, &mut kept, &mut collector);
        }
        assert!(kept.0.is_none(), "{parts:?}");
        drained(&mut collector).into_iter().flat_map(|g| g.values).filter(|v| v.contains(':')).collect::<Vec<_>>()
    };
    let both = ["bob:h4Rter-91", "eve:W1nter-22"];
    for (parts, format) in [
        (["user,password\nbob,h4Rter-91\n", "eve,W1nter-22\n"], Format::Csv),
        (["user,password\n", "bob,h4Rter-91\neve,W1nter-22\n"], Format::Csv),
        (["COPY u (user, password) FROM stdin;\nbob\th4Rter-91\n", "eve\tW1nter-22\n\\.\n"], Format::Text),
        (["INSERT INTO u (user, password) VALUES ('bob', 'h4Rter-91'),\n", "('eve', 'W1nter-22');"], Format::Text),
        (
            ["INSERT INTO u (user, password) VALUES ('bob', 'h4Rter-91'),('a',", "'b'),('eve', 'W1nter-22');"],
            Format::Text,
        ),
        (
            [
                "CREATE TABLE u (user text, password text);\nINSERT INTO u VALUES ('bob', 'h4Rter-91');\n",
                "INSERT INTO v VALUES ('a', 'Summer-11');\nINSERT INTO u VALUES ('eve', 'W1nter-22');\n",
            ],
            Format::Text,
        ),
        (
            [
                "CREATE TABLE u (user text, password text);\nINSERT INTO u VALUES ('bob', 'h4Rter-91'),",
                "('eve', 'W1nter-22');\nINSERT INTO v VALUES ('a', 'Summer-11');\n",
            ],
            Format::Text,
        ),
    ] {
        assert_eq!(found(&parts, format, false), both, "{parts:?}");
    }
    // Behind a gap a row may lack its first cells.
    let torn = ["user,password\nbob,h4Rter-91\n", "x,Summer-11,y\neve,W1nter-22\n"];
    assert_eq!(found(&torn, Format::Csv, true), both);
    // A row is no header, whatever its first cells say.
    assert_eq!(found(&["a,b\n1,2\n", "user,password\nbob,h4Rter-91\n"], Format::Csv, false), [""; 0]);
}

#[test]
fn statements_that_insert_accounts_hold_logins() {
    for (text, value, confidence) in [
        ("INSERT INTO users (id, username, password) VALUES (7, 'bob', 'h4Rter-91')", "bob:h4Rter-91", 90),
        ("insert into `crm`.`users`(`password`,`login`) values('h4''R(t),er', lower('bob'));", ":h4''R(t),er", 90),
        (
            "REPLACE INTO \"users\" (\"user\", a, \"password\")\n VALUES\n ('bob', f(1, ','), N'h4Rter-91'), ('eve', 1, 'x')",
            "bob:h4Rter-91",
            90,
        ),
        (
            "INSERT INTO users (email,passwd) VALUES ('bob@example.cn','5f4dcc3b5aa765d61d8327deb882cf99')",
            "bob@example.cn:5f4dcc3b5aa765d61d8327deb882cf99",
            60,
        ),
    ] {
        let found = logins(text, Format::Text, "mysql.query");
        assert_eq!(
            found.iter().map(|g| (&*g.values[0], g.confidence)).collect::<Vec<_>>(),
            [(value, confidence)],
            "{text}"
        );
    }
    for text in [
        "INSERT INTO users (username, password) VALUES (?, ?)",
        "INSERT INTO users (username, password) VALUES ('bob', concat('h4Rter-91'))",
        "INSERT INTO users (username, password) VALUES ('bob', NULL)",
        "INSERT INTO users (username, password) SELECT a, b FROM c",
        "INSERT INTO users (username, password) VALUES ('bob'",
        "INSERT INTO users (username, password) VALUES ('bob', 'h4Rter-91",
        "SELECT username, password FROM users WHERE id IN ('h4Rter-91')",
        "log into it (user, password) values ('bob')",
    ] {
        assert_eq!(surest(text, Format::Text, "mysql.query"), 0, "{text}");
    }
}

#[test]
fn dumps_say_the_columns_in_the_definition_of_the_table() {
    let mysql = "CREATE TABLE `accounts` (\n  `id` int(11) NOT NULL DEFAULT '7,(',\n  `username` varchar(40) DEFAULT NULL,\n  \
                 `password` varchar(40) DEFAULT NULL,\n  PRIMARY KEY (`id`),\n  KEY `password` (`password`)\n) ENGINE=InnoDB;\n\
                 LOCK TABLES `accounts` WRITE;\nINSERT INTO `accounts` VALUES\n(0,'bob','h4Rter-91'),\n(1,'eve','W1nter-22');\n\
                 INSERT INTO `accounts` VALUES (2,'ann','Summ3r-33');\n";
    let sqlite = "CREATE TABLE IF NOT EXISTS accounts(username text primary key, password text, constraint c unique (a));\n\
                  INSERT INTO other VALUES('x','N0ne-of-it');\nINSERT INTO accounts VALUES('bob','h4Rter-91');\n\
                  INSERT INTO accounts VALUES('eve','W1nter-22');\nINSERT INTO accounts VALUES('ann','Summ3r-33');\n";
    let postgres = "CREATE TABLE public.accounts (\n    id integer,\n    username character varying(40),\n    password text\n);\n\
                    CREATE TABLE public.b (\n    a integer\n);\n\
                    INSERT INTO public.accounts VALUES (0, 'bob', 'h4Rter-91');\n\
                    INSERT INTO public.accounts VALUES (1, 'eve', 'W1nter-22');\n\
                    INSERT INTO public.accounts VALUES (2, 'ann', 'Summ3r-33');\n";
    let server = "CREATE TABLE [dbo].[Users](\r\n\t[Id] [int] NOT NULL,\r\n\t[UserName] [nvarchar](50) NULL,\r\n\t\
                  [Password] [nvarchar](50) NULL,\r\n CONSTRAINT [PK] PRIMARY KEY CLUSTERED ([Id] ASC)\r\n) ON [PRIMARY]\r\nGO\r\n\
                  INSERT [dbo].[Users] ([Id], [UserName], [password]) VALUES (1, N'bob', N'h4Rter-91')\r\nGO\r\n\
                  INSERT [dbo].[Users] ([Id], [UserName], [password]) VALUES (2, N'eve', N'W1nter-22'), (3, N'ann', N'Summ3r-33')\r\nGO\r\n";
    for dump in [mysql, sqlite, postgres, server] {
        let found = logins(dump, Format::Text, "http.request.body");
        let values: Vec<_> = found.iter().flat_map(|g| &g.values).map(String::as_str).collect();
        assert_eq!(values, ["bob:h4Rter-91", "eve:W1nter-22", "ann:Summ3r-33"], "{dump}");
        assert!(found.iter().all(|g| g.confidence == 90 && &*g.place == "http.request.body:password"));
    }
    for none in [
        "CREATE TABLE a (password text);\nINSERT INTO a VALUES (1);\nINSERT INTO b VALUES ('h4Rter-91');\n",
        "the table (user, password text) INSERT INTO x VALUES ('h4Rter-91')",
        "CREATE TABLE a (password_hint text);\nINSERT INTO a VALUES ('h4Rter-91');\n",
        "CREATE TABLE a (user text, password te",
    ] {
        assert_eq!(surest(none, Format::Text, "http.request.body"), 0, "{none}");
    }
}

#[test]
fn elements_hold_logins_in_every_dialect_of_xml() {
    for text in [
        "<Login><userName>bob</userName><password>a{b}&lt;c&amp;d</password></Login>",
        "<Login><password>a{b}&lt;c&amp;d</password><userName>bob</userName></Login>",
        "<login user=\"bob\" password=\"a{b}&lt;c&amp;d\"/>",
        "<wsse:UsernameToken wsu:Id=\"u-1\"><wsse:Username>bob</wsse:Username>\n <wsse:Password Type=\"http://docs.oasis-open.org/\
         wss/2004/01/oasis-200401-wss-username-token-profile-1.0#PasswordText\">\n a{b}&lt;c&amp;d\n</wsse:Password>",
        "<p:user>bob</p:user><p:password><![CDATA[a{b}<c&d]]></p:password>",
        "<struct><member><name>username</name><value><string>bob</string></value></member>\n<member><name>password</name>\
         <value><string>a{b}&lt;c&amp;d</string></value></member></struct>",
        "<dict><key>user</key><string>bob</string>\n\t<key>password</key>\n\t<string>a{b}&lt;c&amp;d</string></dict>",
        "<add key=\"user\" value=\"bob\"/><add key=\"password\" value='a{b}&#60;c&#38;d' />",
        "<entry key=\"user\">bob</entry><entry key=\"password\">a{b}&lt;c&amp;d</entry>",
        "<field var='username'><value>bob</value></field><field var='password' type='text-private'><value>a{b}&lt;c&amp;d</value>\
         </field>",
    ] {
        let found = logins(text, Format::Markup, "http.request.body");
        assert_eq!(
            found.iter().map(|g| (&*g.values, g.confidence)).collect::<Vec<_>>(),
            [(&["bob:a{b}<c&d".to_owned()][..], 90)],
            "{text}"
        );
    }
    for text in [
        "<Login><password/><userName>bob</userName></Login>",
        "<Login><password></password><userName>bob</userName></Login>",
        "<password><hint>Tr0ub4dor</hint></password>",
        "<label for=\"password\">Kennwort2</label><input name=\"password\" type=\"password\"><p>Tr0ub4dor</p>",
        "<button name=\"password\">Tr0ub4dor</button>",
        "<td>Password</td><td><b>Trouble</b></td>",
        "<label>Password</label><input name=p><b>Tr0ub4dor</b>",
        "<label>Password</label><br/><a href=x>Tr0ub4dor</a>",
        "a=\"<td>Password</td><td>\";rows_2805809[5]['firstText']=\"</td>\"",
        "Password<b><b><b><b><b><b><b>Tr0ub4dor</b>",
        "<password",
        "<password>Tr0ub4dor",
        "<add key=\"password\" value=\"Tr0ub4dor",
        "<name>password</name><value><string><value><string><value>Trouble</value>",
    ] {
        assert_eq!(surest(text, Format::Markup, "http.request.body"), 0, "{text}");
    }
    for text in [
        "<p><b>User:</b> bob<br/><b>Password:</b> Tr0ub4dor<br/>",
        "<tr><td>Username</td><td>bob</td></tr>\n<tr><td style='x'>Password</td>\n<td class=\"y\">Tr0ub4dor</td></tr>",
        "<li>密码：<span>Tr0ub4dor</span></li>",
    ] {
        let found = logins(text, Format::Markup, "smtp.body");
        assert!(
            found.len() == 1 && found[0].values[0].ends_with(":Tr0ub4dor") && found[0].confidence == 90,
            "{found:?}"
        );
    }
    // In a page only what is no script's is sure.
    let page = |text: &str| surest(text, Format::Markup, "http.response.body");
    assert_eq!(page("<config><user>bob</user><password>Tr0ub4dor</password></config>"), 90);
    assert_eq!(page("<script>var password='Tr0ub4dor';</script>"), 60);
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
    let secret = info.secret.unwrap();
    assert_eq!((info.user.as_str(), secret.length, secret.class.as_str()), ("a***", 11, "lower+upper+digit+symbol"));
    assert_eq!(found[0].values, ["alice:Tr0ub4dor&3"]);
    assert_eq!((secret.digest.len(), found[0].samples.clone()), (32, Samples::of("a***:***".to_owned())));
}
