//! Who logs in: the value of a user's key beside a secret.

use super::REACH;
use super::key::{MAX_KEY, is_key_byte, squash};
use super::value::{self, WIDE_COLONS};
use crate::detect::text::Text;
use crate::message::Format;

/// Where a user and a secret stand.
pub(super) type Pair = ((usize, usize), (usize, usize));

/// Keys of users, as the whole key or its end.
const USER_KEYS: [&str; 33] = [
    "username",
    "userid",
    "user",
    "loginname",
    "loginid",
    "login",
    "account",
    "accountname",
    "email",
    "mail",
    "uid",
    "uname",
    "usr",
    "name",
    "mobile",
    "phone",
    "clientid",
    "appid",
    "accesskeyid",
    "userno",
    "usuario",
    "utilisateur",
    "identifiant",
    "benutzer",
    "benutzername",
    "yonghu",
    "yonghuming",
    "用户名",
    "账号",
    "帐号",
    "帳號",
    "登录名",
    "用户",
];

/// True for a key, in lower case, that names a user.
pub(super) fn is(key: &str) -> bool {
    USER_KEYS.iter().any(|u| key == *u || (key.ends_with(u) && *u != "name" && *u != "mail"))
}

/// Who logs in with the secret `value` under the key at `key`.
pub(super) fn of(
    text: &Text<'_>,
    (key_start, key_end): (usize, usize),
    value: (usize, usize),
) -> Option<(usize, usize)> {
    let apart = || !text.slice(key_end, value.0).iter().any(|b| matches!(b, b':' | b'='));
    near(text, key_start, value).or_else(|| apart().then(|| spaced(text, key_start)).flatten())
}

/// The nearest value under a user's key in the same record: before the secret first, then behind it.
fn near(text: &Text<'_>, key_start: usize, (_, value_end): (usize, usize)) -> Option<(usize, usize)> {
    let markup = text.format == Format::Markup;
    let from = key_start.saturating_sub(REACH);
    let head = text.slice(from, key_start);
    let head_from = head.iter().rposition(|b| matches!(b, b'{' | b'}')).map_or(0, |i| i + 1);
    let delimits = |b: &u8| {
        matches!(b, b'=' | b':')
            || (markup && matches!(b, b'<' | b'>' | b'"' | b'\''))
            || WIDE_COLONS.iter().any(|c| c.first() == Some(b))
    };
    // What names the secret is no user's name: `<name>password</name>`.
    let user_at = |at| at_delimiter(text, at).filter(|user| user.1 <= key_start || user.0 >= value_end);
    let record = head.get(head_from..).unwrap_or_default();
    let places = record.iter().enumerate().rev().filter(|(_, b)| delimits(b));
    let before = places.map(|(i, _)| from + head_from + i).find_map(user_at);
    before.or_else(|| {
        let tail = text.slice(value_end, value_end + REACH);
        let record = tail.iter().enumerate().take_while(|(_, b)| !matches!(b, b'{' | b'}'));
        record.filter(|(_, b)| delimits(b)).find_map(|(i, _)| user_at(value_end + i))
    })
}

/// The user of `login bob password x`: the word behind a user's key, both before the key at `key_start` and on its line.
pub(super) fn spaced(text: &Text<'_>, key_start: usize) -> Option<(usize, usize)> {
    let from = key_start.saturating_sub(REACH);
    let head = text.slice(from, key_start);
    let line = head.iter().rposition(|b| *b == b'\n').map_or(0, |at| at + 1);
    let mut named = false;
    let mut at = from + line;
    for word in head.get(line..)?.split(|b| matches!(b, b' ' | b'\t')) {
        let end = at + word.len();
        if named && !word.is_empty() {
            return Some((at, end));
        }
        named |= !word.is_empty() && is(&squash(text, at, end));
        at = end + 1;
    }
    None
}

/// User and secret of `账号/密码：bob/x`, `user/pass: bob / x`, 账号密码: the value of both names at once, at `start..end`.
pub(super) fn pair(text: &Text<'_>, key_start: usize, key: &str, (start, end): (usize, usize)) -> Option<Pair> {
    let both = if text.before(key_start) == b'/' {
        let head = text.slice(key_start.saturating_sub(MAX_KEY), key_start - 1);
        let len = head.iter().rev().take_while(|b| is_key_byte(**b)).count();
        is(&squash(text, key_start - 1 - len, key_start - 1))
    } else {
        USER_KEYS.iter().any(|user| !user.is_ascii() && key.strip_prefix(user).is_some_and(|rest| !rest.is_ascii()))
    };
    if !both {
        return None;
    }
    let value = text.slice(start, end);
    match memchr::memchr(b'/', value) {
        Some(slash) if slash > 0 && slash + 1 < value.len() => Some(((start, start + slash), (start + slash + 1, end))),
        None if text.slice(end, end + 3) == b" / " => {
            let tail = text.slice(end + 3, end + 3 + REACH);
            let len = tail.iter().take_while(|b| b.is_ascii_graphic()).count();
            (len > 0).then_some(((start, end), (end + 3, end + 3 + len)))
        }
        _ => None,
    }
}

/// Where the name before the delimiter at `at` ends: before blanks, marks of
/// Markdown, and a closing quote, which may be escaped.
fn name_end(text: &Text<'_>, at: usize) -> usize {
    let head = text.slice(at.saturating_sub(MAX_KEY), at);
    let head = head.trim_ascii_end();
    let head = head.strip_suffix(b"**").unwrap_or(head);
    // CEF escapes the sign within a field.
    let head = if text.at(at) == b'=' { head.strip_suffix(b"\\").unwrap_or(head) } else { head };
    let bare = head.strip_suffix(b"\\\"").or_else(|| match head.split_last() {
        Some((b'"' | b'\'' | b']', rest)) => Some(rest),
        _ => None,
    });
    at.saturating_sub(MAX_KEY) + bare.unwrap_or(head).len()
}

/// The value behind a delimiter at `at`, if there is one and the key before it is a user's.
fn at_delimiter(text: &Text<'_>, at: usize) -> Option<(usize, usize)> {
    let wide = WIDE_COLONS.iter().find(|c| text.slice(at, at + 3).starts_with(c));
    let key_end = match (text.at(at), wide) {
        (b'=' | b':', _) => name_end(text, at),
        (_, Some(colon)) => at + colon.len(),
        (b'<' | b'>' | b'"' | b'\'', _) if text.format == Format::Markup => at,
        _ => return None,
    };
    let len =
        text.slice(key_end.saturating_sub(MAX_KEY), key_end).iter().rev().take_while(|b| is_key_byte(**b)).count();
    let mut key = squash(text, key_end - len, key_end);
    let start = key_end - len;
    if key == "id" && text.slice(start.saturating_sub(5), start).eq_ignore_ascii_case(b"user ") {
        // Connection strings of ADO.NET and ODBC.
        key.insert_str(0, "user");
    }
    // WordPress calls its user so.
    let log = key == "log" && text.format == Format::Fields;
    if !is(&key) && !log {
        return None;
    }
    let (value, _) = value::after(text, key_end - len, key_end)?;
    let user = text.slice(value.0, value.1);
    (!user.is_empty() && user.len() <= 128 && !user.iter().any(|b| matches!(b, b'{' | b'<' | b'('))).then_some(value)
}
