//! What the body of an answer says of the login that was asked for: many services answer every request with 200 (RFC 9110
//! §15.3.1), and tell in an object of JSON whether they took it. A leaf module: the pipeline asks it about decoded text.
//!
//! Limits: the first 4 KiB of the text, three levels of objects, messages of 512 bytes.

use crate::message::{Charset, Outcome};
use encoding_rs::{BIG5, GB18030};
use std::borrow::Cow;

/// Bytes of an answer that are read.
pub const ANSWER_BYTES: usize = 4096;
/// Longest message that is looked through, and the longest key.
const MESSAGE_BYTES: usize = 512;
const KEY_BYTES: usize = 32;
/// Levels of objects in which tokens are looked for.
const LEVELS: usize = 3;
/// Shortest token.
const TOKEN_BYTES: usize = 8;

/// What an answer says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It refuses a login: `{"code":401}`, `{"msg":"密码错误"}`, `{"error":"invalid_grant"}`.
    Refused,
    /// It says that what was asked for failed, and not why: `{"success":false}`, `{"errcode":61007}`.
    Failed,
    /// It has a code that may mean either: `{"code":1}`.
    Unclear,
    /// It grants a token, or says that all went well.
    Granted,
}

impl Verdict {
    /// What became of a login. `told` is what the answer's head said, `status` its code; `sent_apart`: the login stood in the
    /// request's head, where a refusal has a status of its own (RFC 9110 §15.5.2) and another failure is not about it.
    pub fn outcome(self, told: Outcome, status: u16, sent_apart: bool) -> Outcome {
        match self {
            Self::Refused => Outcome::Rejected,
            // What a server could not do says nothing of a password.
            _ if sent_apart || status >= 500 => told,
            Self::Failed => Outcome::Rejected,
            Self::Unclear => Outcome::Unknown,
            Self::Granted if status < 300 => Outcome::Accepted,
            Self::Granted => told,
        }
    }
}

/// What a decoded text says, if it is an object of JSON that says anything.
pub fn verdict(text: &[u8], charset: Charset) -> Option<Verdict> {
    let text = text.get(..ANSWER_BYTES.min(text.len()))?;
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text).trim_ascii_start();
    if text.first() != Some(&b'{') {
        return None;
    }
    let text = match charset {
        Charset::Utf8 | Charset::Latin1 => Cow::Borrowed(text),
        Charset::Gb18030 => Cow::Owned(GB18030.decode(text).0.into_owned().into_bytes()),
        Charset::Big5 => Cow::Owned(BIG5.decode(text).0.into_owned().into_bytes()),
    };
    let mut signs = Signs::default();
    read(&text, &mut signs);
    signs.verdict()
}

/// What was seen of an answer.
#[derive(Default)]
struct Signs {
    refused: bool,
    failed: bool,
    unclear: bool,
    well: bool,
    /// A message says that all went well.
    praised: bool,
    token: bool,
}

impl Signs {
    fn verdict(&self) -> Option<Verdict> {
        if self.refused {
            Some(Verdict::Refused)
        } else if self.failed {
            Some(Verdict::Failed)
        } else if self.token || self.praised || (self.well && !self.unclear) {
            Some(Verdict::Granted)
        } else {
            self.unclear.then_some(Verdict::Unclear)
        }
    }

    /// A member of the answer, or of an object in it (`depth` from 1; `above` is the key of that object).
    fn member(&mut self, depth: usize, above: &str, key: &str, value: Scalar<'_>) {
        if TOKENS.contains(&key)
            && let Scalar::Text(text) = value
        {
            self.token |= text.len() >= TOKEN_BYTES;
        }
        if depth > 1 && !(depth == 2 && ENVELOPES.contains(&above)) {
            return;
        }
        if FLAGS.contains(&key) {
            self.flag(value);
        } else if matches!(key, "error" | "errors" | "err") {
            self.error(value);
        } else if MESSAGES.contains(&key) {
            if let Scalar::Text(text) = value {
                self.message(text);
            }
        } else if CODES.contains(&key) {
            self.code(key, value);
        }
    }

    fn flag(&mut self, value: Scalar<'_>) {
        match value {
            Scalar::Word(b"false") | Scalar::Text(b"false") | Scalar::Number(b"0") => self.failed = true,
            Scalar::Word(b"true") | Scalar::Text(b"true") | Scalar::Number(b"1") => self.well = true,
            _ => {}
        }
    }

    fn error(&mut self, value: Scalar<'_>) {
        match value {
            Scalar::Text(b"" | b"0" | b"null" | b"none" | b"false" | b"ok" | b"OK" | b"success")
            | Scalar::Number(b"0") => {}
            Scalar::Text(text) => {
                self.message(text);
                self.failed = true;
            }
            Scalar::Number(number) => self.number("error", number),
            Scalar::Word(word) => self.failed |= word == b"true",
            Scalar::Held => self.failed = true,
        }
    }

    fn code(&mut self, key: &str, value: Scalar<'_>) {
        match value {
            Scalar::Number(number) => self.number(key, number),
            Scalar::Text(text) if !text.is_empty() && text.iter().all(u8::is_ascii_digit) => self.number(key, text),
            Scalar::Text(text) => self.word(key, text),
            // `"status": true`.
            Scalar::Word(_) if matches!(key, "status" | "state") => self.flag(value),
            Scalar::Word(_) | Scalar::Held => {}
        }
    }

    fn number(&mut self, key: &str, number: &[u8]) {
        let digits = number.strip_prefix(b"-").unwrap_or(number);
        let zero = digits.iter().all(|b| *b == b'0');
        let like = |begin: &[u8]| digits.starts_with(begin) && matches!(digits.len(), 3 | 5 | 6);
        // Of anything a status may be told.
        let of_it = matches!(key, "status" | "state" | "result" | "flag");
        if zero {
            self.well |= !of_it;
        } else if like(b"401") || like(b"403") {
            self.refused = true;
        } else if like(b"4") || matches!(key, "error" | "errcode" | "errorcode" | "errno") {
            self.failed = true;
        } else if like(b"200") || like(b"201") {
            self.well = true;
        } else if digits.len() < number.len() && !of_it {
            self.failed = true;
        } else {
            self.unclear |= !of_it;
        }
    }

    fn word(&mut self, key: &str, word: &[u8]) {
        let is = |words: &[&[u8]]| words.iter().any(|w| word.eq_ignore_ascii_case(w));
        if is(&[b"success", b"succeeded", b"ok", b"succ"]) {
            self.well = true;
        } else if is(&[b"fail", b"failed", b"failure", b"error", b"err"]) {
            self.failed = true;
        } else if is(&[b"unauthorized", b"denied", b"forbidden", b"rejected"]) {
            self.refused = true;
        } else if !matches!(key, "status" | "state" | "stat" | "result") {
            // Names of errors are messages in one word.
            self.message(word);
            self.unclear = true;
        }
    }

    fn message(&mut self, text: &[u8]) {
        let text = String::from_utf8_lossy(text.get(..MESSAGE_BYTES).unwrap_or(text)).to_lowercase().replace('_', " ");
        let holds = |words: &[&str]| words.iter().any(|word| text.contains(word));
        self.refused |= holds(&REFUSALS);
        self.failed |= holds(&FAILURES);
        self.praised |= holds(&SUCCESSES) && !holds(&FAILURES) && !holds(&NO_SUCCESSES) || text == "ok";
    }
}

/// Keys of what says whether all went well, in lower case without separators.
#[rustfmt::skip]
const FLAGS: [&str; 9] =
    ["success", "ok", "succeed", "succeeded", "issuccess", "successful", "authenticated", "loggedin", "isauthenticated"];
/// Keys of codes.
#[rustfmt::skip]
const CODES: [&str; 20] = [
    "code", "errcode", "errorcode", "errno", "ret", "retcode", "resultcode", "rescode", "returncode", "respcode", "rspcode",
    "rc", "statuscode", "status", "state", "stat", "result", "bizcode", "subcode", "flag",
];
/// Keys of messages.
#[rustfmt::skip]
const MESSAGES: [&str; 16] = [
    "msg", "message", "errmsg", "errormsg", "errormessage", "errordescription", "detail", "details", "info", "reason",
    "retmsg", "resultmsg", "respmsg", "rspmsg", "tip", "title",
];
/// Keys of what a login is for.
#[rustfmt::skip]
const TOKENS: [&str; 14] = [
    "token", "accesstoken", "authtoken", "idtoken", "refreshtoken", "sessiontoken", "sessionid", "jwt", "apitoken",
    "usertoken", "logintoken", "satoken", "bearertoken", "tokenvalue",
];
/// Keys of objects that only say how it went.
const ENVELOPES: [&str; 7] = ["error", "head", "header", "meta", "status", "err", "respstatus"];

/// What messages say that refuse a login.
#[rustfmt::skip]
const REFUSALS: [&str; 59] = [
    "密码错误", "密码不正确", "密码有误", "密码不匹配", "密码不对", "密码已过期", "用户名或密码", "账号或密码", "帐号或密码",
    "账户或密码", "用户不存在", "账号不存在", "帐号不存在", "账户不存在", "用户名不存在", "用户名错误", "账号错误", "登录失败",
    "登陆失败", "认证失败", "鉴权失败", "未登录", "未授权", "无权", "拒绝访问", "已锁定", "被锁定", "被禁用", "被冻结", "已禁用",
    "已停用", "口令错误", "token无效", "token已过期", "invalid credential", "invalid password", "invalid username",
    "invalid user", "invalid login", "invalid grant", "invalid client", "invalid token", "bad credential", "incorrect",
    "wrong password", "wrong username", "wrong credential", "unauthorized", "unauthorised", "unauthenticated",
    "not authenticated", "authentication fail", "auth failed", "login failed", "access denied", "permission denied",
    "user not found", "locked out", "no such user",
];
/// What they say of any failure.
const FAILURES: [&str; 8] = ["失败", "错误", "异常", "不正确", "failed", "failure", "invalid", "denied"];
/// What they say if all went well, and what only looks like it.
const SUCCESSES: [&str; 4] = ["成功", "success", "logged in", "welcome"];
const NO_SUCCESSES: [&str; 5] = ["不成功", "未成功", "unsuccess", "not success", "not logged in"];

/// A value that holds no others, or that holds some.
#[derive(Clone, Copy)]
enum Scalar<'a> {
    Text(&'a [u8]),
    Number(&'a [u8]),
    Word(&'a [u8]),
    /// An object or a list that is not empty.
    Held,
}

/// Goes through the members, as far as the text makes sense.
fn read(text: &[u8], signs: &mut Signs) {
    let mut keys: Vec<String> = Vec::new();
    // Whether the containers that are open are objects, and the key at hand.
    let mut open: Vec<bool> = Vec::new();
    let (mut key, mut at) = (String::new(), 0);
    let mut expects_key = false;
    while let Some(&byte) = text.get(at) {
        at += 1;
        match byte {
            b'{' | b'[' => {
                let next = text.get(at..).unwrap_or_default().trim_ascii_start().first();
                if !open.is_empty() && !matches!(next, None | Some(b'}' | b']')) {
                    tell(&open, &keys, &key, Scalar::Held, signs);
                }
                open.push(byte == b'{');
                keys.push(std::mem::take(&mut key));
                expects_key = byte == b'{';
            }
            b'}' | b']' => {
                open.pop();
                keys.pop();
                if open.is_empty() {
                    return;
                }
                key.clear();
            }
            b',' => {
                expects_key = open.last() == Some(&true);
                key.clear();
            }
            b':' => expects_key = false,
            b'"' => {
                let Some(len) = string_len(text.get(at..).unwrap_or_default()) else { return };
                let string = text.get(at..at + len).unwrap_or_default();
                at += len + 1;
                if expects_key {
                    key = squashed(string);
                } else {
                    tell(&open, &keys, &key, Scalar::Text(string), signs);
                }
            }
            b'-' | b'0'..=b'9' | b'a'..=b'z' => {
                let rest = text.get(at - 1..).unwrap_or_default();
                let part = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'+');
                let len = rest.iter().take_while(|b| part(b)).count();
                let token = rest.get(..len).unwrap_or_default();
                at += len - 1;
                // What the limit cut short may be another number.
                if at < text.len() {
                    let word = byte.is_ascii_alphabetic();
                    tell(&open, &keys, &key, if word { Scalar::Word(token) } else { Scalar::Number(token) }, signs);
                }
            }
            _ => {}
        }
    }
}

/// Tells a value where it may mean something.
fn tell(open: &[bool], keys: &[String], key: &str, value: Scalar<'_>, signs: &mut Signs) {
    let objects = open.iter().all(|object| *object);
    if objects && open.len() <= LEVELS && !key.is_empty() {
        signs.member(open.len(), keys.last().map_or("", String::as_str), key, value);
    }
}

/// The length of a string up to its closing quote.
fn string_len(text: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        at += memchr::memchr2(b'"', b'\\', text.get(at..)?)?;
        if text.get(at) == Some(&b'"') {
            return Some(at);
        }
        at += 2;
    }
}

/// A key in lower case, without separators; empty if it is too long.
fn squashed(key: &[u8]) -> String {
    if key.len() > KEY_BYTES {
        return String::new();
    }
    key.iter().filter(|b| b.is_ascii_alphanumeric()).map(|b| char::from(b.to_ascii_lowercase())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Option<Verdict> {
        verdict(text.as_bytes(), Charset::Utf8)
    }

    #[test]
    fn refusals_are_told() {
        for text in [
            r#"{"code":401,"msg":"密码错误"}"#,
            r#"{"code":"401"}"#,
            r#"{"code":40101,"data":null}"#,
            r#"{"code":500,"msg":"用户不存在/密码错误"}"#,
            r#"{"code":0,"msg":"用户名或密码不正确"}"#,
            r#"{"error":"invalid_grant","error_description":"x"}"#,
            r#"{"error":{"code":7,"message":"Invalid credentials"}}"#,
            r#"{"errors":[{"m":1}],"message":"Bad credentials"}"#,
            r#"{"errcode":40001,"errmsg":"invalid credential, access_token is invalid"}"#,
            r#"{"status":"error","message":"Incorrect username or password."}"#,
            r#"{"Message":"Unauthorized"}"#,
            "\u{feff} \n{ \"success\" : false,\n \"message\": \"Login failed\" }",
        ] {
            assert_eq!(of(text), Some(Verdict::Refused), "{text}");
        }
    }

    #[test]
    fn failures_are_told() {
        for text in [
            r#"{"success":false}"#,
            r#"{"success":"false","data":{}}"#,
            r#"{"ret":-1}"#,
            r#"{"errcode":61007}"#,
            r#"{"code":400}"#,
            r#"{"code":42200,"msg":"x"}"#,
            r#"{"error":"temporarily_unavailable"}"#,
            r#"{"error":true}"#,
            r#"{"errors":[{"path":"x"}],"data":null}"#,
            r#"{"status":"fail"}"#,
            r#"{"code":1,"msg":"操作失败"}"#,
            r#"{"status":false}"#,
        ] {
            assert_eq!(of(text), Some(Verdict::Failed), "{text}");
        }
    }

    #[test]
    fn what_is_granted_is_told() {
        for text in [
            r#"{"access_token":"tok-0123456789","token_type":"Bearer"}"#,
            r#"{"code":1,"data":{"token":"tok-0123456789"}}"#,
            r#"{"code":0}"#,
            r#"{"code":200,"msg":"操作成功","error":null}"#,
            r#"{"errcode":0,"errmsg":"ok"}"#,
            r#"{"code":"0000"}"#,
            r#"{"success":true,"errors":[],"error":""}"#,
            r#"{"code":1,"msg":"登录成功"}"#,
            r#"{"status":"ok"}"#,
            r#"{"code":20000,"data":{"code":401,"msg":"x"}}"#,
        ] {
            assert_eq!(of(text), Some(Verdict::Granted), "{text}");
        }
    }

    #[test]
    fn what_may_mean_either_is_unclear_and_the_rest_says_nothing() {
        for text in [r#"{"code":1}"#, r#"{"code":"A0200"}"#, r#"{"code":500,"msg":"x"}"#] {
            assert_eq!(of(text), Some(Verdict::Unclear), "{text}");
        }
        for text in [
            "",
            "{",
            "{}",
            "ok",
            "[1]",
            r#"["error"]"#,
            r#"{"id":7,"name":"amy","status":"active"}"#,
            r#"{"data":{"success":false,"error":"x","code":401}}"#,
            r#"{"rows":[{"code":401,"msg":"密码错误"}]}"#,
            r#"{"token":"short","csrfToken":"0123456789"}"#,
            r#"{"a":{"b":{"c":{"token":"tok-0123456789"}}}}"#,
            r#"{"error":null,"errors":{}}"#,
            r#"{"code":4"#,
            r#"{"status":0}"#,
            r#"{"id":7,"status":1,"state":-1}"#,
            r#"{"msg":"密码错"#,
        ] {
            assert_eq!(of(text), None, "{text}");
        }
        let far = format!("{{\"x\":\"{}\",\"code\":401}}", "a".repeat(ANSWER_BYTES));
        assert_eq!(of(&far), None);
    }

    #[test]
    fn messages_in_gbk_are_read() {
        let text = GB18030.encode(r#"{"code":1,"msg":"密码错误"}"#).0;
        assert_eq!(verdict(&text, Charset::Gb18030), Some(Verdict::Refused));
    }

    #[test]
    fn a_login_in_a_head_is_judged_by_the_head() {
        use Outcome::{Accepted, Rejected, Unknown};
        for (verdict, status, body, head) in [
            (Verdict::Refused, 200, Rejected, Rejected),
            (Verdict::Failed, 200, Rejected, Accepted),
            (Verdict::Unclear, 200, Unknown, Accepted),
            (Verdict::Granted, 200, Accepted, Accepted),
        ] {
            assert_eq!(verdict.outcome(Accepted, status, false), body, "{verdict:?}");
            assert_eq!(verdict.outcome(Accepted, status, true), head, "{verdict:?}");
        }
        assert_eq!(Verdict::Failed.outcome(Unknown, 400, false), Rejected);
        assert_eq!(Verdict::Failed.outcome(Unknown, 500, false), Unknown);
        assert_eq!(Verdict::Refused.outcome(Unknown, 500, false), Rejected);
        assert_eq!(Verdict::Granted.outcome(Unknown, 404, false), Unknown);
    }
}
