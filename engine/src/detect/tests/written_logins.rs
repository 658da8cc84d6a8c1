//! Logins as people write them: settings, commands, statements, tickets, tables of a wiki.

use super::logins::{logins, surest};
use crate::message::Format;

fn only(text: &str, format: Format) -> (String, u8) {
    let found = logins(text, format, "http.response.body");
    assert_eq!(found.len(), 1, "{text}: {found:?}");
    assert_eq!(found[0].values.len(), 1, "{text}: {found:?}");
    (found[0].values[0].clone(), found[0].confidence)
}

#[test]
fn settings_are_read_with_their_users() {
    for (text, format) in [
        ("[client]\nuser = bob\npassword = h4Rter-91\n", Format::Text),
        ("username = \"bob\"\npassword = \"h4Rter-91\"\n", Format::Text),
        ("Data Source=db1;User ID=bob;Password=h4Rter-91\n", Format::Text),
        (r#"{"msg":"{\"user\": \"bob\", \"password\": \"h4Rter-91\"}"}"#, Format::Json),
        ("DEBUG user=bob passwd=h4Rter-91 from 10.0.0.1\n", Format::Text),
        ("<Resource name='x' username=\"bob\" password=\"h4Rter-91\"/>", Format::Markup),
        ("<add key=\"user\" value=\"bob\"/><add key=\"password\" value=\"h4Rter-91\"/>", Format::Markup),
        ("machine ftp.corp.cn login bob password h4Rter-91\n", Format::Text),
        ("username bob privilege 15 password 0 h4Rter-91\n", Format::Text),
        ("用户名 bob 密码 h4Rter-91\n", Format::Text),
        ("账号/密码：bob/h4Rter-91\n", Format::Text),
        ("账号密码: bob / h4Rter-91\n", Format::Text),
        ("user/pass: bob/h4Rter-91\n", Format::Text),
        ("- **Username:** bob\n- **Password:** `h4Rter-91`\n", Format::Text),
        ("**Username**: bob\n**Password**: h4Rter-91\n", Format::Text),
        ("CREATE USER bob WITH PASSWORD 'h4Rter-91';", Format::Text),
        ("ALTER ROLE bob WITH PASSWORD 'h4Rter-91';", Format::Text),
        ("CREATE USER 'bob'@'%' IDENTIFIED BY 'h4Rter-91'", Format::Text),
        ("alter user `bob`@localhost identified with caching_sha2_password by 'h4Rter-91';", Format::Text),
        ("create or replace user bob@'%' identified by 'h4Rter-91'", Format::Text),
        ("SET x; CREATE USER bob@localhost IDENTIFIED BY 'h4Rter-91'", Format::Text),
        ("GRANT ALL ON d.* TO bob@db.example.cn IDENTIFIED BY \"h4Rter-91\"", Format::Text),
        ("CREATE USER IF NOT EXISTS `bob`@`10.%` IDENTIFIED BY \"h4Rter-91\"", Format::Text),
        ("create user bob identified by 'h4Rter-91'", Format::Text),
        ("db=d&q=CREATE USER bob WITH PASSWORD 'h4Rter-91'", Format::Fields),
        ("CREATE USER bob\n  IDENTIFIED BY 'h4Rter-91'", Format::Text),
        ("ALTER USER 'bob' IDENTIFIED BY \"h4Rter-91\"", Format::Text),
        ("CREATE LOGIN [bob] WITH PASSWORD=N'h4Rter-91', CHECK_POLICY=OFF", Format::Text),
        ("ALTER LOGIN bob WITH PASSWORD = N'h4Rter-91'", Format::Text),
        ("create role bob with login encrypted password E'h4Rter-91'", Format::Text),
        ("ALTER ROLE bob PASSWORD $$h4Rter-91$$", Format::Text),
        ("ALTER ROLE bob PASSWORD $x$h4Rter-91$x$;", Format::Text),
        ("CREATE ROLE bob WITH PASSWORD = 'h4Rter-91' AND LOGIN = true", Format::Text),
        ("CREATE USER IF NOT EXISTS bob WITH PASSWORD 'h4Rter-91'", Format::Text),
        ("select id from u where user='bob' and password=SHA2('h4Rter-91',256)", Format::Text),
        ("select id from u where user='bob' and password = hex( AES_ENCRYPT('h4Rter-91', k))", Format::Text),
        ("select id from u where user='bob' and password=crypt('h4Rter-91',gen_salt('bf'))", Format::Text),
        ("create server s options (host '192.0.2.4', user 'bob', password 'h4Rter-91', database 'x')", Format::Text),
        (
            "create user mapping if not exists for carl server s options (user 'bob', password 'h4Rter-91')",
            Format::Text,
        ),
    ] {
        assert_eq!(only(text, format), ("bob:h4Rter-91".to_owned(), 90), "{text}");
    }
    for (text, format) in [
        ("define('DB_PASSWORD', 'h4Rter-91');", Format::Source),
        ("define( \"DB_PASSWORD\" , \"h4Rter-91\" );", Format::Text),
        ("Your \"password\" is h4Rter-91.\n", Format::Text),
        ("Your **password** is h4Rter-91.\n", Format::Text),
        ("sshpass -p 'h4Rter-91' ssh 10.0.0.5\n", Format::Text),
        ("PGPASSWORD=letmein psql crm\n", Format::Text),
        ("SET PASSWORD FOR 'bob'@'%' = PASSWORD('h4Rter-91')", Format::Text),
    ] {
        let (value, confidence) = only(text, format);
        assert!(value.starts_with(':') && confidence == 90, "{text}: {value} {confidence}");
    }
}

#[test]
fn a_hash_in_a_statement_is_no_password() {
    for (text, user) in [
        (
            "ALTER USER \"bob\" PASSWORD 'SCRAM-SHA-256$4096:8gSpgnFmK4bhWg==$+FWxUYd55g9yua3m=:4okXWFrVa+MaZeVySPjX2D='",
            "bob",
        ),
        ("ALTER USER bob PASSWORD 'md5278730017a881e81d246373729c4f2e3'", "bob"),
        ("password: $2y$10$abcdefghijklmnopqrstuvABCDEFGHIJ", ""),
    ] {
        let (value, confidence) = only(text, Format::Text);
        assert!(value.starts_with(&format!("{user}:")) && confidence == 60, "{text}: {value} {confidence}");
    }
    assert_eq!(surest("user=bob password=md5sum-of-it9", Format::Text, "smtp.body"), 90);
}

#[test]
fn what_only_reads_like_settings_is_none() {
    for text in [
        "create table u (username varchar(40), password varchar(40))",
        "user must reset the password every 90 days\n",
        "The password 'is too short' was told\n",
        "IDENTIFIED BY 'h4Rter-91'",
        "CREATE USER 'bob'@'%' IDENTIFIED BY PASSWORD '*6BB4837EB74329105EE4568DDA7DC67ED2CA2AD9'",
        "CREATE USER 'bob'@'%' IDENTIFIED BY '${PASSWORD}'",
        "CREATE USER 'bob'@'%' IDENTIFIED BY ''",
        "'bob'@",
        "'@'@' IDENTIFIED BY '",
        "define('DB_PASSWORD', getenv('X'));",
        "sshpass -f file",
        "create user bob identified by values",
        "GRANT x, identified by 'h4Rter-91'",
        "drop replication origin identified by its name",
        "ALTER ROLE bob PASSWORD $$",
        "where user='bob' and password=md5(salt || 'h4Rter-91')",
    ] {
        assert_eq!(surest(text, Format::Text, "http.response.body"), 0, "{text}");
    }
    // What a form on a page holds is the page's.
    let field = "<input type=\"password\" name=\"password\" value=\"Tr0ub4dor\">";
    assert!(surest(field, Format::Markup, "http.response.body") <= 60);
    let script = "<a href=\"x\" onclick=\"let a = 1; password='Tr0ub4dor'\">";
    assert!(surest(script, Format::Markup, "http.response.body") <= 60);
}

#[test]
fn a_table_of_a_wiki_holds_logins() {
    let text = "# Access\n\n| 系统 | 账号 | 密码 |\n|---|:---:|---|\n| CRM | bob | `h4Rter-91` |\n| VPN | eve | W{in}ter-22 |\n\n\
                | a | b | c |\n";
    let of = |text: &str| {
        let found = logins(text, Format::Text, "http.response.body");
        found.into_iter().map(|g| (g.values[0].clone(), g.confidence)).collect::<Vec<_>>()
    };
    let both = [("bob:h4Rter-91".to_owned(), 90), ("eve:W{in}ter-22".to_owned(), 90)];
    assert_eq!(of(text), both);
    assert_eq!(of(&text.replace('\n', "\r\n")), both);
    // Two columns of secrets are read once.
    let two = "| user | password | api_secret |\n|-|-|-|\n| bob | h4Rter-91 | 0123456789abcdef01 |";
    assert_eq!(of(two).len(), 2);
    for none in [
        "| user | password |\n| bob | h4Rter-91 |\n",
        "| user | password |\n|---|\n| bob | h4Rter-91 |\n",
        "| user | password |\n|---|---|\n",
        "| user | password |",
        "| password |\n|---|\n| --- |\n| *** |\n",
    ] {
        assert_eq!(of(none), [], "{none}");
    }
}

#[test]
fn escaped_equals_signs_of_an_event_are_read() {
    let (value, confidence) = only(r"CEF:0|crm|api|1|7|login|3|msg=password\=h4Rter-91 cs1Label\=x", Format::Text);
    assert!(value.ends_with(":h4Rter-91") && confidence >= 70, "{value} {confidence}");
}

#[test]
fn marks_of_markdown_and_of_chinese_texts_are_no_part_of_a_login() {
    for text in [
        "- **账号**：bob\n- **密码**：h4Rter-91\n",
        "**账号**: bob\n**密码**: h4Rter-91\n",
        "账号：bob 密码：**h4Rter-91**\n",
        "User: **bob**\nPassword: **h4Rter-91**\n",
        "**User:** **bob**\n**Password:** **h4Rter-91**\n",
        "User: bob\nPassword: **h4Rter-91**.\n",
        "账号：bob\n密码为：h4Rter-91\n",
        "账号：bob\n密码为 h4Rter-91\n",
        "账号：bob\n【密码】h4Rter-91\n",
        "账号：bob\n【密码】：h4Rter-91\n",
        "账号：bob 密码【h4Rter-91】\n",
        "账号：bob\n初始密码h4Rter-91，请修改\n",
        "账号 ：bob\n密码 ：h4Rter-91\n",
        "User: bob\nPassword*: h4Rter-91\n",
        "local-user bob password cipher h4Rter-91\n",
        "local-user bob password simple h4Rter-91\n",
    ] {
        assert_eq!(only(text, Format::Text), ("bob:h4Rter-91".to_owned(), 90), "{text}");
    }
    for text in [
        "账号admin，密码h4Rter-91\n",
        "super password cipher h4Rter-91\n",
        "set authentication password simple h4Rter-91\n",
    ] {
        assert_eq!(only(text, Format::Text), (":h4Rter-91".to_owned(), 90), "{text}");
    }
    let gb = "初始密码h4Rter-91，【密码】h4Rter-92";
    let (gb, _, _) = encoding_rs::GB18030.encode(gb);
    assert_eq!(super::sure(&gb, crate::message::Charset::Gb18030).len(), 2);
}

#[test]
fn what_stands_in_brackets_or_touches_the_word_is_seldom_a_password() {
    for text in [
        "点击【修改密码】button即可\n",
        "密码【8-16位字母】\n",
        "请输入【密码】OK\n",
        "密码AES256加密存储\n",
        "密码SHA256散列\n",
        "初始密码6位\n",
        "password: ********\n",
        "password: ****\n",
        "**密码**：**\n",
        "password cipher required\n",
    ] {
        assert!(surest(text, Format::Text, "http.response.body") < 70, "{text}");
    }
    let text = "local-user bob password cipher %^%#h4Rter-91xyz%^%#\n";
    assert!(surest(text, Format::Text, "http.response.body") <= 60);
}

#[test]
fn a_column_alone_holds_secrets() {
    // A value under a key of Redis (`SET user:1:password …`) stands so.
    for text in ["user:*:password\nh4Rter-91\n", "password\r\nh4Rter-91\r\n", "\"config:db:pwd\"\n\"h4Rter-91\"\n"] {
        assert_eq!(only(text, Format::Csv), (":h4Rter-91".to_owned(), 90), "{text}");
    }
    for text in ["how to set a password\nBob\n", "password=x1\nBobby\n", "user:*:passwords-seen\n12\n"] {
        assert_eq!(surest(text, Format::Csv, "redis.command"), 0, "{text}");
    }
}
