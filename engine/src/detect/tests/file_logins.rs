//! Logins in files and commands that no key of a secret tells of: options, `.netrc`, `.pgpass`, stores of registries.

use super::logins::logins;
use crate::message::Format;

/// User and secret of each login, and its confidence.
fn written(text: &str, format: Format) -> Vec<(String, u8)> {
    let found = logins(text, format, "http.response.body");
    let mut all: Vec<_> = found.iter().flat_map(|g| g.values.iter().map(|v| (v.clone(), g.confidence))).collect();
    all.sort();
    all
}

#[test]
fn options_of_commands_hold_logins() {
    for (command, login) in [
        ("curl -u amy:h4rter-9 https://api.example.cn/x", "amy:h4rter-9"),
        ("/usr/bin/curl -s -X POST \\\n  -u 'amy:h4rter-9' https://api.example.cn/x", "amy:h4rter-9"),
        ("curl --user \"amy:h4rter-9\" https://api.example.cn", "amy:h4rter-9"),
        ("curl --user=amy:h4:rter-9 https://api.example.cn", "amy:h4:rter-9"),
        ("curl -uamy:h4rter-9 https://api.example.cn", "amy:h4rter-9"),
        ("smbclient //192.0.2.9/share -U corp/amy%h4rter-9 -c ls", "corp/amy:h4rter-9"),
        ("mysql -h db -u root -ph4rter-9 crm < dump.sql", "root:h4rter-9"),
        ("sudo mysqldump -uroot -p'h4rter-9' crm > x", "root:h4rter-9"),
        ("mysqladmin -ph4rter-9 -u root shutdown", "root:h4rter-9"),
        ("mongosh --host db -u amy -p h4rter-9 crm", "amy:h4rter-9"),
        ("docker login -u amy -p h4rter-9 reg.example.cn", "amy:h4rter-9"),
        ("redis-cli -h db -a h4rter-9 get x", ":h4rter-9"),
        ("sqlcmd -S db -U sa -P 'h4rter-9' -Q 'select 1'", "sa:h4rter-9"),
    ] {
        for text in [format!("{command}\n"), format!("# x\n{command}\nls -u x:y\n"), command.to_owned()] {
            assert_eq!(written(&text, Format::Text), [(login.to_owned(), 90)], "{text}");
        }
        let json = serde_json::json!({ "cmd": command, "n": 1 }).to_string();
        assert_eq!(written(&json, Format::Json), [(login.to_owned(), 90)], "{json}");
    }
}

#[test]
fn other_commands_and_examples_hold_none() {
    for text in [
        "curl -u user:password https://x",
        "curl -u <user>:<password> https://x",
        "curl -u ${USER}:${PASS} https://x",
        "curl -u $USER:$TOKEN https://x",
        "curl -u amy https://x",
        "curl -u amy: https://x",
        "docker run -u 1000:1000 img",
        "docker run -u www:h4rter-9 -p 8080:80 img",
        "ps -u root:h4rter-9",
        "curl https://x; ps -u root:h4rter-9",
        "curl https://x\nps -u root:h4rter-9",
        "mysql -u root -p crm1234",
        "mysql -u root -p",
        "mysql -uroot -p$PW",
        "mysql -u root -p${PW}",
        "mysql -u root -pPASSWORD",
        "mysql -u root -p<password>",
        "mysql -uroot -p3306",
        "mkdir -p h4rter-9",
        "login -p h4rter-9",
        "ssh -p h4rter-9 x",
        "redis-cli -a",
        "Unlike mysql, -p is not asked for h4rter-9",
    ] {
        assert_eq!(written(&format!("{text}\n"), Format::Text), [], "{text}");
    }
    let doubted = written("curl -u username:api_token https://x\n", Format::Text);
    assert!(doubted.iter().all(|(_, confidence)| *confidence <= 45), "{doubted:?}");
}

fn told(text: &str) -> Vec<(String, u8)> {
    written(text, Format::Text)
}

#[test]
fn files_for_ftp_are_read() {
    for text in [
        "machine git.example.cn login amy password kettle\n",
        "machine git.example.cn\n  login amy\n  password kettle\n",
        "machine git.example.cn\r\nlogin amy\r\npassword kettle\r\n",
        "# mine\nmachine git.example.cn\nlogin amy\naccount x\npassword kettle",
        "default login amy password kettle\n",
    ] {
        let worth = if text.starts_with("default") { 45 } else { 90 };
        assert_eq!(told(text), [("amy:kettle".to_owned(), worth)], "{text}");
    }
    let both = told("machine a login amy password h4rter-9\nmachine b.example.cn\nlogin bob\npassword h4rter-8\n");
    assert_eq!(both, [("amy:h4rter-9".to_owned(), 90), ("bob:h4rter-8".to_owned(), 90)]);
    for text in [
        "The machine has a login prompt. Enter login and password to continue.\n",
        "machine example.cn login amy password <password>\n",
        "our machine git.example.cn login amy password kettle\n",
    ] {
        assert!(told(text).iter().all(|(_, worth)| *worth <= 45), "{text}");
    }
}

#[test]
fn files_for_postgresql_are_read() {
    let text = "# host:port:db:user:password\ndb.example.cn:5432:crm:amy:kettle\n*:*:*:bob:k2ttle\\:8\r\n\
                2001\\:db8\\:\\:1:6000:*:eve:pl0ver-33\n";
    let want = [("amy", "kettle"), ("bob", "k2ttle\\:8"), ("eve", "pl0ver-33")];
    let want: Vec<_> = want.iter().map(|(user, secret)| (format!("{user}:{secret}"), 90)).collect();
    assert_eq!(told(text), want);
}

#[test]
fn other_lists_with_colons_are_none() {
    for text in [
        "root:x:0:0:root:/root:/bin/bash\n",
        "10:20:30:40:50\n",
        "12:34:5678:9a:bcdef\n",
        "2001:0db8:85a3:0000:0000:8a2e:0370:7334\n",
        "src/main.py:1080:5:E501:line9too\n",
        "main.c:1012:5: error: x9abcde\n",
        "db.example.cn:5432:crm:amy:kettle\nand so on\n",
        "db.example.cn:5432:crm:amy:\n",
        "db.example.cn:5432:crm:amy:*****\n",
        "hostname:port:database:username:password\n",
        "host:5432:database:username:password\n",
        "ab:cd:ef:01:23:45\n",
    ] {
        assert_eq!(told(text), [], "{text}");
    }
}

#[test]
fn stores_of_registries_hold_pairs_in_base64() {
    let pair = "ZGVwbG95Omg0cnRlci05"; // deploy:h4rter-9
    let told = [("deploy:h4rter-9".to_owned(), 90)];
    for (text, format) in [
        (format!("{{\"auths\":{{\"reg.example.cn\":{{\"auth\":\"{pair}\"}}}}}}"), Format::Json),
        (
            format!("{{\n\t\"auths\": {{\n\t\t\"reg.example.cn\": {{\n\t\t\t\"auth\": \"{pair}\"\n\t\t}}\n\t}}\n}}"),
            Format::Json,
        ),
        (format!("cat config.json\n{{ \"auth\": \"{pair}\" }}\n"), Format::Text),
        (format!("//npm.example.cn/:_auth={pair}\nalways-auth=true\n"), Format::Text),
        (format!("_auth = \"{pair}\"\n"), Format::Text),
        ("//npm.example.cn/:username=deploy\n//npm.example.cn/:_password=aDRydGVyLTk=\n".to_owned(), Format::Text),
    ] {
        assert_eq!(written(&text, format), told, "{text}");
    }
    for (text, format) in [
        ("{\"auth\":\"aGVsbG8gd29ybGQ=\",\"author\":\"x:y\"}", Format::Json),
        ("{\"auth\":\"dXNlcjpwYXNzd29yZA==\"}", Format::Json), // user:password
        ("{\"auth\":true,\"auth\" : \"basic\"}", Format::Json),
        ("_auth=${NPM_AUTH}\n_auth=x\n_authority=ZGVwbG95Omg0cnRlci05\n", Format::Text),
    ] {
        assert_eq!(written(text, format), [], "{text}");
    }
}

#[test]
fn networks_constants_and_mounts_have_secrets() {
    for (text, want) in [
        ("network={\n\tssid=\"office\"\n\tpsk=\"h4rter-99\"\n}\n", ":h4rter-99"),
        ("network={\n\tssid=\"office\"\n\tpsk=\"kettleman\"\n}\n", ":kettleman"),
        ("[wifi-security]\nkey-mgmt=wpa-psk\npsk=h4rter-99\n", ":h4rter-99"),
        ("REDISCLI_AUTH=h4rter-9 redis-cli\n", ":h4rter-9"),
        ("define('DB_USER', 'amy');\ndefine('DB_PASSWORD', 'h4rter-9');\n", "amy:h4rter-9"),
        ("define( \"DB_PASSWORD\", \"h4rter-9\" );\ndefine( \"DB_USER\", \"amy\" );\n", "amy:h4rter-9"),
        ("//192.0.2.9/x /mnt cifs username=amy,password=h4rter-9,uid=0 0 0\n", "amy:h4rter-9"),
    ] {
        assert_eq!(written(text, Format::Text), [(want.to_owned(), 90)], "{text}");
    }
    for text in ["psk = psk_bytes;\n", "psk: required\n", "key_mgmt=WPA-PSK\n", "if (psk == NULL) psk = identity;\n"] {
        assert!(written(text, Format::Text).iter().all(|(_, worth)| *worth <= 45), "{text}");
    }
}

#[test]
fn hashed_cells_of_statements_are_read() {
    for (text, want) in [
        ("INSERT INTO u (name, password) VALUES ('amy', MD5('h4rter-9'));", vec![("amy:h4rter-9", 90)]),
        (
            "INSERT INTO u (username,password,x) VALUES ('amy',PASSWORD('h4rter-9'),f('x')),('bob', sha1( 'k2ttle!8'),2);",
            vec![("amy:h4rter-9", 90), ("bob:k2ttle!8", 90)],
        ),
        (
            "INSERT INTO u (login,password) VALUES ('amy', crypt('h4rter-9', gen_salt('bf')))",
            vec![("amy:h4rter-9", 90)],
        ),
        (
            "CREATE TABLE u (id int, username text, password text);\nINSERT INTO u VALUES (1,'amy',MD5('h4rter-9'));\n",
            vec![("amy:h4rter-9", 90)],
        ),
        ("INSERT INTO u (name, password) VALUES ('amy', concat('h4rter-9', 'x'));", vec![]),
    ] {
        let want: Vec<_> = want.into_iter().map(|(login, worth)| (login.to_owned(), worth)).collect();
        assert_eq!(written(text, Format::Text), want, "{text}");
    }
}

#[test]
fn tables_in_json_have_their_names_apart() {
    let rows = r#"[["amy","13800138000","h4rter-9"],["bob",null,"k2ttle!8"]]"#;
    let told = [("amy:h4rter-9".to_owned(), 90), ("bob:k2ttle!8".to_owned(), 90)];
    let neo = rows.replace("[\"", "{\"row\":[\"").replace("\"]", "\"],\"meta\":[null]}");
    let neo = format!(r#"{{"results":[{{"columns":["user","phone","password"],"data":{neo}}}]}}"#);
    for text in [
        format!(r#"{{"columns":["user","phone","password"],"rows":{rows}}}"#),
        format!(r#"{{"columns":["user","phone","password"],"index":[0,1],"types":[["a"]],"data":{rows}}}"#),
        format!(
            r#"{{"meta":[{{"name":"user","type":"String"}},{{"name":"phone"}},{{"name":"password"}}],"data":{rows}}}"#
        ),
        format!(
            r#"{{"schema":{{"fields":[{{"name":"user"}},{{"name":"phone"}},{{"name":"password"}}]}},"x":1,"rows":{rows}}}"#
        ),
        format!(r#"{{"a":{{"b":{{"columns":["user","phone","password"]}}}},"result":{{"data_array":{rows}}}}}"#),
        format!(r#"{{"values":[["user","phone","password"],{}}}"#, &rows[1..]),
        "[\"user\",\"phone\",\"password\"]\n[\"amy\",1,\"h4rter-9\"]\n[\"bob\",2,\"k2ttle!8\"]\n".to_owned(),
        r#"{"cols":["user","password"],"rows":[[{"type":"text","value":"amy"},{"type":"text","value":"h4rter-9"}],
            [{"type":"text","value":"bob"},{"type":"text","value":"k2ttle!8"}]]}"#
            .to_owned(),
        r#"{"schema":{"fields":[{"name":"user"},{"name":"password"}]},"rows":[{"f":[{"v":"amy"},{"v":"h4rter-9"}]},
            {"f":[{"v":"bob"},{"v":"k2ttle!8"}]}]}"#
            .to_owned(),
        neo,
    ] {
        assert_eq!(written(&text, Format::Json), told, "{text}");
    }
    for text in [
        format!(r#"{{"rows":{rows},"columns":["user","phone","password"]}}"#),
        format!(r#"{{"columns":["user","password"],"rows":{rows}}}"#),
        r#"{"columns":["password","user"],"rows":[["Password","User"],["required","optional"]]}"#.to_owned(),
        r#"{"tags":["user","password"],"matrix":[[1,2],[3,4]]}"#.to_owned(),
        format!(r#"{{"tags":["user","phone","password"],"rows":{rows}}}"#),
        r#"{"parameters":[{"name":"api_key"},{"name":"x"}],"security":[{"store":["write:pets","read:pets"]}]}"#
            .to_owned(),
        r#"{"columns":[{"name":"api_key"},{"name":"x"}],"security":[{"store":["write:pets","read:pets"]}]}"#.to_owned(),
        r#"["user","password",["#.to_owned(),
        r#"{"columns":["user","password"],"rows":[["amy","h4rter-9"#.to_owned(),
    ] {
        assert_eq!(written(&text, Format::Json), [], "{text}");
    }
}
