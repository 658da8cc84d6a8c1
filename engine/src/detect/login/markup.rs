//! Values of keys in XML: the text of an element, or the value that stands beside the name of one.

use super::{MAX_VALUE, worth};
use crate::detect::text::Text;

/// Longest rest of a tag behind a name.
const TAG_BYTES: usize = 256;
/// Elements between a name and its value: XML-RPC, property lists.
const HOLDERS: [&[u8]; 2] = [b"value", b"string"];
/// Elements that say in an attribute what their text is.
const SETTINGS: [&[u8]; 8] = [b"param", b"parameter", b"property", b"entry", b"string", b"setting", b"field", b"arg"];
/// Elements that are fields of a form, or no text: a label before them says what is to be typed.
const FIELDS: [&[u8]; 7] = [b"input", b"select", b"textarea", b"button", b"script", b"style", b"a "];
/// Tags between a label and its value: the end of a cell or of a line, the begin of the next.
const LABEL_TAGS: usize = 6;
/// Longest begin of a label without a colon: `Your new password`.
const LABEL_BYTES: usize = 32;
/// Between what a text of that many bytes may stand in whole.
const CDATA: (&[u8], &[u8]) = (b"<![CDATA[", b"]]>");

/// The value of the name at `start..end`.
///
/// - `<password>x</password>`, `<wsse:Password Type="…">x</wsse:Password>` (WS-Security `UsernameToken`)
/// - `<name>password</name><value><string>x</string></value>` (XML-RPC), `<key>password</key><string>x</string>`
/// - `<add key="password" value="x"/>`, `<property name="password">x</property>`
/// - `<field var="password"><value>x</value></field>` (XMPP)
/// - `<b>Password:</b> x`, `<td>Password</td><td>x</td>`, as mails tell it: only what looks like a password
pub(super) fn value(text: &Text<'_>, start: usize, end: usize) -> Option<(usize, usize)> {
    match text.before(start) {
        b'<' => element(text, end),
        b':' if opens_tag(text, start - 1) => element(text, end),
        b'>' if text.at(end) == b'<' && text.at(end + 1) == b'/' => {
            beside(text, end).or_else(|| labelled(text, start, end))
        }
        quote @ (b'"' | b'\'') if text.at(end) == quote => attribute(text, start - 1, end + 1),
        b'"' | b'\'' | b'/' | b'=' => None,
        _ => labelled(text, start, end + usize::from(text.at(end) == b':')),
    }
}

/// The text behind the tags that stand behind the label at `start..end`, if it looks like a password and no field of a form lies
/// between.
fn labelled(text: &Text<'_>, start: usize, end: usize) -> Option<(usize, usize)> {
    if text.slice(start, end).iter().any(u8::is_ascii_digit) {
        // A password may read like a label.
        return None;
    }
    if text.before(end) != b':' && !begins_text(text, start) {
        return None;
    }
    let mut at = end;
    let mut tags = 0;
    loop {
        at += text.slice(at, at + TAG_BYTES).iter().take_while(|b| b.is_ascii_whitespace()).count();
        if text.at(at) != b'<' {
            break;
        }
        let name = text.slice(at + 1, at + 9);
        let field = FIELDS.iter().any(|f| name.get(..f.len()).is_some_and(|n| n.eq_ignore_ascii_case(f)));
        tags += 1;
        if field || tags > LABEL_TAGS {
            return None;
        }
        at = tag_end(text, at + 1)?;
    }
    let rest = text.slice(at, at + MAX_VALUE);
    let len = rest.iter().position(|b| b.is_ascii_whitespace() || matches!(b, b'<' | b'&'))?;
    let value = rest.get(..len)?;
    // A script builds tables of strings, and goes on between them.
    let code = value.iter().any(|b| matches!(b, b'"' | b'\'' | b'=' | b';' | b'[' | b'('));
    (tags > 0 && !code && !value.ends_with(b":") && worth::is_mixed(value) && !worth::is_version(value))
        .then_some((at, at + len))
}

/// True for a key near the begin of its element or line, as a label's is; others end a sentence.
fn begins_text(text: &Text<'_>, start: usize) -> bool {
    let head = text.slice(start.saturating_sub(LABEL_BYTES), start);
    start < LABEL_BYTES || head.iter().any(|b| matches!(b, b'>' | b'\n'))
}

/// True if the name before the colon at `colon` is the prefix of an element that opens there.
fn opens_tag(text: &Text<'_>, colon: usize) -> bool {
    let head = text.slice(colon.saturating_sub(32), colon);
    let prefix = head.iter().rev().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.')).count();
    prefix > 0 && text.before(colon - prefix) == b'<'
}

/// The text of an element whose name ends at `name_end`.
fn element(text: &Text<'_>, name_end: usize) -> Option<(usize, usize)> {
    matches!(text.at(name_end), b'>' | b' ' | b'\t' | b'\r' | b'\n').then(|| body(text, tag_end(text, name_end)?))?
}

/// True if the value at `start..end` is that of an attribute, as settings in XML are, or of a pair in one: `<db user="x"
/// password="x"/>`, `<add connectionString="User ID=x;Password=x"/>`. (What stands in a script, or in an attribute that holds one,
/// is not.)
pub(in crate::detect) fn is_attribute(text: &Text<'_>, start: usize, end: usize) -> bool {
    let head = text.slice(start.saturating_sub(TAG_BYTES + MAX_VALUE), start);
    let direct = head.strip_suffix(b"=\"").or_else(|| head.strip_suffix(b"='"));
    let Some(head) = direct.or_else(|| before_pairs(head, text.at(end) == b';')) else {
        return false;
    };
    let name =
        head.iter().rev().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b':' | b'.')).count();
    let (before, called) = head.split_at(head.len() - name);
    if called.get(..2).is_some_and(|on| on.eq_ignore_ascii_case(b"on")) {
        return false;
    }
    let tag = before.iter().rposition(|b| matches!(b, b'<' | b'>')).and_then(|at| before.get(at..)).unwrap_or_default();
    let closed = memchr::memchr_iter(b'"', tag).count().is_multiple_of(2);
    // What a field of a form holds is the page's.
    let field = tag.get(1..6).is_some_and(|name| name.eq_ignore_ascii_case(b"input"));
    name > 0 && tag.first() == Some(&b'<') && tag.last().is_some_and(u8::is_ascii_whitespace) && closed && !field
}

/// What stands before the attribute's value that reaches the end of `head`, if it is a list of pairs; `goes_on`: another follows.
fn before_pairs(head: &[u8], goes_on: bool) -> Option<&[u8]> {
    let quote = memchr::memrchr2(b'"', b'\'', head)?;
    let (name, pairs) = (head.get(..quote)?.strip_suffix(b"=")?, head.get(quote + 1..)?);
    let is_key = |key: &[u8]| key.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b' ' | b'_' | b'-' | b'.'));
    let is_pair = |pair: &[u8]| memchr::memchr(b'=', pair).and_then(|at| pair.get(..at)).is_some_and(is_key);
    let listed = goes_on || memchr::memchr(b';', pairs).is_some();
    let all = listed && pairs.split(|b| *b == b';').all(is_pair);
    (all || pairs.starts_with(b"jdbc:")).then_some(name)
}

/// Behind the tag that goes on at `at`; `None` if it closes itself, or is no tag.
fn tag_end(text: &Text<'_>, at: usize) -> Option<usize> {
    let rest = text.slice(at, at + TAG_BYTES);
    let len = rest.iter().position(|b| matches!(b, b'<' | b'>'))?;
    (rest.get(len) == Some(&b'>') && text.before(at + len) != b'/').then_some(at + len + 1)
}

/// The text from `at` to the next tag, which has to close an element.
fn body(text: &Text<'_>, at: usize) -> Option<(usize, usize)> {
    let at = at + text.slice(at, at + TAG_BYTES).iter().take_while(|b| b.is_ascii_whitespace()).count();
    let (open, close) = CDATA;
    if text.slice(at, at + open.len()) == open {
        let start = at + open.len();
        let len = memchr::memmem::find(text.slice(start, start + MAX_VALUE), close)?;
        return (len > 0).then_some((start, start + len));
    }
    let rest = text.slice(at, at + MAX_VALUE);
    let len = memchr::memchr(b'<', rest)?;
    let value = rest.get(..len)?.trim_ascii_end();
    (text.at(at + len + 1) == b'/' && !value.is_empty()).then_some((at, at + value.len()))
}

/// The text of the elements that follow the one which `at` closes.
fn beside(text: &Text<'_>, at: usize) -> Option<(usize, usize)> {
    held(text, tag_end(text, at + 1)?)
}

/// The text of the elements for values that open at `at`.
fn held(text: &Text<'_>, mut at: usize) -> Option<(usize, usize)> {
    let mut holders = 0;
    loop {
        let blank = text.slice(at, at + TAG_BYTES).iter().take_while(|b| b.is_ascii_whitespace()).count();
        let name = text.slice(at + blank + 1, at + blank + 8);
        let holds = |holder: &&[u8]| name.starts_with(holder) && text.at(at + blank + 1 + holder.len()) == b'>';
        let Some(holder) = HOLDERS.iter().copied().find(holds).filter(|_| text.at(at + blank) == b'<') else { break };
        at += blank + holder.len() + 2;
        holders += 1;
        if holders > HOLDERS.len() {
            break;
        }
    }
    if holders == 0 { None } else { body(text, at) }
}

/// The value beside an attribute whose value, the key, stands between the quotes `open` and `close`.
fn attribute(text: &Text<'_>, open: usize, close: usize) -> Option<(usize, usize)> {
    let head = text.slice(open.saturating_sub(TAG_BYTES), open);
    let tag = head.get(memchr::memrchr(b'<', head)? + 1..)?;
    if tag.ends_with(b" var=") {
        // A form of XMPP (XEP-0004 §3.2).
        return held(text, tag_end(text, close)?);
    }
    if !tag.ends_with(b" name=") && !tag.ends_with(b" key=") {
        return None;
    }
    let rest = text.slice(close, close + TAG_BYTES + MAX_VALUE);
    let rest = rest.get(..memchr::memchr(b'<', rest).unwrap_or(rest.len()))?;
    if let Some(at) = memchr::memmem::find(rest, b" value=") {
        let quote = text.at(close + at + 7);
        let start = at + 8;
        let len = memchr::memchr(quote, rest.get(start..)?)?;
        return (matches!(quote, b'"' | b'\'') && len > 0).then_some((close + start, close + start + len));
    }
    let local = tag.iter().take_while(|b| b.is_ascii_alphanumeric()).count();
    SETTINGS.contains(&tag.get(..local)?).then(|| body(text, tag_end(text, close)?))?
}
