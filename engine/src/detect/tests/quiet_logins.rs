//! What speaks of secrets, or reads like one, without being one: programs, manuals, change logs, results of tests.

use super::logins::surest;
use crate::message::Format;

#[test]
fn names_in_a_program_are_no_secrets_and_texts_are() {
    for text in [
        "var c={user:\"bob\",password:\"Tr0ub4dor\"};",
        "cb({'user':'bob','password':'Tr0ub4dor'})",
        "this.user='bob';this.password = 'Tr0ub4dor';",
        "{user:\"bob\",password:20240817}",
    ] {
        assert_eq!(surest(text, Format::Source, "http.response.body"), 90, "{text}");
    }
    for text in [
        "a.PASS=g.forms.FAIL,a.x=1",
        "this.password=t.password;",
        "{username:this.username,password:newPassword,a:1}",
        "{password:8192,user:1}",
        "{token:\"constant.language.escape\",regex:/a/}",
        "{token:\"keyword.$0\"}",
        "n+=\"&client_secret=\"+encodeURIComponent(i)),h+=\"&a=\"",
        "{clientSecret:e.client_secret,accessToken:\"accessToken\"}",
        "[n.createElement(\"b\",null,\"Password:\"),B?n.createElement(\"code\",null,x):a]",
        "{NEW_PASSWORD:\"[new_password]\"}",
        "this.renderPass=\"opaque\";",
        ".fa-user-secret:before{content:\"\\f21b\"}",
    ] {
        assert_eq!(surest(text, Format::Source, "http.response.body"), 0, "{text}");
    }
    // A word in quotes may be a bad password; the name of one is written alike.
    for text in [
        "{WEAK_PASSWORD:\"auth/weak-password\"}",
        "{SIGN_IN_WITH_PASSWORD:\"/v1/accounts:signIn\"}",
        "this.blurPass=\"opaque\";",
        "{password:\"letmein\"}",
    ] {
        assert_eq!(surest(text, Format::Source, "http.response.body"), 45, "{text}");
    }
}

#[test]
fn descriptions_types_and_directories_are_no_logins() {
    for (text, format) in [
        ("OLDPWD=/srv/bob\nPWD=/srv/bob/src\n", Format::Text),
        ("PWD=D:\\src\\bob\n", Format::Text),
        ("def extract(self, path: str, pwd: bytes) -> None:", Format::Text),
        ("key_password=None,\n", Format::Text),
        ("    password: bool = False\n    secret: int\n", Format::Text),
        ("input Login { user: String!, password: String! pwd: String }", Format::Text),
        (r#"{"input_token": "NextToken", "output_token": "NextToken"}"#, Format::Json),
    ] {
        assert_eq!(surest(text, format, "http.response.body"), 0, "{text}");
    }
    for (text, format) in [
        ("my $pop = new(USER => $user, PASS => $password,\n", Format::Text),
        ("<pre>The private key: IVs are made of it</pre>", Format::Markup),
        ("sign_password: The password to sign with", Format::Binary),
        ("entry = {\"user\": name, \"unicodePwd\": utf16pw}\n", Format::Text),
    ] {
        assert!(surest(text, format, "http.response.body") < 50, "{text}");
    }
    assert!(surest("USER=bob\nMYSQL_PWD=/h4rter-9\n", Format::Text, "http.response.body") >= 70);
    assert!(surest("user=bob&pwd=/h4rter-9", Format::Fields, "http.request.body") >= 70);
}

#[test]
fn results_of_tests_are_no_passwords() {
    for text in [
        "PASS: ld-elf/merge.d\nPASS: gcc.c-torture/compile/20000105-1.c\nFAIL: ld-elf/x\n",
        "--- PASS: TestLogin2 (0.00s)\n",
        "Pass: 1523 Fail: 2\n",
        "running ./gdb.base/x.exp pass=10: ok\n",
    ] {
        assert!(surest(text, Format::Text, "http.response.body") < 50, "{text}");
    }
    for text in ["USER: bob\nPASS: Tr0ub4dor\n", "pass: Tr0ub4dor\n", "login=bob pass=2046113\n", "pass: sunshine"] {
        assert_eq!(surest(text, Format::Text, "smtp.body"), 90, "{text}");
    }
}

#[test]
fn files_and_parts_of_names_are_no_keys() {
    for text in [
        "\t* g10/passphrase.h: Likewise.\n\t* src/passwd.c: Reindent.\n* man/passwd.1.xml: Added\n* passwd.5: typo1x\n",
        "    ssa-strlen.c (strlen_pass::handle_assign2): New.",
        "arn:aws:secretsmanager:us-east-1:012345678901:x",
        r#"{"Name": "MySecret1", "ARN": "arn:aws:x:us-west-2:1:secret:MySecret1-a1b2c3"}"#,
        "pw_name:pw_passwd:pw_uid:pw_gid9:pw_dir",
        "pwdLastSet: 133412345678901234\nbadPasswordTime: 133412345678901234\npwdHistoryLength: 2400\n",
        r#"{"PasswordLastUsed": "2016-09-08T21:47:36Z", "SecretsManagerAccessRoleArn": "arn:aws:iam::012345678901:role/x9"}"#,
        "password_manager: Keepass2-x\n",
        "low_pass: f1lter-window\nNOPASSWD: ALL-x1234\n",
    ] {
        assert!(surest(text, Format::Text, "http.response.body") < 50, "{text}");
    }
    for text in [
        "manager_password: Tr0ub4dor\n",
        "users.passwords.1=Tr0ub4dor\n",
        "time_password=Tr0ub4dor\n",
        "spring.datasource.password: Tr0ub4dor\n",
    ] {
        assert_eq!(surest(text, Format::Text, "http.response.body"), 90, "{text}");
    }
}

#[test]
fn a_word_that_only_happens_to_stand_in_a_key_takes_nothing_from_it() {
    for key in [
        "admin_password",
        "ADMIN_PASS",
        "adminPwd",
        "account_password",
        "administratorPassword",
        "security_password",
        "generated_password",
        "profile_password",
        "terminal_pwd",
        "corporatePasswd",
        "MINIO_ROOT_PASSWORD",
        "MINIO_SECRET_KEY",
        "PASSWORD_ADMIN",
        "url_password",
        "enable_password",
        "oauth_token_secret",
        "old_password",
    ] {
        let text = format!("{key}=wJalrXUtnFEMI4bPxRfi");
        assert!(surest(&text, Format::Text, "http.response.body") >= 70, "{key}");
        assert!(surest(&text, Format::Fields, "http.request.body") >= 70, "{key}");
    }
    for key in [
        "min_password_length",
        "maxTokens",
        "completion_tokens",
        "password_never_expires",
        "password_min",
        "password_last_changed",
        "password_encryption",
        "resetPasswordUrl",
        "mustChangePassword",
        "is_password_valid",
        "token_expiry",
        "password_rate",
        "csrf_token",
        "invalid_password",
        "password_hash_algo",
        "passwordEncoder",
        "password_provider",
        "forgot_password",
        "prstoken",
    ] {
        let text = format!("{key}=wJalrXUtnFEMI4bPxRfi");
        assert_eq!(surest(&text, Format::Text, "http.response.body"), 0, "{key}");
    }
}

#[test]
fn what_is_told_of_a_secret_is_none() {
    for text in [
        "* GNUTLS_PKCS_NULL_PASSWORD: Added.\n",
        "set_challenge_password: don't use it",
        "private_key: /etc/cert/user.p12\n",
        "my_pwd: C:\\windows\\system32\n",
        r#"{"some-pass": "^7.1.2", "minipass": "h4Rter-91"}"#,
        "password=file:///run/secrets/db1\n",
        "opts.password = program.password\n",
        "--admin-password=my-new-password\n",
        "getpass: 3.0-3.12\n",
        "PWD=`pwd`\n",
        "--use-askpass=COMMAND run it\n",
        ".B \\-pass:\\fIstring\\fR",
        "bob:x:psd:additional-info",
    ] {
        assert!(
            surest(text, Format::Text, "http.response.body") < 50,
            "{text}: {}",
            surest(text, Format::Text, "http.response.body")
        );
    }
    // Who sends it means it.
    assert_eq!(surest("user=bob&password=mypassword", Format::Fields, "http.request.body"), 90);
    assert_eq!(surest(r#"{"user":"bob","password":"expired"}"#, Format::Json, "http.request.body"), 90);
    // The end of a sentence is no label of the list's next line.
    for (text, worth) in [
        ("<li>can't be loaded with a wrong password\n<li>sun/Secmod/TestNss2.java: x</li>", 0),
        ("<td>Your new password</td><td>Tr0ub4dor</td>", 90),
    ] {
        assert_eq!(surest(text, Format::Markup, "smtp.body"), worth, "{text}");
    }
}

#[test]
fn a_short_key_needs_a_user_or_a_value_like_a_password() {
    for text in ["pw=1920&ph=1080", "x=1&pw=auto", "pw=1920.50"] {
        assert!(surest(text, Format::Fields, "http.request.query") < 50, "{text}");
    }
    for text in ["user=bob&pw=sunshine", "id=bob&pw=Tr0ub4dor"] {
        assert_eq!(surest(text, Format::Fields, "http.request.body"), 90, "{text}");
    }
    assert_eq!(surest(r#"{"userName":"bob","pw":"sun shine"}"#, Format::Json, "http.request.body"), 90);
    assert_eq!(surest("http://x/a?b=cGFzc3dvcmQgbpw==&pwx=Tr0ub4dor", Format::Text, "smtp.body"), 0);
}

#[test]
fn rates_of_tests_tickets_and_passes_of_a_compiler_are_no_passwords() {
    for (text, format) in [
        ("Pass: 98.5%\n", Format::Text),
        ("FirstPass: 12/15\n", Format::Text),
        ("BeanPass : done1\n", Format::Text),
        ("struct CoroEarlyPass : PassInfoMixin<CoroEarlyPass> {\n", Format::Text),
        (r#"{"first_pass":"98.5%"}"#, Format::Json),
        (r#"{"boarding_pass":"M1ZHANG"}"#, Format::Json),
        (r#"{"season_pass":"2024A"}"#, Format::Json),
        ("firstPass=98.5%25&boardingPass=M1ZHANGSAN", Format::Fields),
    ] {
        for place in ["http.request.body", "http.response.body"] {
            assert!(surest(text, format, place) < 50, "{text} {place}");
        }
    }
    for text in
        ["JIRA_PASS=Tr0ub4dor\n", "mysqlRootPass: sunshine\n", "user=bob webpass=sunshine\n", "keypass: sunshine\n"]
    {
        assert_eq!(surest(text, Format::Text, "http.response.body"), 90, "{text}");
    }
}

#[test]
fn what_names_a_secret_or_is_sealed_is_none() {
    for text in [
        r#"{"pass":"(null)"}"#,
        r#"{"password":"ENC(abc123DEF456==)"}"#,
        r#"{"password":"{cipher}abcdef0123456789"}"#,
        r#"{"password":"vault:secret/data/x1#key"}"#,
        r#"{"password":"$(cat/x1)"}"#,
    ] {
        for place in ["http.request.body", "http.response.body"] {
            assert!(surest(text, Format::Json, place) < 50, "{text} {place}");
        }
    }
    for (text, format) in [
        (r#"{"password":"/run/secrets/pw1"}"#, Format::Json),
        (r#"{"password":"file:/run/secrets/pw1"}"#, Format::Json),
        (r#"{"errors":{"password":"PASSWORD_TOO_SHORT_8"}}"#, Format::Json),
        ("OLDPWD='`pwd`'\n", Format::Text),
        ("password: !vault |\n", Format::Text),
        ("passwordKey: db-password1\n", Format::Text),
        ("class X:\n    password: Incomplete\n    USERPWD: Final = 10005\n", Format::Text),
        ("login.passwd=Mot de passe\n", Format::Text),
        ("ssl_passphrase_command_supports_reload = off\n", Format::Text),
        ("self.pwd = pwd;\nthis->pass = pass;\nchar *password = nullptr;\n", Format::Text),
        ("const NSS_BUFLEN_PASSWD: usize = 1;\n", Format::Text),
        ("System.Design, Version=4.0.0.0, Culture=neutral, PublicKeyToken=b03f5f7f11d50a3a\n", Format::Text),
        ("login.password=Contrase\\u00F1a\n", Format::Text),
    ] {
        assert!(surest(text, format, "http.response.body") < 50, "{text}");
    }
    for text in
        ["password: /h4Rter/91x+Q\n", "password: WINTER_2024\n", "password=sunshine\n", "a=1 password=correct horse\n"]
    {
        assert_eq!(surest(text, Format::Text, "http.response.body"), 90, "{text}");
    }
}

#[test]
fn keys_in_chinese_that_only_speak_of_a_password_are_none() {
    for key in ["密码强度", "密码长度", "密码有效期", "口令要求", "密码错误次数", "密码规则", "密码复杂度"]
    {
        let text = format!("{{\"{key}\":\"8位-h4R91\"}}");
        assert_eq!(surest(&text, Format::Json, "http.request.body"), 0, "{key}");
    }
    for key in ["密码", "登录密码", "口令", "新密码", "密码2"] {
        let text = format!("{{\"{key}\":\"h4Rter-91\"}}");
        assert_eq!(surest(&text, Format::Json, "http.request.body"), 90, "{key}");
    }
}

#[test]
fn versions_with_a_qualifier_are_no_passwords() {
    for version in ["2.6.0.Final", "3.1.0.RELEASE", "1.0.0-beta2", "1.2.3-rc.1", "^9.0.2", "3.3.3", "1.0-SNAPSHOT"] {
        let text = format!("<name>wildfly-elytron-password-impl</name><version>{version}</version>");
        assert!(surest(&text, Format::Markup, "http.request.body") < 50, "{version}");
        assert!(surest(&format!("x-password: {version}\n"), Format::Text, "http.response.body") < 50, "{version}");
    }
    assert_eq!(surest("password: 10.5.Tr0ub4dor\n", Format::Text, "http.response.body"), 90);
}

#[test]
fn the_digest_of_a_password_in_ws_security_is_none() {
    let of = |kind: &str| {
        let uri = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0";
        let text = format!(
            "<Username>bob</Username><wsse:Password Type=\"{uri}#{kind}\">weYI3nXd8LjMNVksCKFV8t3rgHh3Rw==</wsse:Password>"
        );
        surest(&text, Format::Markup, "http.request.body")
    };
    assert_eq!((of("PasswordDigest"), of("PasswordText")), (60, 90));
}
