//! What a FETCH response lists (RFC 9051 §7.5.2): items with values in parentheses, envelopes, structures of mails.
//!
//! Read within one line: a list that holds a literal is no list here, and stays text.

/// Deepest nesting that is read, of lists and of mails within mails.
const DEPTH: usize = 24;
/// Values of one line that are read.
const VALUES: usize = 4096;
/// Parts of one mail that are known.
const PARTS: usize = 128;

/// A value of a response.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Value {
    /// `NIL`.
    Nil,
    /// An atom, a number or a quoted string, without its escapes.
    Text(Vec<u8>),
    List(Vec<Value>),
}

impl Value {
    fn text(&self) -> &[u8] {
        if let Self::Text(text) = self { text } else { &[] }
    }

    fn list(&self) -> &[Self] {
        if let Self::List(values) = self { values } else { &[] }
    }
}

/// An item of a FETCH response: its name, its value, and where both stand in the line.
#[derive(Debug)]
pub(super) struct Item<'a> {
    pub name: &'a [u8],
    pub value: Value,
    pub start: usize,
    pub end: usize,
}

/// The items in `line` from offset `at` on, up to the first that is not whole in it.
pub(super) fn items(line: &[u8], at: usize) -> Vec<Item<'_>> {
    let mut reader = Reader { line, at, left: VALUES };
    let mut items = Vec::new();
    loop {
        reader.blanks();
        let start = reader.at;
        let name = reader.name();
        reader.blanks();
        if name.is_empty() || reader.peek().is_none() {
            return items;
        }
        let Some(value) = reader.value(0) else { return items };
        items.push(Item { name, value, start, end: reader.at });
    }
}

struct Reader<'a> {
    line: &'a [u8],
    at: usize,
    /// Values that may still be read.
    left: usize,
}

impl<'a> Reader<'a> {
    fn peek(&self) -> Option<u8> {
        self.line.get(self.at).copied()
    }

    fn blanks(&mut self) {
        while self.peek() == Some(b' ') {
            self.at += 1;
        }
    }

    /// `FLAGS`, `BODY[HEADER.FIELDS (FROM TO)]<0>`.
    fn name(&mut self) -> &'a [u8] {
        let start = self.at;
        let mut inside = false;
        while let Some(byte) = self.peek() {
            match byte {
                b'[' => inside = true,
                b']' => inside = false,
                b' ' | b'(' | b')' if !inside => break,
                _ => {}
            }
            self.at += 1;
        }
        self.line.get(start..self.at).unwrap_or_default()
    }

    /// `None` for what is none, or not whole: a literal's mark ends all.
    fn value(&mut self, depth: usize) -> Option<Value> {
        self.left = self.left.checked_sub(1)?;
        match self.peek()? {
            b'(' if depth < DEPTH => {
                self.at += 1;
                let mut values = Vec::new();
                loop {
                    self.blanks();
                    if self.peek()? == b')' {
                        self.at += 1;
                        return Some(Value::List(values));
                    }
                    values.push(self.value(depth + 1)?);
                }
            }
            b'"' => self.quoted(),
            b'(' | b')' | b'{' | b'~' => None,
            _ => {
                let start = self.at;
                while self.peek().is_some_and(|byte| !matches!(byte, b' ' | b'(' | b')')) {
                    self.at += 1;
                }
                let atom = self.line.get(start..self.at)?;
                Some(if atom.eq_ignore_ascii_case(b"NIL") { Value::Nil } else { Value::Text(atom.to_vec()) })
            }
        }
    }

    fn quoted(&mut self) -> Option<Value> {
        self.at += 1;
        let mut text = Vec::new();
        loop {
            let byte = self.peek()?;
            self.at += 1;
            match byte {
                b'"' => return Some(Value::Text(text)),
                b'\\' => {
                    text.push(self.peek()?);
                    self.at += 1;
                }
                _ => text.push(byte),
            }
        }
    }
}

/// An ENVELOPE as the head of a mail: what the server made it of (RFC 9051 §7.5.2). Empty if it is none.
pub(super) fn head_of(envelope: &Value) -> Vec<u8> {
    let fields = envelope.list();
    let mut head = Vec::new();
    let mut field = |name: &str, text: &[u8]| {
        if !text.is_empty() {
            head.extend_from_slice(name.as_bytes());
            // A line break would begin another field.
            head.extend(text.iter().map(|byte| if matches!(byte, b'\r' | b'\n') { b' ' } else { *byte }));
            head.extend_from_slice(b"\r\n");
        }
    };
    let [date, subject, from, sender, reply_to, to, cc, bcc, in_reply_to, message_id] = fields else {
        return head;
    };
    field("Date: ", date.text());
    field("Subject: ", subject.text());
    field("From: ", &addresses(from));
    // Servers fill these in with the senders where the mail does not name others.
    for (name, value) in [("Sender: ", sender), ("Reply-To: ", reply_to)] {
        if value != from {
            field(name, &addresses(value));
        }
    }
    for (name, value) in [("To: ", to), ("Cc: ", cc), ("Bcc: ", bcc)] {
        field(name, &addresses(value));
    }
    field("In-Reply-To: ", in_reply_to.text());
    field("Message-ID: ", message_id.text());
    head
}

/// `name <mailbox@host>, ...`; a group's name stands alone.
fn addresses(list: &Value) -> Vec<u8> {
    let mut text = Vec::new();
    for address in list.list() {
        let [name, _, mailbox, host, ..] = address.list() else { continue };
        if !text.is_empty() {
            text.extend_from_slice(b", ");
        }
        if !name.text().is_empty() {
            text.extend_from_slice(name.text());
            text.push(b' ');
        }
        if host.text().is_empty() {
            text.extend_from_slice(mailbox.text());
        } else {
            text.push(b'<');
            text.extend_from_slice(mailbox.text());
            text.push(b'@');
            text.extend_from_slice(host.text());
            text.push(b'>');
        }
    }
    text
}

/// What a BODYSTRUCTURE says of one part.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Part {
    /// `2`, `2.1`.
    pub section: String,
    /// `text/csv; charset="utf-8"`.
    pub content_type: Vec<u8>,
    /// `base64`.
    pub encoding: Vec<u8>,
    /// `attachment; filename="customers.csv"`; empty if the part is no file.
    pub disposition: Vec<u8>,
}

/// The parts of a mail, at most [`PARTS`].
pub(super) fn parts_of(structure: &Value) -> Vec<Part> {
    let mut parts = Vec::new();
    describe(structure, "", 0, &mut parts);
    parts
}

fn describe(body: &Value, section: &str, depth: usize, parts: &mut Vec<Part>) {
    let values = body.list();
    let below = |n: usize| if section.is_empty() { n.to_string() } else { format!("{section}.{n}") };
    if depth > DEPTH || parts.len() >= PARTS {
        return;
    }
    if matches!(values.first(), Some(Value::List(_))) {
        // A multipart: its parts, then the subtype.
        for (n, part) in values.iter().take_while(|value| matches!(value, Value::List(_))).enumerate() {
            describe(part, &below(n + 1), depth + 1, parts);
        }
        return;
    }
    let [kind, subtype, parameters, _, _, encoding, ..] = values else { return };
    // The whole of a mail that is one part is its first section.
    let section = if section.is_empty() { "1" } else { section };
    let mut content_type = [kind.text(), b"/", subtype.text()].concat();
    add_parameters(&mut content_type, parameters);
    let mut disposition = Vec::new();
    for value in values.get(7..).unwrap_or_default() {
        if let [Value::Text(name), told @ Value::List(_)] = value.list() {
            disposition.clone_from(name);
            add_parameters(&mut disposition, told);
        }
    }
    let encoding = encoding.text().to_ascii_lowercase();
    let is_mail = content_type.eq_ignore_ascii_case(b"message/rfc822");
    parts.push(Part { section: section.to_owned(), content_type, encoding, disposition });
    if let Some(inner) = values.get(8).filter(|_| is_mail) {
        describe(inner, section, depth + 1, parts);
    }
}

/// `; name="value"` of each.
fn add_parameters(text: &mut Vec<u8>, parameters: &Value) {
    for pair in parameters.list().chunks_exact(2) {
        let [name, value] = pair else { continue };
        text.extend_from_slice(b"; ");
        text.extend_from_slice(name.text());
        text.extend_from_slice(b"=\"");
        text.extend(value.text().iter().filter(|byte| !matches!(byte, b'"' | b'\\' | b'\r' | b'\n')));
        text.push(b'"');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn only(line: &str) -> Value {
        let mut found = items(line.as_bytes(), 0);
        assert_eq!(found.len(), 1, "{found:?}");
        found.remove(0).value
    }

    #[test]
    fn items_are_read_up_to_a_literal() {
        let line = b"UID 7 FLAGS (\\Seen) BODY[HEADER.FIELDS (TO)]<0> \"a\\\"b\" ENVELOPE (NIL {5}";
        let names: Vec<_> = items(line, 0).iter().map(|item| String::from_utf8_lossy(item.name).into_owned()).collect();
        assert_eq!(names, ["UID", "FLAGS", "BODY[HEADER.FIELDS (TO)]<0>"]);
        assert_eq!(items(line, 0)[2].value, Value::Text(b"a\"b".to_vec()));
        assert!(items(&[b'('; 9000], 0).is_empty());
        assert!(items(format!("X {}", "(".repeat(9000)).as_bytes(), 0).is_empty());
    }

    #[test]
    fn an_envelope_is_a_head() {
        let envelope = only(
            "ENVELOPE (\"a date\" \"Hi\" ((\"Li Si\" NIL \"li\" \"a.example\")) ((\"Li Si\" NIL \"li\" \"a.example\")) \
             NIL ((NIL NIL \"team\" NIL)(NIL NIL \"b\" \"c.example\")(NIL NIL NIL NIL)) NIL NIL \"<1@x>\" \"<2@x>\")",
        );
        let head = String::from_utf8(head_of(&envelope)).unwrap();
        assert_eq!(
            head,
            "Date: a date\r\nSubject: Hi\r\nFrom: Li Si <li@a.example>\r\nTo: team, <b@c.example>, \r\n\
             In-Reply-To: <1@x>\r\nMessage-ID: <2@x>\r\n"
        );
        assert!(head_of(&only("ENVELOPE (NIL)")).is_empty());
    }

    #[test]
    fn a_structure_names_its_parts() {
        let structure = only(
            "BODYSTRUCTURE ((\"text\" \"plain\" NIL NIL NIL \"7BIT\" 6 1)(\"message\" \"rfc822\" NIL NIL NIL \"7bit\" 9 \
             (NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL) ((\"text\" \"html\" NIL NIL NIL \"8bit\" 1 1)(\"text\" \"csv\" \
             (\"charset\" \"gbk\") NIL NIL \"BASE64\" 4 1 NIL (\"attachment\" (\"filename\" \"a.csv\")) NIL) \"mixed\") 3)\
             \"mixed\")",
        );
        let parts = parts_of(&structure);
        let sections: Vec<_> = parts.iter().map(|part| part.section.as_str()).collect();
        assert_eq!(sections, ["1", "2", "2.1", "2.2"]);
        assert_eq!(parts[3].content_type, b"text/csv; charset=\"gbk\"");
        assert_eq!(parts[3].encoding, b"base64");
        assert_eq!(parts[3].disposition, b"attachment; filename=\"a.csv\"");
        let single = only("BODYSTRUCTURE (\"text\" \"plain\" NIL NIL NIL \"quoted-printable\" 6 1)");
        assert_eq!(parts_of(&single)[0].section, "1");
    }
}
