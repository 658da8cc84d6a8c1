//! What a statement says of itself: its table, and names for its placeholders. No parser of SQL: a look at its words.
//!
//! Only the first [`LOOK_BYTES`] are looked at; quoted strings and comments are passed over.

/// Bytes of a statement that are looked at.
const LOOK_BYTES: usize = 4 << 10;
/// Columns, and placeholders, kept of one statement.
const NAMES: usize = 128;
/// Longest name.
const NAME_BYTES: usize = 64;

/// What was seen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Sight {
    /// The first table, without its schema.
    pub table: String,
    /// Columns listed behind the table (`INSERT INTO t (a, b)`, `COPY t (a, b)`).
    pub columns: Vec<String>,
    /// A name for every placeholder (`?`, `$1`) in the order of their numbers; empty where there is none.
    pub placeholders: Vec<String>,
    /// Columns that variables (`@P1`, `@mobile`) are compared with or written to, by the variable's name.
    pub variables: Vec<(String, String)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token<'a> {
    /// A word or a quoted name.
    Word(&'a [u8]),
    /// `?`, or `$` with its number.
    Placeholder(Option<usize>),
    /// `@` and a name.
    Variable(&'a [u8]),
    Punctuation(u8),
}

struct Tokens<'a> {
    rest: &'a [u8],
}

impl<'a> Tokens<'a> {
    fn cut(&mut self, len: usize) -> &'a [u8] {
        let (head, tail) = self.rest.split_at_checked(len).unwrap_or((self.rest, &[]));
        self.rest = tail;
        head
    }

    /// Behind the closing `quote`; answers what stood between.
    fn quoted(&mut self, quote: u8) -> &'a [u8] {
        self.cut(1);
        let end = memchr::memchr(quote, self.rest).unwrap_or(self.rest.len());
        let inside = self.cut(end);
        self.cut(1);
        inside
    }

    fn comment(&mut self) -> bool {
        if self.rest.starts_with(b"--") {
            let end = memchr::memchr(b'\n', self.rest).unwrap_or(self.rest.len());
            self.cut(end);
        } else if self.rest.starts_with(b"/*") {
            let end = memchr::memmem::find(self.rest, b"*/").map_or(self.rest.len(), |at| at + 2);
            self.cut(end);
        } else {
            return false;
        }
        true
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let byte = *self.rest.first()?;
            if self.comment() {
                continue;
            }
            match byte {
                b'\'' => drop(self.quoted(b'\'')),
                // Of SQL Server; of others it is an index, which is no name.
                b'[' if self.rest.get(1).is_some_and(|byte| is_word(*byte) && !byte.is_ascii_digit()) => {
                    return Some(Token::Word(self.quoted(b']')));
                }
                b'@' => {
                    let len = self.rest.iter().take_while(|byte| is_word(**byte)).count();
                    return Some(Token::Variable(self.cut(len)));
                }
                b'"' | b'`' => return Some(Token::Word(self.quoted(byte))),
                b'?' => {
                    self.cut(1);
                    return Some(Token::Placeholder(None));
                }
                b'$' if self.rest.get(1).is_some_and(u8::is_ascii_digit) => {
                    self.cut(1);
                    let len = self.rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
                    let number = std::str::from_utf8(self.cut(len)).ok().and_then(|digits| digits.parse().ok());
                    return Some(Token::Placeholder(number));
                }
                _ if is_word(byte) => {
                    let len = self.rest.iter().take_while(|byte| is_word(**byte)).count();
                    return Some(Token::Word(self.cut(len)));
                }
                _ => {
                    self.cut(1);
                    if !byte.is_ascii_whitespace() {
                        return Some(Token::Punctuation(byte));
                    }
                }
            }
        }
    }
}

const fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$' | b'@' | 0x80..)
}

fn is_any(word: &[u8], known: &[&str]) -> bool {
    known.iter().any(|name| word.eq_ignore_ascii_case(name.as_bytes()))
}

/// Words behind which a table stands.
const BEFORE_TABLE: &[&str] = &["from", "into", "update", "copy", "table", "bulk"];
/// Words that may stand between those and the table.
const FILLERS: &[&str] = &["only", "if", "not", "exists", "ignore", "low_priority", "table"];
/// Words between a column and its placeholder.
const OPERATORS: &[&str] = &["like", "ilike", "in", "not", "between", "and", "is", "any", "binary", "or"];

/// Words that begin what follows: no names.
const NO_NAMES: &[&str] = &["select", "where", "set", "having", "by", "when", "then", "else"];

impl Sight {
    /// Without what only the execution of a prepared statement needs.
    pub(super) fn table_alone(self) -> Self {
        Self { table: self.table, ..Self::default() }
    }
}

/// Looks at a statement.
pub(super) fn look(sql: &[u8]) -> Sight {
    let mut sight = Sight::default();
    let mut tokens = Tokens { rest: sql.get(..LOOK_BYTES).unwrap_or(sql) }.peekable();
    let (mut awaits_table, mut values, mut depth) = (false, false, 0usize);
    let (mut before, mut value): (&[u8], usize) = (&[], 0);
    while let Some(token) = tokens.next() {
        match token {
            Token::Word(word) if awaits_table && sight.table.is_empty() && !is_any(word, FILLERS) => {
                let mut name = word;
                while tokens.next_if_eq(&Token::Punctuation(b'.')).is_some() {
                    let Some(Token::Word(part)) = tokens.next() else { break };
                    name = part;
                }
                sight.table = text(name);
                awaits_table = false;
                if tokens.next_if_eq(&Token::Punctuation(b'(')).is_some() {
                    sight.columns = list(&mut tokens);
                }
            }
            Token::Word(word) if is_any(word, BEFORE_TABLE) => awaits_table = true,
            Token::Word(word) if is_any(word, &["values", "value"]) => (values, depth) = (true, 0),
            Token::Word(word) if values && is_any(word, &["on", "returning", "select"]) => values = false,
            Token::Word(word) if !values && is_any(word, NO_NAMES) => before = &[],
            Token::Word(word) if !values && !is_any(word, OPERATORS) => before = word,
            Token::Punctuation(b'(') => {
                awaits_table = false;
                depth += 1;
                value = if values && depth == 1 { 0 } else { value };
            }
            Token::Punctuation(b')') => depth = depth.saturating_sub(1),
            Token::Punctuation(b',') if values && depth == 1 => value += 1,
            Token::Placeholder(number) => {
                let name = if values { sight.columns.get(value).cloned().unwrap_or_default() } else { text(before) };
                place(&mut sight.placeholders, number, name);
            }
            Token::Variable(name) if sight.variables.len() < NAMES => {
                let column = if values { sight.columns.get(value).cloned() } else { Some(text(before)) };
                sight.variables.push((text(name), column.unwrap_or_default()));
            }
            _ => {}
        }
    }
    sight
}

/// Files a placeholder's name under its number, or behind the last.
fn place(names: &mut Vec<String>, number: Option<usize>, name: String) {
    let at = number.map_or(names.len(), |number| number.saturating_sub(1));
    if at >= NAMES {
        return;
    }
    if names.len() <= at {
        names.resize(at + 1, String::new());
    }
    if let Some(slot) = names.get_mut(at).filter(|slot| slot.is_empty()) {
        *slot = name;
    }
}

/// A list of names up to the closing parenthesis.
fn list<'a>(tokens: &mut impl Iterator<Item = Token<'a>>) -> Vec<String> {
    let mut names = Vec::new();
    for token in tokens {
        match token {
            Token::Word(word) if names.len() < NAMES => names.push(text(word)),
            Token::Punctuation(b')') => break,
            _ => {}
        }
    }
    names
}

fn text(name: &[u8]) -> String {
    String::from_utf8_lossy(name.get(..NAME_BYTES).unwrap_or(name)).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(sql: &str) -> (String, Vec<String>) {
        let sight = look(sql.as_bytes());
        (sight.table, sight.placeholders)
    }

    #[test]
    fn placeholders_are_named_after_their_columns() {
        let insert = names("insert into crm.car (name, `idno`, \"mobile\") values ($1,$2,$3), ($4, $5, $6)");
        assert_eq!(
            insert,
            ("car".into(), ["name", "idno", "mobile", "name", "idno", "mobile"].map(String::from).into())
        );
        let select = names("SELECT * FROM car c WHERE c.idno = ? AND name LIKE ? or id IN (?, ?) LIMIT ?");
        assert_eq!(select, ("car".into(), ["idno", "name", "id", "id", "LIMIT"].map(String::from).into()));
        let update = names("update t set mobile=$2 where id = $1");
        assert_eq!(update, ("t".into(), ["id", "mobile"].map(String::from).into()));
    }

    #[test]
    fn variables_are_named_after_their_columns() {
        let sight = look(b"INSERT INTO [dbo].[car] ([name], [idno]) VALUES (@P0, @no)");
        let named = |pairs: &[(&str, &str)]| {
            pairs.iter().map(|(name, column)| ((*name).to_owned(), (*column).to_owned())).collect::<Vec<_>>()
        };
        assert_eq!((sight.table.as_str(), sight.variables), ("car", named(&[("@P0", "name"), ("@no", "idno")])));
        let sight = look(b"update car set mobile = @P1 where [id no] = @P0");
        assert_eq!(sight.variables, named(&[("@P1", "mobile"), ("@P0", "id no")]));
    }

    #[test]
    fn strings_and_comments_are_passed_over() {
        assert_eq!(names("/* from x */ select 'from y', ? -- from z\n from t"), ("t".into(), vec![String::new()]));
        assert_eq!(names("select ? from (select 1 from inner_t) x").0, "inner_t");
    }

    #[test]
    fn a_copy_lists_its_columns() {
        let sight = look(b"COPY  public.cust2 (id, \"name\") TO STDOUT csv");
        assert_eq!((sight.table.as_str(), sight.columns), ("cust2", vec!["id".to_owned(), "name".to_owned()]));
    }

    #[test]
    fn huge_placeholder_numbers_do_no_harm() {
        assert_eq!(names("select $99999999999999999999, $18446744073709551615").1, [String::new()]);
    }
}
