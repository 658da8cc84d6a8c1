//! XML and HTML: enclosing elements, attributes, the header cell of a table's column.

use super::PATH_BYTES;
use super::text::key_before;
use crate::content::bytes::{Bytes, trim};
use crate::content::place::{push_name, shorten};
use crate::message::{Charset, Located};

/// Elements that are followed.
const DEPTH: usize = 64;
/// Columns of a table whose headers are kept.
const COLUMNS: usize = 256;
/// Open elements searched for a closing tag's partner; unclosed ones between are dropped.
const PARTNERS: usize = 8;
/// Elements from a member of a structure to its value: `<member><value><array><data><value><string>`.
const MEMBER: usize = 6;
/// Longest text before a value that may be its label.
const LABEL_BYTES: usize = 96;

/// Names values by the elements around them.
#[derive(Clone, Default)]
pub(in crate::content) struct MarkupWalker {
    pub(super) charset: Charset,
    /// Open elements.
    stack: Vec<Element>,
    deeper: usize,
    /// Header cells of the current table.
    headers: Vec<String>,
    cell: usize,
    in_header: bool,
    /// Where the last piece of text between tags stands, or what it was in an earlier part.
    label: (usize, usize),
    saved_label: String,
    /// The last key of a property list, or name of a member of a structure.
    key: String,
    at: usize,
    /// Where the text after the last tag starts.
    text_start: usize,
    /// Where the tag around `at` starts, if `at` is inside one.
    tag: Option<usize>,
    path: String,
    name: String,
}

impl MarkupWalker {
    /// The place of `text[start..end]`.
    pub(super) fn locate(&mut self, text: &[u8], start: usize, _end: usize) -> Located<'_> {
        self.advance(text, start);
        self.path.clear();
        self.name.clear();
        let mut column = None;
        if let Some(tag) = self.tag {
            self.attribute(text.span(tag, start), text.after(tag));
        } else {
            column = self.element(text);
            if let Some(key) = key_before(text.span(self.text_start, start), start - self.text_start.min(start)) {
                self.name.clear();
                push_name(&mut self.name, key, self.charset);
            }
        }
        shorten(&mut self.path, PATH_BYTES);
        Located { path: &self.path, name: &self.name, column }
    }

    /// Walks to the end.
    pub(super) fn finish(&mut self, text: &[u8]) {
        self.advance(text, text.len());
        let mut label = String::new();
        self.push_label(text, &mut label);
        (self.label, self.saved_label) = ((0, 0), label);
        (self.at, self.text_start, self.tag) = (0, 0, None);
        let charset = self.charset;
        for element in &mut self.stack {
            element.tag = element.tag.saved(text, charset);
        }
    }

    /// The place is unknown from here on.
    pub(super) fn lost(&mut self) {
        *self = Self { charset: self.charset, ..Self::default() };
    }

    fn advance(&mut self, text: &[u8], to: usize) {
        while self.at < to {
            if let Some(tag) = self.tag {
                let end = tag_end(text, tag, self.at, to);
                self.at = end.unwrap_or(to);
                if end.is_none() {
                    return;
                }
                self.tag = None;
                self.enter(text.span(tag, self.at), tag, text.at(self.at.saturating_sub(2)) == b'/');
                self.text_start = self.at;
                continue;
            }
            let Some(step) = memchr::memchr(b'<', text.span(self.at, to)) else {
                self.at = to;
                return;
            };
            let at = self.at + step;
            self.at = at + 1;
            if matches!(text.at(at + 1), b'a'..=b'z' | b'A'..=b'Z' | b'/' | b'!' | b'?' | b'_' | 0x80..=0xff)
                && !text.after(at).starts_with(b"<![CDATA[")
            {
                self.note_label(text, at);
                self.tag = Some(at);
            }
        }
    }

    /// Notes the text before a tag: it may label what follows, or head a column.
    fn note_label(&mut self, text: &[u8], end: usize) {
        let raw = text.span(self.text_start, end);
        if trim(raw).is_empty() {
            return;
        }
        self.label = (self.text_start, end);
        let ends = text.after(end);
        if self.in_list() && ends.starts_with(b"</key>") || self.in_member(b"name") && ends.starts_with(b"</name>") {
            let mut key = String::new();
            self.push_label(text, &mut key);
            self.key = key;
        }
        if self.in_header && self.headers.len() <= self.cell && self.cell < COLUMNS {
            let mut header = String::new();
            self.push_label(text, &mut header);
            self.headers.resize(self.cell, String::new());
            self.headers.push(header);
        }
    }

    /// True within a property list of Apple's, where keys are elements of their own.
    fn in_list(&self) -> bool {
        self.stack.first().is_some_and(|element| element.bytes() == b"plist")
    }

    /// True within the name, or the value, of a member of a structure of XML-RPC.
    fn in_member(&self, child: &[u8]) -> bool {
        let near = self.stack.get(self.stack.len().saturating_sub(MEMBER)..).unwrap_or(&[]);
        near.iter().zip(near.iter().skip(1)).any(|(outer, inner)| outer.bytes() == b"member" && inner.bytes() == child)
    }

    /// The last text before a tag, if it is short enough to be a label.
    fn push_label(&self, text: &[u8], into: &mut String) {
        let raw = trim(text.span(self.label.0, self.label.1));
        if self.label.1 == 0 {
            into.push_str(&self.saved_label);
        } else if raw.len() <= LABEL_BYTES {
            push_name(into, raw, self.charset);
        }
    }

    /// A whole tag was passed, which stands at `start`.
    fn enter(&mut self, tag: &[u8], start: usize, closed: bool) {
        let body = tag.after(1);
        if matches!(body.at(0), b'!' | b'?') {
            return;
        }
        let closing = body.at(0) == b'/';
        let raw = body.after(usize::from(closing));
        let len = raw.iter().take_while(|b| !b.is_ascii_whitespace() && !matches!(b, b'>' | b'/')).count();
        let local = raw.upto(len).rsplit(|b| *b == b':').next().unwrap_or(&[]);
        let is = |names: &[&[u8]]| names.iter().any(|n| local.eq_ignore_ascii_case(n));
        if is(&[b"table"]) {
            self.headers.clear();
        } else if is(&[b"tr"]) {
            self.cell = 0;
            self.in_header = false;
        } else if is(&[b"th", b"td"]) {
            self.in_header = !closing && local.get(1).is_some_and(|b| b.eq_ignore_ascii_case(&b'h'));
            self.cell = self.cell.saturating_add(usize::from(closing));
        }
        if closing {
            self.close(local);
        } else if !closed && !is(VOID) {
            self.open(local, Tag::at(start + 1 + len, self.at));
        }
    }

    fn open(&mut self, local: &[u8], tag: Tag) {
        if self.stack.len() == DEPTH {
            self.deeper = self.deeper.saturating_add(1);
            return;
        }
        if local == b"member" {
            self.key.clear();
        }
        self.stack.push(Element::new(local, tag));
    }

    fn close(&mut self, local: &[u8]) {
        if self.deeper > 0 {
            self.deeper -= 1;
            return;
        }
        let partner = self
            .stack
            .iter()
            .rev()
            .take(PARTNERS)
            .position(|n| n.bytes().eq_ignore_ascii_case(local.upto(ELEMENT_BYTES)));
        if let Some(back) = partner {
            self.stack.truncate(self.stack.len().saturating_sub(back + 1));
        }
    }

    /// Path and name of text; the column if it stands in a table.
    fn element(&mut self, text: &[u8]) -> Option<u16> {
        let innermost = self.stack.iter().rev().map(Element::bytes).find(|n| !INLINE.contains(n)).unwrap_or(b"");
        if innermost.eq_ignore_ascii_case(b"td") {
            if let Some(header) = self.headers.get(self.cell).filter(|h| !h.is_empty()) {
                self.path.push_str(header);
                self.name.push_str(header);
            } else {
                self.path.push_str("td");
                let mut name = std::mem::take(&mut self.name);
                self.push_label(text, &mut name);
                self.name = name;
            }
            return u16::try_from(self.cell.saturating_add(1)).ok();
        }
        if self.in_list() && !self.key.is_empty() && matches!(innermost, b"string" | b"integer" | b"real" | b"date") {
            self.path.push_str("plist.");
            self.path.push_str(&self.key);
            self.name.push_str(&self.key);
            return None;
        }
        if self.in_member(b"value") && !self.key.is_empty() {
            self.path.push_str("member.");
            self.path.push_str(&self.key);
            self.name.push_str(&self.key);
            return None;
        }
        for name in self.stack.iter().map(Element::bytes).filter(|n| !INLINE.contains(n) && !LAYOUT.contains(n)) {
            if !self.path.is_empty() {
                self.path.push('.');
            }
            push_name(&mut self.path, name, self.charset);
        }
        if let Some(name) = self.beside(text) {
            self.name.push_str(&name);
            return None;
        }
        if !innermost.is_empty() && !LAYOUT.contains(&innermost) {
            push_name(&mut self.name, innermost, self.charset);
            return None;
        }
        if self.path.is_empty() {
            push_name(&mut self.path, innermost, self.charset);
        }
        let mut name = std::mem::take(&mut self.name);
        self.push_label(text, &mut name);
        self.name = name;
        None
    }

    /// The name of what an element of any kind holds, where it stands beside it: in an attribute of the element or of one around it
    /// (forms of XMPP, XEP-0004 §3.2; SAML 2.0 §2.7.3.1; documents of Solr), in XML-RPC's structures in the text before it.
    fn beside(&self, text: &[u8]) -> Option<String> {
        let mut name = String::new();
        let elements = self.stack.iter().rev().filter(|element| !INLINE.contains(&element.bytes()));
        for (i, element) in elements.take(GENERIC_DEPTH).enumerate() {
            if i > 0 && element.bytes() == b"member" {
                self.push_label(text, &mut name);
                break;
            }
            if !is_bytes(element.bytes(), GENERIC) {
                break;
            }
            element.tag.push_name(text, self.charset, &mut name);
            if !name.is_empty() || !is_bytes(element.bytes(), VALUES) {
                break;
            }
        }
        Some(name).filter(|name| !name.is_empty())
    }

    /// Path and name inside a tag: its attribute; for `value`, `content` and `data-…` the `name` or `id` beside it.
    fn attribute(&mut self, before: &[u8], tag: &[u8]) {
        let element = before.after(1);
        let len = element.iter().take_while(|b| !b.is_ascii_whitespace() && **b != b'>').count();
        push_name(&mut self.path, element.upto(len), self.charset);
        let Some(equals) = opening(before).or_else(|| memchr::memrchr(b'=', before)) else {
            return;
        };
        let name = before.upto(equals).trim_ascii_end();
        let word = name.iter().rev().take_while(|b| !b.is_ascii_whitespace()).count();
        let attribute = name.tail(word);
        self.path.push('@');
        push_name(&mut self.path, attribute, self.charset);
        let whole = tag.upto(memchr::memchr(b'>', tag.upto(4096)).unwrap_or(4096));
        let named = is_bytes(attribute, &[b"value", b"content"])
            .then(|| attribute_value(whole, b"name=").or_else(|| attribute_value(whole, b"id=")))
            .flatten();
        push_name(&mut self.name, named.unwrap_or(attribute), self.charset);
    }
}

/// The sign before the quoted value that `before` ends in; others may stand within the value: `connectionString="a=b;c=…`.
fn opening(before: &[u8]) -> Option<usize> {
    let name = before.upto(memchr::memrchr2(b'"', b'\'', before)?).trim_ascii_end();
    name.strip_suffix(b"=").map(<[u8]>::len)
}

fn is_bytes(name: &[u8], list: &[&[u8]]) -> bool {
    list.iter().any(|n| name.eq_ignore_ascii_case(n))
}

/// Elements that hold a value, and do not say what it is: an attribute may, or what stands around them or before.
const VALUES: &[&[u8]] = &[b"value", b"string", b"int", b"i4", b"i8", b"double", b"attributevalue"];
/// The same, and those that hold nothing else but a value and its name.
const GENERIC: &[&[u8]] = &[
    b"value",
    b"string",
    b"int",
    b"i4",
    b"i8",
    b"double",
    b"attributevalue",
    b"str",
    b"long",
    b"field",
    b"fl",
    b"property",
    b"attribute",
    b"entry",
    b"param",
    b"parameter",
    b"column",
    b"item",
    b"data",
    b"arg",
    b"var",
];
/// So many of them in one another are looked at.
const GENERIC_DEPTH: usize = 4;
/// Attributes that name what their element holds.
const NAMING: [&[u8]; 7] = [b"name=", b"Name=", b"key=", b"Key=", b"val=", b"var=", b"id="];
/// Longest tag whose attributes are looked at.
const TAG_BYTES: usize = 4096;

/// Bytes of an element's name that are kept.
const ELEMENT_BYTES: usize = 31;

/// An open element's local name, and its attributes.
#[derive(Clone)]
struct Element {
    name: [u8; ELEMENT_BYTES],
    len: u8,
    tag: Tag,
}

impl Element {
    fn new(local: &[u8], tag: Tag) -> Self {
        let local = local.upto(ELEMENT_BYTES);
        let mut name = [0; ELEMENT_BYTES];
        for (to, from) in name.iter_mut().zip(local) {
            *to = *from;
        }
        Self { name, len: local.len() as u8, tag }
    }

    fn bytes(&self) -> &[u8] {
        self.name.upto(usize::from(self.len))
    }
}

/// Where the attribute stands that may name what an element holds; it is looked for when it is asked for.
#[derive(Clone)]
enum Tag {
    /// There is none.
    Bare,
    /// Somewhere there.
    Span(u32, u32),
    /// It was in an earlier part.
    Saved(Box<str>),
}

impl Tag {
    /// Of a tag whose attributes stand between `from` and `to`.
    fn at(from: usize, to: usize) -> Self {
        match (u32::try_from(from), u32::try_from(to)) {
            (Ok(start), Ok(end)) if to > from + 2 => Self::Span(start, end),
            _ => Self::Bare,
        }
    }

    fn push_name(&self, text: &[u8], charset: Charset, into: &mut String) {
        match self {
            Self::Bare => {}
            Self::Saved(name) => into.push_str(name),
            Self::Span(start, end) => {
                let tag = text.span(*start as usize, *end as usize).upto(TAG_BYTES);
                let name = NAMING.iter().find_map(|name| attribute_value(tag, name)).unwrap_or_default();
                push_name(into, name, charset);
            }
        }
    }

    /// The same, of a text that is over.
    fn saved(&self, text: &[u8], charset: Charset) -> Self {
        let mut name = String::new();
        self.push_name(text, charset, &mut name);
        if name.is_empty() { Self::Bare } else { Self::Saved(name.into()) }
    }
}

/// The value of an attribute written `name="value"`.
fn attribute_value<'t>(tag: &'t [u8], name: &[u8]) -> Option<&'t [u8]> {
    let at = memchr::memmem::find_iter(tag, name).find(|i| tag.at(i.saturating_sub(1)).is_ascii_whitespace())?;
    let value = tag.after(at + name.len());
    match value.at(0) {
        quote @ (b'"' | b'\'') => {
            let inner = value.after(1);
            Some(inner.upto(memchr::memchr(quote, inner)?))
        }
        _ => Some(value.upto(value.iter().take_while(|b| b.is_ascii_graphic() && **b != b'>').count())),
    }
}

/// The offset behind the `>` that ends the tag at `tag`, looking from `from` to `to`; comments end at `-->`.
fn tag_end(text: &[u8], tag: usize, from: usize, to: usize) -> Option<usize> {
    let mut at = from;
    let comment = text.after(tag).starts_with(b"<!--");
    while let Some(step) = memchr::memchr(b'>', text.span(at, to)) {
        at += step + 1;
        if !comment || text.span(at.saturating_sub(3), at) == b"-->" {
            return Some(at);
        }
    }
    None
}

/// Elements without content.
const VOID: &[&[u8]] = &[
    b"br", b"hr", b"img", b"input", b"link", b"meta", b"col", b"area", b"base", b"embed", b"source", b"wbr", b"p",
    b"li",
];
/// Elements that only dress text. Compared as written: `Body` of a SOAP envelope is no `body` of a page.
const INLINE: &[&[u8]] = &[b"b", b"i", b"em", b"strong", b"span", b"font", b"a", b"u", b"small", b"code"];
/// Elements that only lay it out.
const LAYOUT: &[&[u8]] = &[
    b"html",
    b"body",
    b"div",
    b"section",
    b"main",
    b"article",
    b"table",
    b"tbody",
    b"thead",
    b"tr",
    b"ul",
    b"ol",
    b"dl",
    b"dd",
    b"form",
    b"center",
    b"fieldset",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<(String, String, Option<u16>)> {
        let mut w = MarkupWalker::default();
        let name = |(at, _)| {
            let located = w.locate(text.as_bytes(), at, at + 1);
            (located.path.to_owned(), located.name.to_owned(), located.column)
        };
        text.match_indices('@').map(name).collect()
    }

    fn one(path: &str, name: &str, column: Option<u16>) -> (String, String, Option<u16>) {
        (path.into(), name.into(), column)
    }

    #[test]
    fn a_value_is_named_by_what_stands_beside_it() {
        let rpc = "<methodCall><member><name>phone</name><value><string>@</string></value></member>\
                   <member>\n<name>card</name>\n<value>@</value></member><value>@</value></methodCall>";
        let named = |text| names(text).into_iter().map(|(_, name, _)| name).collect::<Vec<_>>();
        assert_eq!(named(rpc), ["phone", "card", "value"]);
        let form =
            "<x><field var='phone' type='text-single'><value>@</value></field><field><value>@</value></field></x>";
        assert_eq!(named(form), ["phone", "value"]);
    }

    #[test]
    fn elements_of_any_kind_are_named_by_their_attribute() {
        for (text, name) in [
            ("<x><FL val=\"Mobile\">@</FL></x>", "Mobile"),
            ("<doc><field name=\"mobile\">@</field></doc>", "mobile"),
            ("<doc><str name='mobile'>@</str></doc>", "mobile"),
            ("<map><entry key=\"手机\">@</entry></map>", "手机"),
            ("<a:Attribute Name=\"mobile\"><a:AttributeValue>@</a:AttributeValue></a:Attribute>", "mobile"),
            ("<row><field name=\"id\">7</field><field name=\"mobile\">@</field></row>", "mobile"),
            // What says something itself does not need to be named.
            ("<phone name=\"home\">@</phone>", "phone"),
            ("<x><field type=\"a\">@</field></x>", "field"),
        ] {
            assert_eq!(names(text)[0].1, name, "{text}");
            let at = text.find('@').unwrap();
            let mut walker = MarkupWalker::default();
            walker.finish(&text.as_bytes()[..at]);
            assert_eq!(walker.locate(&text.as_bytes()[at..], 0, 1).name, name, "{text}");
        }
    }

    #[test]
    fn xml_paths_are_elements() {
        let got = names(
            "<?xml version='1'?><soap:Envelope><soap:Body><c:phone>@</c:phone><x a='@'/></soap:Body></soap:Envelope>",
        );
        assert_eq!(got, [one("Envelope.Body.phone", "phone", None), one("x@a", "a", None)]);
    }

    #[test]
    fn signs_within_an_attribute_s_value_do_not_name_it() {
        let got = names("<add n=\"1\" connectionString=\"User ID=sa;Password=@;x=1\"/><x a='b' c=@ d='e=f;@'>");
        let named = |path, name| one(path, name, None);
        assert_eq!(got, [named("add@connectionString", "connectionString"), named("x@c", "c"), named("x@d", "d")]);
    }

    #[test]
    fn table_columns_are_named_by_their_header() {
        let got = names(
            "<html><table><tr><th>姓名</th><th>手机</th></tr><tr><td>x</td><td><b>@</b></td></tr></table><dl><dt>身份证</dt><dd>@</dd></dl>",
        );
        assert_eq!(got, [one("手机", "手机", Some(2)), one("dd", "身份证", None)]);
    }

    #[test]
    fn members_of_structures_are_named_by_their_names() {
        let got = names(
            "<methodCall><params><param><value><struct><member>\n<name>phone</name>\n<value><string>@</string></value></member><member><name>@</name><value>@</value></member><member><value>@</value></member></struct></value></param><param><value>@</value></param></params></methodCall>",
        );
        let names: Vec<_> = got.iter().map(|(path, name, _)| (path.as_str(), name.as_str())).collect();
        let want = [("member.phone", "phone"), ("", ""), ("member.@", "@"), ("", ""), ("", "")];
        for (at, (path, name)) in want.iter().enumerate().filter(|(_, (path, _))| !path.is_empty()) {
            assert_eq!(names[at], (*path, *name));
        }
        assert!(names[3].0.ends_with("struct.member.value") && names[4].0.ends_with("param.value"), "{names:?}");
        // Others have members with names as well.
        let got = self::names("<club><member><name>Ann</name><phone>@</phone></member></club>");
        assert_eq!(got, [one("club.member.phone", "phone", None)]);
    }

    #[test]
    fn inputs_are_named_by_their_name() {
        assert_eq!(
            names("<form><input type=text name=\"phone\" value=\"@\"></form>"),
            [one("input@value", "phone", None)]
        );
        assert_eq!(names("<p>手机：@</p>")[0].1, "手机");
    }
}
