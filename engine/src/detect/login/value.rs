//! Where the value of a key stands: behind `=` or `:`, in quotes or without, in an element, beside its name.

use super::key::MAX_KEY;
use super::{MAX_VALUE, json, markup, opens_field, user, worth};
use crate::detect::text::Text;
use crate::message::{Format, INNER_AMPERSAND};

/// The full-width colon in UTF-8, GB18030 and Big5.
pub(super) const WIDE_COLONS: [&[u8]; 3] = [b"\xef\xbc\x9a", b"\xa3\xba", b"\xa1\x47"];

/// Longest name of a charset, or of what stands between dollars.
const MAX_PREFIX: usize = 24;

/// What a sentence says a password with instead of a colon: 密码是, 密码为, 口令是, 口令为, in UTF-8 and GB18030.
const SAYS: [&[u8]; 8] = [
    "密码是".as_bytes(),
    "密码为".as_bytes(),
    "口令是".as_bytes(),
    "口令为".as_bytes(),
    b"\xc3\xdc\xc2\xeb\xca\xc7",
    b"\xc3\xdc\xc2\xeb\xce\xaa",
    b"\xbf\xda\xc1\xee\xca\xc7",
    b"\xbf\xda\xc1\xee\xce\xaa",
];

/// 密码】, 密码【, 口令】, 口令【 in UTF-8 and GB18030: what follows may be a password.
const BRACKETS: [&[u8]; 8] = [
    "密码】".as_bytes(),
    "密码【".as_bytes(),
    "口令】".as_bytes(),
    "口令【".as_bytes(),
    b"\xc3\xdc\xc2\xeb\xa1\xbf",
    b"\xc3\xdc\xc2\xeb\xa1\xbe",
    b"\xbf\xda\xc1\xee\xa1\xbf",
    b"\xbf\xda\xc1\xee\xa1\xbe",
];

/// 密码 and 口令 in UTF-8 and GB18030.
const WORDS: [&[u8]; 4] = ["密码".as_bytes(), "口令".as_bytes(), b"\xc3\xdc\xc2\xeb", b"\xbf\xda\xc1\xee"];

/// What says right before these words that a password is told: 初始 (initial), 默认 (default), 临时 (temporary).
const GIVEN: [&[u8]; 6] = [
    "初始".as_bytes(),
    "默认".as_bytes(),
    "临时".as_bytes(),
    b"\xb3\xf5\xca\xbc",
    b"\xc4\xac\xc8\xcf",
    b"\xc1\xd9\xca\xb1",
];

/// What says so in the clause before: 账号, 帐号, 用户名.
const ACCOUNTS: [&[u8]; 6] = [
    "账号".as_bytes(),
    "帐号".as_bytes(),
    "用户名".as_bytes(),
    b"\xd5\xcb\xba\xc5",
    b"\xd5\xca\xba\xc5",
    b"\xd3\xc3\xbb\xa7\xc3\xfb",
];

/// How routers say that a password is written (Huawei, H3C).
const WRITTEN: [&[u8]; 2] = [b"cipher ", b"simple "];

/// What ends a clause before a key: colon, comma, full stop, semicolon, in UTF-8 and GB18030.
const CLAUSE_ENDS: [&[u8]; 8] = [
    "：".as_bytes(),
    "，".as_bytes(),
    "。".as_bytes(),
    "；".as_bytes(),
    b"\xa3\xba",
    b"\xa3\xac",
    b"\xa1\xa3",
    b"\xa3\xbb",
];

/// Where the last clause of what stands before a key begins.
pub(super) fn wide_start(head: &[u8]) -> usize {
    if head.is_ascii() {
        return 0;
    }
    let ends = |at: usize| CLAUSE_ENDS.iter().find_map(|end| end_of(head, at, end));
    (0..head.len()).rev().find_map(ends).unwrap_or(0)
}

/// Where `word` ends if it stands at `at`. (Tokens are too short for a search of their own for each word.)
fn end_of(token: &[u8], at: usize, word: &[u8]) -> Option<usize> {
    (token.get(at) == word.first() && token.get(at..)?.starts_with(word)).then_some(at + word.len())
}

/// Where the first full-width colon of a token ends, or the verb in its place.
pub(super) fn wide_colon(token: &[u8]) -> Option<usize> {
    if token.is_ascii() {
        return None;
    }
    let ends = |at: usize| WIDE_COLONS.iter().chain(&SAYS).chain(&BRACKETS).find_map(|end| end_of(token, at, end));
    (0..token.len()).find_map(ends)
}

/// The length of the full-width colon at `at`; 0: there is none.
fn wide_len(text: &Text<'_>, at: usize) -> usize {
    WIDE_COLONS.iter().find(|colon| text.slice(at, at + colon.len()) == **colon).map_or(0, |colon| colon.len())
}

/// Where the word for a password ends in the token at `start..end` that goes on with the password: 初始密码x, 账号bob，密码x. What
/// else stands so says how it is kept (密码AES256), so something before has to say that it is told.
pub(super) fn touching(text: &Text<'_>, start: usize, end: usize) -> Option<usize> {
    let token = text.slice(start, end);
    if token.is_ascii() || text.format != Format::Text {
        return None;
    }
    let ends = |at: usize| WORDS.iter().find_map(|word| end_of(token, at, word)).map(|end| (at, end));
    let (at, end) = (0..token.len()).find_map(ends)?;
    let (before, behind) = (token.get(..at)?, token.get(end..)?);
    let len = behind.iter().take_while(|b| b.is_ascii()).count();
    let line = text.slice(start.saturating_sub(MAX_KEY), start);
    let line = line.get(memchr::memrchr(b'\n', line).map_or(0, |at| at + 1)..)?;
    let given = || GIVEN.iter().any(|word| before.ends_with(word));
    let account = || at == 0 && ACCOUNTS.iter().any(|word| memchr::memmem::find(line, word).is_some());
    (worth::is_mixed(behind.get(..len)?) && (given() || account())).then_some(start + end)
}

/// True for a key, whose last bytes these are, that the value touches.
fn touches(text: &Text<'_>, key: &[u8], key_end: usize) -> bool {
    let token = text.at(key_end).is_ascii_alphanumeric() && WORDS.iter().any(|word| key.ends_with(word));
    token || BRACKETS.iter().any(|word| key.ends_with(word))
}

/// The value behind a key: its span without quotes, and whether it had them.
pub(super) fn after(text: &Text<'_>, key_start: usize, key_end: usize) -> Option<((usize, usize), bool)> {
    if text.format == Format::Markup
        && let Some(value) = markup::value(text, key_start, key_end)
    {
        return Some((value, true));
    }
    if text.format == Format::Json {
        if let Some(value) = json::beside(text, key_start, key_end) {
            return Some((value, true));
        }
        if let Some(paired) = json::paired(text, key_start, key_end) {
            return Some(paired);
        }
        // The last word of a string that is no key.
        if matches!(text.slice(key_end, key_end + 2), b"\"," | b"\"}" | b"\"]") {
            return None;
        }
    }
    if text.format == Format::Fields && opens_field(text, key_start) {
        let at = key_end + usize::from(text.at(key_end) == b']');
        if text.at(at) == b'=' {
            // All of it, whatever it begins with: quotes and blanks are part of it.
            return unquoted(text, at + 1, false).map(|value| (value, false));
        }
    }
    let found = behind(text, key_end).or_else(|| constant(text, key_end)).or_else(|| sentence(text, key_end));
    let (mut value, quoted) = found.or_else(|| spaced(text, key_start, key_end))?;
    if text.format == Format::Source && is_expression(text.slice(value.0, value.1), quoted) {
        return None;
    }
    if !quoted && in_head(text) && !matches!(text.before(key_start), 0 | b'\n') && text.before(value.0) != b'=' {
        // Within a field of a head, such as a subject, prose goes on.
        let said = text.slice(value.0, value.1);
        value.1 = value.0 + said.iter().position(u8::is_ascii_whitespace).unwrap_or(said.len());
        if !worth::is_mixed(text.slice(value.0, value.1)) {
            return None;
        }
    }
    if text.format == Format::Fields && !opens_field(text, key_start) {
        // A key within a field's value, such as a URL: what separates there ends its value.
        let inner = memchr::memchr(INNER_AMPERSAND, text.slice(value.0, value.1));
        value.1 = inner.map_or(value.1, |len| value.0 + len);
    }
    Some((value, quoted))
}

/// True for the fields of a message's head, a line each.
fn in_head(text: &Text<'_>) -> bool {
    text.format == Format::Fields && text.place.ends_with(".header")
}

/// True for what a program puts there: a variable, a path of names, a call, or what stands between two strings that it
/// puts together (`"&secret=" + name + "&"`).
fn is_expression(value: &[u8], quoted: bool) -> bool {
    // Between two strings stands no string, but code.
    if quoted {
        matches!(value, [b'+' | b')' | b',' | b';' | b']' | b'}', ..])
    } else {
        !value.iter().all(u8::is_ascii_digit)
    }
}

/// The value behind a colon or an equals sign.
fn behind(text: &Text<'_>, key_end: usize) -> Option<((usize, usize), bool)> {
    let mut at = key_end;
    let before = text.slice(key_end.saturating_sub(9), key_end);
    let mut literal = text.format == Format::Json;
    let touched = touches(text, before, key_end);
    if touched || SAYS.iter().any(|w| before.ends_with(w)) {
        at += wide_len(text, at).max(usize::from(text.at(at) == b':'));
        // What is asked for, or told in Chinese, is a sentence that goes on.
        let told = text.at(skip_blanks(text, at)).is_ascii_graphic();
        if !told {
            return None;
        }
    } else if !WIDE_COLONS.iter().any(|w| before.ends_with(w)) {
        if text.at(at) == b'*' && text.at(at + 1) != b'*' && matches!(text.format, Format::Text | Format::Json) {
            // The mark of a form's field that has to be filled.
            at += 1;
        }
        let closing = text.at(at);
        literal |= closing == b'"';
        if matches!(closing, b'"' | b'\'' | b']') {
            at += 1;
        } else if closing == b'\\' && text.at(at + 1) == b'"' {
            at += 2;
        } else if closing == b'\\' && text.at(at + 1) == b'=' {
            // CEF escapes it within a field.
            at += 1;
        }
        at = behind_sign(text, skip_blanks(text, skip_emphasis(text, at)))?;
    }
    at = skip_blanks(text, skip_emphasis(text, at));
    if literal && text.at(at) == b'[' {
        at = skip_blanks(text, at + 1);
    }
    if matches!(text.format, Format::Text | Format::Source) {
        at = literal_quote(text, at);
    }
    if text.format == Format::Text {
        at = hashed(text, at);
    }
    let escaped = text.at(at) == b'\\' && text.at(at + 1) == b'"';
    let quote = if escaped { b'"' } else { text.at(at) };
    let rest_at = at + usize::from(escaped);
    if matches!(quote, b'"' | b'\'') || (quote == b'`' && marked(text, at)) {
        let start = rest_at + 1;
        let body = text.slice(start, start + MAX_VALUE);
        let len = quoted_len(body, quote, escaped)?;
        let code = is_expression(text.slice(start, start + len), true) && closes(text, at, quote, escaped);
        let meant = !touched || worth::is_mixed(text.slice(start, start + len));
        return (!code && meant).then_some(((start, start + len), true));
    }
    let value = unquoted(text, at, literal).map(|value| plain(text, value))?;
    (!touched || worth::is_mixed(text.slice(value.0, value.1))).then_some((value, false))
}

/// Behind the colon or the equals sign at `at`, which may be an arrow (`=>`) or a full-width colon, and is no comparison.
fn behind_sign(text: &Text<'_>, at: usize) -> Option<usize> {
    let wide = wide_len(text, at);
    if wide > 0 {
        return Some(at + wide);
    }
    match (text.at(at), text.at(at + 1)) {
        (b'=' | b':', b'=') => None,
        (b'=' | b':', b'>') => Some(at + 2),
        (b'=' | b':', _) => Some(at + 1),
        _ => None,
    }
}

/// A value without the marks around it that make it bold in Markdown.
fn plain(text: &Text<'_>, (start, end): (usize, usize)) -> (usize, usize) {
    const MARK: &[u8] = b"**";
    let within = text.slice(start.saturating_sub(MARK.len()), start) == MARK;
    let from = start + if within { 0 } else { MARK.len() };
    if text.format != Format::Text || text.slice(from.saturating_sub(MARK.len()), from) != MARK {
        return (start, end);
    }
    match memchr::memmem::find(text.slice(from, end), MARK) {
        Some(len) if len > 0 && !text.at(from + len + MARK.len()).is_ascii_alphanumeric() => (from, from + len),
        _ => (start, end),
    }
}

/// Where the quote of SQL's literal at `at` stands: what says of which kind it is touches it (`N'x'`, `E'x'`, `U&'x'`,
/// `_utf8mb4'x'`).
fn literal_quote(text: &Text<'_>, at: usize) -> usize {
    let head = text.slice(at, at + MAX_PREFIX);
    let len = match head.first() {
        Some(b'U' | b'u') if head.get(1) == Some(&b'&') => 2,
        Some(b'N' | b'n' | b'E' | b'e' | b'B' | b'b' | b'X' | b'x' | b'U' | b'u') => 1,
        Some(b'_') => head.iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'_').count(),
        _ => 0,
    };
    at + if matches!(text.at(at + len), b'\'' | b'"') { len } else { 0 }
}

/// Where the quote of the text stands that a statement at `at` hashes or encrypts first: `MD5('x')`,
/// `hex(AES_ENCRYPT('x', k))`, `crypt('x', gen_salt('bf'))`.
pub(super) fn hashed(text: &Text<'_>, at: usize) -> usize {
    /// Functions of `MySQL` and `PostgreSQL`, and those that write out what they return.
    const FUNCTIONS: [&[u8]; 14] = [
        b"md5",
        b"sha",
        b"sha1",
        b"sha2",
        b"crypt",
        b"encrypt",
        b"digest",
        b"password",
        b"old_password",
        b"aes_encrypt",
        b"des_encrypt",
        b"hex",
        b"encode",
        b"to_base64",
    ];
    /// Functions within functions.
    const NESTED: usize = 3;
    let mut opening = at;
    for _ in 0..NESTED {
        let head = text.slice(opening, opening + MAX_PREFIX);
        let len = head.iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'_').count();
        let called = head.get(len) == Some(&b'(');
        if !called || !FUNCTIONS.iter().any(|name| head.get(..len).is_some_and(|word| word.eq_ignore_ascii_case(name)))
        {
            break;
        }
        opening = skip_blanks(text, opening + len + 1);
    }
    if text.at(opening) == b'\'' { opening } else { at }
}

/// The text between `PostgreSQL`'s dollars at `at`: `$$x$$`, `$tag$x$tag$` (Lexical Structure, Dollar-Quoted String
/// Constants).
fn between_dollars(text: &Text<'_>, at: usize) -> Option<(usize, usize)> {
    let head = text.slice(at, at + MAX_PREFIX);
    let tag = head.iter().skip(1).take_while(|b| b.is_ascii_alphanumeric() || **b == b'_').count();
    let mark = head.get(..tag + 2).filter(|mark| mark.starts_with(b"$") && mark.ends_with(b"$"))?;
    let start = at + mark.len();
    let len = memchr::memmem::find(text.slice(start, start + MAX_VALUE), mark)?;
    (len > 0).then_some((start, start + len))
}

/// True if the quote at `at` ends a text that began on its line: `input("Password: ")` asks for one.
fn closes(text: &Text<'_>, at: usize, quote: u8, escaped: bool) -> bool {
    let head = text.slice(at.saturating_sub(MAX_VALUE), at);
    let breaks = |i: &usize| {
        let end = head.get(..=*i).unwrap_or_default();
        end.ends_with(b"\n") || (escaped && end.ends_with(b"\\n"))
    };
    let Some(line) = (0..head.len()).rev().find(breaks).map(|i| i + 1).or((head.len() == at).then_some(0)) else {
        return false;
    };
    let is_quote = |i: &usize| {
        let behind = i.checked_sub(1).and_then(|i| head.get(i)) == Some(&b'\\');
        head.get(*i) == Some(&quote) && behind == escaped
    };
    (line..head.len()).filter(is_quote).count() % 2 == 1
}

/// The value of a constant in PHP: `define('DB_PASSWORD', 'h4rter-9')`; `at` is where its name ends, before a quote.
pub(super) fn constant(text: &Text<'_>, at: usize) -> Option<((usize, usize), bool)> {
    let quote = text.at(at);
    if !matches!(quote, b'"' | b'\'') {
        return None;
    }
    let head = text.slice(at.saturating_sub(MAX_KEY + 8), at);
    let name = head.iter().rposition(|b| *b == quote)?;
    let comma = skip_blanks(text, at + 1);
    if !head.get(..name)?.trim_ascii_end().ends_with(b"define(") || text.at(comma) != b',' {
        return None;
    }
    let opening = skip_blanks(text, comma + 1);
    let quote = text.at(opening);
    let len = quoted_len(text.slice(opening + 1, opening + 1 + MAX_VALUE), quote, false)?;
    matches!(quote, b'"' | b'\'').then_some(((opening + 1, opening + 1 + len), true))
}

/// A value that only blanks part from its key, where something else says that it is one: a statement's quotes (`WITH
/// PASSWORD 'x'`, `PASSWORD('x')`), a user in the same manner before it (`login bob password x`, 用户名 bob 密码 x,
/// `username bob password 7 x`), or a command.
fn spaced(text: &Text<'_>, key_start: usize, key_end: usize) -> Option<((usize, usize), bool)> {
    let source = text.format == Format::Source;
    let called = !source && text.slice(key_end, key_end + 2) == b"('";
    let at = if called { key_end + 1 } else { skip_blanks(text, key_end) };
    // A form may carry a statement.
    let form = text.format == Format::Fields && matches!(text.at(literal_quote(text, at)), b'"' | b'\'');
    if at == key_end || !(source || form || text.format == Format::Text) {
        return None;
    }
    let command = text.slice(key_end.saturating_sub(7), key_end) == b"sshpass" && text.slice(at, at + 2) == b"-p";
    let at = if command { skip_blanks(text, at + 2) } else { literal_quote(text, at) };
    let quote = text.at(at);
    let stated = || text.slice(key_end.saturating_sub(8), key_end).eq_ignore_ascii_case(b"password");
    if quote == b'$'
        && stated()
        && let Some(value) = between_dollars(text, at)
    {
        return Some((value, true));
    }
    if matches!(quote, b'"' | b'\'') {
        let len = quoted_len(text.slice(at + 1, at + 1 + MAX_VALUE), quote, false)?;
        let value = text.slice(at + 1, at + 1 + len);
        // `IDENTIFIED BY PASSWORD '*…'` is a hash (MySQL).
        let hashed = value.starts_with(b"*") && value.len() == 41;
        let meant = command || (!hashed && stated() && !value.contains(&b' '));
        return meant.then_some(((at + 1, at + 1 + len), true));
    }
    // Routers say with a digit or a word how the password is written.
    let digit = usize::from(quote.is_ascii_digit() && text.at(at + 1) == b' ') * 2;
    let word = WRITTEN.iter().find(|word| text.slice(at, at + word.len()) == **word).map_or(0, |word| word.len());
    let (start, end) = unquoted(text, at + digit + word, false)?;
    let said = text.slice(start, end);
    // In the definition of a table types stand behind names.
    let bare = !said.iter().any(|b| matches!(b, b'(' | b')' | b','));
    (command || (bare && worth::is_mixed(said) && (word > 0 || user::spaced(text, key_start).is_some())))
        .then_some(((start, end), command))
}

/// True if the backquote at `at` marks code in Markdown (in a shell it runs a command: `PWD=...`).
fn marked(text: &Text<'_>, at: usize) -> bool {
    let head = text.slice(at.saturating_sub(8), at).trim_ascii_end();
    text.format == Format::Text && head.last() != Some(&b'=')
}

/// Behind the marks that make a word bold in Markdown.
fn skip_emphasis(text: &Text<'_>, at: usize) -> usize {
    at + 2 * usize::from(text.format == Format::Text && matches!(text.slice(at, at + 2), b"**" | b"__"))
}

/// `Your password is h4rter-9.`: what looks like a password behind the verb, without the sentence's end.
fn sentence(text: &Text<'_>, key_end: usize) -> Option<((usize, usize), bool)> {
    let closing = usize::from(matches!(text.at(key_end), b'"' | b'\''));
    let at = skip_blanks(text, skip_emphasis(text, key_end + closing));
    let verb = text.slice(at, at + 4);
    if !matches!(text.format, Format::Text | Format::Markup | Format::Json) || text.before(at) != b' ' {
        return None;
    }
    let len = if verb.starts_with(b"is ") { 3 } else { 4 * usize::from(verb == b"is: ") };
    if len == 0 {
        return None;
    }
    let (start, end) = unquoted(text, skip_blanks(text, at + len), false)?;
    let said = text.slice(start, end);
    let said = said.strip_suffix(b".").unwrap_or(said);
    worth::is_mixed(said).then_some(((start, start + said.len()), true))
}

/// The value without quotes at `at`; `literal`: a number or a word of JSON.
fn unquoted(text: &Text<'_>, at: usize, literal: bool) -> Option<(usize, usize)> {
    let body = text.slice(at, at + MAX_VALUE);
    let ascii = body.first().is_some_and(u8::is_ascii);
    let cookies = text.format == Format::Fields && text.place.ends_with(".cookie");
    let stop = |b: &u8| match text.format {
        Format::Fields => matches!(b, b'&' | b'\n' | b'\r' | 0) || (cookies && *b == b';'),
        Format::Source => !b.is_ascii_alphanumeric(),
        _ if literal => matches!(b, b',' | b'}' | b']' | b'\n' | b'\r' | b' ' | b'"' | b'\\'),
        // Behind what was typed in ASCII a Chinese sentence goes on.
        Format::Text if ascii && !b.is_ascii() => true,
        _ => matches!(b, b'\n' | b'\r' | b' ' | b'\t' | b'&' | b'"' | b'\'' | b'<' | b'>' | b';' | b'|' | 0),
    };
    let len = body.iter().position(stop).unwrap_or(body.len());
    let listed = text.format == Format::Text && len > 1 && body.get(len - 1..=len) == Some(b", ");
    let len = len - usize::from(listed);
    let len = if text.format == Format::Text { before_pair(body.get(..len)?) } else { len };
    (len > 0 && len < MAX_VALUE).then_some((at, at + len))
}

/// The length of a value before the next pair of a list without blanks: `username=bob,password=x,uid=0` (mount(8)).
fn before_pair(value: &[u8]) -> usize {
    let is_next = |comma: &usize| {
        let rest = value.get(comma + 1..).unwrap_or_default();
        let name = rest.iter().take_while(|b| b.is_ascii_lowercase() || **b == b'_').count();
        name > 1 && rest.get(name) == Some(&b'=')
    };
    memchr::memchr_iter(b',', value).find(is_next).filter(|len| *len > 0).unwrap_or(value.len())
}

fn skip_blanks(text: &Text<'_>, at: usize) -> usize {
    at + text.slice(at, at + 8).iter().take_while(|b| matches!(b, b' ' | b'\t')).count()
}

/// Bytes up to the closing quote; `None` if there is none near.
pub(super) fn quoted_len(body: &[u8], quote: u8, escaped: bool) -> Option<usize> {
    let mut i = 0;
    while let Some(&b) = body.get(i) {
        match b {
            b'\\' if escaped && body.get(i + 1) == Some(&quote) => return Some(i),
            b'\\' => i += 2,
            b'\n' => return None,
            _ if b == quote => return Some(i),
            _ => i += 1,
        }
    }
    None
}
