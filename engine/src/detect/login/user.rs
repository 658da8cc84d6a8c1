//! Who logs in: the value of a user's key beside a secret.

use super::REACH;
use super::key::{Kind, MAX_KEY, classify, is_key_byte, squash};
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

/// Those under which somebody is reached: who logs in is told by them only where no other key tells it.
const CONTACT_KEYS: [&str; 4] = ["email", "mail", "mobile", "phone"];

/// Keys that end like a user's and tell something about one: a flag, a date.
const NO_USERS: [&str; 8] =
    ["canlogin", "lastlogin", "nologin", "autologin", "firstlogin", "islogin", "isuser", "iscurrentuser"];

/// Values that are nobody's name: flags.
const NO_NAMES: [&[u8]; 4] = [b"true", b"false", b"null", b"none"];

/// Words of a statement that stand behind a user's key without being the user: `CREATE USER IF NOT EXISTS …`, `USER MAPPING`,
/// `WITH LOGIN ENCRYPTED PASSWORD`.
const STATED: [&[u8]; 12] = [
    b"if",
    b"or",
    b"not",
    b"and",
    b"for",
    b"with",
    b"login",
    b"exists",
    b"mapping",
    b"encrypted",
    b"password",
    b"identified",
];

/// True for a key, in lower case, that names a user.
pub(super) fn is(key: &str) -> bool {
    USER_KEYS.iter().any(|u| key == *u || (key.ends_with(u) && *u != "name" && *u != "mail"))
        && !NO_USERS.iter().any(|no| key.ends_with(no))
}

/// True for a key, in lower case, under which somebody is reached.
pub(super) fn is_contact(key: &str) -> bool {
    CONTACT_KEYS.iter().any(|contact| key.ends_with(contact))
}

/// Who logs in with the secret `value` under the key at `key`.
pub(super) fn of(
    text: &Text<'_>,
    (key_start, key_end): (usize, usize),
    value: (usize, usize),
) -> Option<(usize, usize)> {
    let set = || text.slice(key_end, value.0).iter().any(|b| matches!(b, b':' | b'='));
    let apart = || !set() || text.slice(key_start.saturating_sub(6), key_start).eq_ignore_ascii_case(b" with ");
    let near = near(text, key_start, value);
    if let Some(account) = near.filter(|user| !user.contact) {
        return Some(account.value);
    }
    let stated = if apart() { spaced(text, key_start).or_else(|| constant(text, key_start, value.1)) } else { None };
    stated.or(near.map(|user| user.value))
}

/// The value of the constant in PHP that names the user, beside the one that is the secret: `define('DB_USER', 'bob')`.
fn constant(text: &Text<'_>, key_start: usize, end: usize) -> Option<(usize, usize)> {
    if !text.slice(key_start.saturating_sub(10), key_start).trim_ascii_end().ends_with(b"define(")
        && !matches!(text.before(key_start), b'\'' | b'"')
    {
        return None;
    }
    let from = key_start.saturating_sub(REACH);
    let near = text.slice(from, end + REACH);
    let named = |at: usize| {
        let quote = from + at + b"_USER".len();
        value::constant(text, quote).map(|(user, _)| user)
    };
    memchr::memmem::find_iter(near, b"_USER").find_map(named)
}

/// A value under a user's key.
#[derive(Clone, Copy)]
struct Named {
    value: (usize, usize),
    /// The key says how somebody is reached.
    contact: bool,
}

/// The nearest value under a user's key in the same record, before the secret first, then behind it: of an account if there
/// is one, or else of how its owner is reached.
fn near(text: &Text<'_>, key_start: usize, (value_start, value_end): (usize, usize)) -> Option<Named> {
    let markup = text.format == Format::Markup;
    // Beside a list of pairs an attribute says what the list is called.
    let paired =
        markup && text.before(value_start) == b'=' && (text.before(key_start) == b';' || text.at(value_end) == b';');
    let bounds = |b: &u8| matches!(b, b'{' | b'}') || (paired && matches!(b, b'<' | b'>' | b'"' | b'\''));
    let from = key_start.saturating_sub(REACH);
    let head = text.slice(from, key_start);
    let head_from = head.iter().rposition(bounds).map_or(0, |i| i + 1);
    let delimits = |b: &u8| {
        matches!(b, b'=' | b':')
            || (markup && matches!(b, b'<' | b'>' | b'"' | b'\''))
            || WIDE_COLONS.iter().any(|c| c.first() == Some(b))
    };
    // What names the secret is no user's name: `<name>password</name>`.
    let apart = |user: &Named| user.value.1 <= key_start || user.value.0 >= value_end;
    let record = head.get(head_from..).unwrap_or_default();
    let places = record.iter().enumerate().rev().filter(|(_, b)| delimits(b));
    let before = nearest(text, places.map(|(i, _)| from + head_from + i), apart, true);
    if let Some(user) = before
        && !(user.contact && is_bounded(text))
    {
        return Some(user);
    }
    let tail = text.slice(value_end, value_end + REACH);
    let record = tail.iter().enumerate().take_while(|(_, b)| !bounds(b));
    let places = record.filter(|(_, b)| delimits(b)).map(|(i, _)| value_end + i);
    let behind = nearest(text, places, apart, is_bounded(text));
    let account = behind.filter(|user| before.is_none() || !user.contact);
    account.or(before)
}

/// True where the bounds of a record are seen: braces, or those of one form.
fn is_bounded(text: &Text<'_>) -> bool {
    matches!(text.format, Format::Json | Format::Fields)
}

/// The first user at these delimiters; behind a contact an account is looked for where the record goes on, which it does not
/// beyond another password or an empty line.
fn nearest(
    text: &Text<'_>,
    places: impl Iterator<Item = usize>,
    apart: impl Fn(&Named) -> bool,
    goes_on: bool,
) -> Option<Named> {
    let mut contact: Option<Named> = None;
    for at in places {
        if contact.is_some_and(|contact| ends_record(text, at, contact.value.0)) {
            break;
        }
        let Some(user) = at_delimiter(text, at).filter(&apart) else { continue };
        if !user.contact || !goes_on {
            return Some(user);
        }
        contact = contact.or(Some(user));
    }
    contact
}

/// True if the delimiter at `at` is another record's than the contact at `contact`.
fn ends_record(text: &Text<'_>, at: usize, contact: usize) -> bool {
    let between = text.slice(at, contact);
    let empty =
        || memchr::memmem::find(between, b"\n\n").or_else(|| memchr::memmem::find(between, b"\n\r\n")).is_some();
    let (start, end) = key_before(text, name_end(text, at));
    classify(&squash(text, start, end)) == Some(Kind::Password) || (!is_bounded(text) && empty())
}

/// The user of `login bob password x`, `ALTER ROLE bob WITH PASSWORD 'x'`: the word behind the last user's key that has one, both
/// before the key at `key_start` and on its line.
pub(super) fn spaced(text: &Text<'_>, key_start: usize) -> Option<(usize, usize)> {
    let from = key_start.saturating_sub(REACH);
    let head = text.slice(from, key_start);
    let line = head.iter().rposition(|b| *b == b'\n').map_or(0, |at| at + 1);
    let (mut user, mut named) = (None, false);
    let (mut before, mut at) = (&b""[..], from + line);
    for word in head.get(line..)?.split(|b| matches!(b, b' ' | b'\t')) {
        let end = at + word.len();
        let is_role = word.eq_ignore_ascii_case(b"role")
            && (before.eq_ignore_ascii_case(b"create") || before.eq_ignore_ascii_case(b"alter"));
        if word.is_empty() || STATED.iter().any(|stated| word.eq_ignore_ascii_case(stated)) {
            // What names the user, if anything does, stands elsewhere.
            named |= word.eq_ignore_ascii_case(b"login");
        } else if named && !is(&squash(text, at, end)) {
            let (start, end) = unquoted(text, at, end);
            (user, named) = ((start < end).then_some((start, end)).or(user), false);
        } else {
            named = is_role || is(&squash(text, at, end));
        }
        if !word.is_empty() {
            before = word;
        }
        at = end + 1;
    }
    user
}

/// A word of a statement without what encloses it.
fn unquoted(text: &Text<'_>, start: usize, end: usize) -> (usize, usize) {
    let frames = |b: &&u8| matches!(b, b'\'' | b'"' | b'`' | b'[' | b']' | b'(' | b')' | b',' | b';');
    let word = text.slice(start, end);
    let left = word.iter().take_while(frames).count();
    let right = word.iter().skip(left).rev().take_while(frames).count();
    (start + left, end - right)
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
    let head = head.strip_suffix(b"**").or_else(|| head.strip_suffix(b"*")).unwrap_or(head);
    // CEF escapes the sign within a field.
    let head = if text.at(at) == b'=' { head.strip_suffix(b"\\").unwrap_or(head) } else { head };
    let bare = head.strip_suffix(b"\\\"").or_else(|| match head.split_last() {
        Some((b'"' | b'\'' | b']', rest)) => Some(rest),
        _ => None,
    });
    at.saturating_sub(MAX_KEY) + bare.unwrap_or(head).len()
}

/// The key that ends at `end`.
fn key_before(text: &Text<'_>, end: usize) -> (usize, usize) {
    let head = text.slice(end.saturating_sub(MAX_KEY), end);
    (end - head.iter().rev().take_while(|b| is_key_byte(**b)).count(), end)
}

/// The value behind a delimiter at `at`, if there is one and the key before it is a user's.
fn at_delimiter(text: &Text<'_>, at: usize) -> Option<Named> {
    let wide = WIDE_COLONS.iter().find(|c| text.slice(at, at + 3).starts_with(c));
    let key_end = match (text.at(at), wide) {
        (b'=' | b':', _) => name_end(text, at),
        (_, Some(colon)) => Some(name_end(text, at)).filter(|end| *end < at).unwrap_or(at + colon.len()),
        (b'<' | b'>' | b'"' | b'\'', _) if text.format == Format::Markup => at,
        _ => return None,
    };
    let (mut start, key_end) = key_before(text, key_end);
    let mut key = squash(text, start, key_end);
    if key == "id" && text.slice(start.saturating_sub(5), start).eq_ignore_ascii_case(b"user ") {
        // Connection strings of ADO.NET and ODBC.
        key.insert_str(0, "user");
        start -= 5;
    }
    // WordPress calls its user so, and gateways for short messages theirs.
    let short = matches!(&*key, "log" | "un") && text.format == Format::Fields;
    if !is(&key) && !short {
        return None;
    }
    let (value, _) = value::after(text, start, key_end)?;
    let user = text.slice(value.0, value.1);
    let named = !NO_NAMES.iter().any(|no| user.eq_ignore_ascii_case(no));
    let contact = is_contact(&key);
    // Whom a message goes to is a list.
    let listed = contact && user.iter().rev().skip(1).any(|b| matches!(b, b',' | b';'));
    (named && !listed && !user.is_empty() && user.len() <= 128 && !user.iter().any(|b| matches!(b, b'{' | b'<' | b'(')))
        .then_some(Named { value, contact })
}
