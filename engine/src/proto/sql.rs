//! What a statement says of itself: its table, and names for its placeholders. No parser of SQL: a look at its words.
//!
//! Only the first [`LOOK_BYTES`] are looked at; quoted strings and comments are passed over.

use std::iter::Peekable;

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
    /// Where not all placeholders were looked at: the first one of `VALUES`, and how many a row of it has; 0 if that is not
    /// known.
    pub row: (usize, usize),
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

    /// A name for the placeholder at `at`; empty if there is none. Those beyond what was looked at are named as in the
    /// first row of `VALUES`, which the others repeat.
    pub(super) fn name(&self, at: usize) -> &str {
        let (first, width) = self.row;
        let known = match at.checked_sub(first).and_then(|beyond| beyond.checked_rem(width)) {
            Some(column) if at >= self.placeholders.len() => first + column,
            _ => at,
        };
        self.placeholders.get(known).map_or("", String::as_str)
    }

    /// Names for so many placeholders.
    pub(super) fn names(&self, count: usize) -> impl Iterator<Item = &str> {
        (0..count).map(|at| self.name(at))
    }
}

/// What a value stands for in the statement.
#[derive(Clone, Copy, Debug)]
enum Parameter {
    Placeholder(usize),
    Variable(usize),
}

/// A look at a statement, word by word.
struct Look<'a> {
    sight: Sight,
    awaits_table: bool,
    /// Within `VALUES`: how deep in parentheses, and at which value of a row.
    values: bool,
    depth: usize,
    value: usize,
    /// Placeholders that the first row of `VALUES` has, once it ended.
    width: Option<usize>,
    /// The latest word that may be the name of what follows.
    before: &'a [u8],
    /// A bit for every open parenthesis, the innermost lowest: set if a query stands in it, where commas part what is
    /// selected, and not set for the arguments of a function and lists of values.
    queries: u64,
    /// The latest placeholder, which `AS` may name.
    passed: Option<Parameter>,
    /// The variable just passed, and that `=` followed: the name of a procedure's parameter (`EXEC p @a = ?`).
    assigned: Option<(&'a [u8], bool)>,
}

/// Looks at a statement.
pub(super) fn look(sql: &[u8]) -> Sight {
    let mut look = Look {
        sight: Sight::default(),
        awaits_table: false,
        values: false,
        depth: 0,
        value: 0,
        width: None,
        before: &[],
        queries: u64::MAX,
        passed: None,
        assigned: None,
    };
    let mut tokens = Tokens { rest: sql.get(..LOOK_BYTES).unwrap_or(sql) }.peekable();
    while let Some(token) = tokens.next() {
        match token {
            Token::Word(word) => look.word(word, &mut tokens),
            Token::Punctuation(byte) => look.punctuation(byte),
            Token::Placeholder(number) => {
                let name = look.parameter();
                let at = place(&mut look.sight.placeholders, number, name);
                look.passed = at.map(Parameter::Placeholder).filter(|_| !look.values);
            }
            Token::Variable(name) => look.variable(name),
        }
        look.assigned = match (token, look.assigned) {
            (Token::Variable(name), _) => Some((name, false)),
            (Token::Punctuation(b'='), Some((name, false))) => Some((name, true)),
            _ => None,
        };
    }
    let whole = sql.len() <= LOOK_BYTES && look.sight.placeholders.len() < NAMES;
    look.sight.row.1 = look.width.filter(|_| !whole).unwrap_or(0);
    look.sight
}

impl<'a> Look<'a> {
    fn word(&mut self, word: &'a [u8], tokens: &mut Peekable<Tokens<'a>>) {
        if self.awaits_table && self.sight.table.is_empty() && !is_any(word, FILLERS) {
            return self.table(word, tokens);
        }
        if is_any(word, &["select"]) {
            self.queries |= 1;
        }
        if is_any(word, BEFORE_TABLE) {
            (self.awaits_table, self.passed) = (true, None);
        } else if is_any(word, &["values", "value"]) {
            (self.values, self.depth) = (true, 0);
            self.sight.row.0 = self.sight.placeholders.len();
        } else if self.values {
            self.values = !is_any(word, &["on", "returning", "select"]);
        } else if is_any(word, NO_NAMES) {
            (self.before, self.passed) = (&[], None);
        } else if is_any(word, &["as"]) {
            // In the arguments of a function it is a type that follows (`CAST`).
            if self.queries & 1 == 1
                && let Some(Token::Word(name)) = tokens.peek()
            {
                self.rename(name);
            }
        } else if !is_any(word, OPERATORS) && tokens.peek() != Some(&Token::Punctuation(b'(')) {
            // A function names nothing: what it is compared with does, or its other arguments.
            self.before = word;
        }
    }

    /// A table, and the list of columns behind it.
    fn table(&mut self, word: &'a [u8], tokens: &mut Peekable<Tokens<'a>>) {
        let mut name = word;
        while tokens.next_if_eq(&Token::Punctuation(b'.')).is_some() {
            let Some(Token::Word(part)) = tokens.next() else { break };
            name = part;
        }
        self.sight.table = text(name);
        self.awaits_table = false;
        if tokens.next_if_eq(&Token::Punctuation(b'(')).is_some() {
            self.sight.columns = list(tokens);
        }
    }

    fn punctuation(&mut self, byte: u8) {
        match byte {
            b'(' => {
                self.awaits_table = false;
                self.depth += 1;
                self.queries <<= 1;
                self.value = if self.values && self.depth == 1 { 0 } else { self.value };
            }
            b')' => {
                if self.values && self.depth == 1 && self.width.is_none() {
                    self.width = self.sight.placeholders.len().checked_sub(self.sight.row.0);
                }
                self.depth = self.depth.saturating_sub(1);
                self.queries = self.queries >> 1 | 1 << (u64::BITS - 1);
            }
            b',' if self.values && self.depth == 1 => self.value += 1,
            b',' if !self.values && self.queries & 1 == 1 => (self.before, self.passed) = (&[], None),
            _ => {}
        }
    }

    /// What the next placeholder or variable is named after.
    fn parameter(&self) -> String {
        match self.assigned {
            Some((name, true)) => text(name.strip_prefix(b"@").unwrap_or(name)),
            _ if self.values => self.sight.columns.get(self.value).cloned().unwrap_or_default(),
            _ => text(self.before),
        }
    }

    fn variable(&mut self, name: &'a [u8]) {
        let variables = &self.sight.variables;
        if variables.len() < NAMES {
            self.passed = Some(Parameter::Variable(variables.len())).filter(|_| !self.values);
            let column = self.parameter();
            self.sight.variables.push((text(name), column));
        }
    }

    /// `AS` names the latest placeholder, if nothing before it did.
    fn rename(&mut self, name: &[u8]) {
        let slot = match self.passed.take() {
            Some(Parameter::Placeholder(at)) => self.sight.placeholders.get_mut(at),
            Some(Parameter::Variable(at)) => self.sight.variables.get_mut(at).map(|(_, column)| column),
            None => None,
        };
        if let Some(slot) = slot.filter(|slot| slot.is_empty()) {
            *slot = text(name);
        }
    }
}

/// Files a placeholder's name under its number, or behind the last; answers where.
fn place(names: &mut Vec<String>, number: Option<usize>, name: String) -> Option<usize> {
    let at = number.map_or(names.len(), |number| number.saturating_sub(1));
    if at >= NAMES {
        return None;
    }
    if names.len() <= at {
        names.resize(at + 1, String::new());
    }
    if let Some(slot) = names.get_mut(at).filter(|slot| slot.is_empty()) {
        *slot = name;
    }
    Some(at)
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
    fn what_is_selected_is_named_by_its_alias() {
        let strings = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let merge =
            "MERGE INTO t USING (SELECT ? AS id_no, ?::text AS phone, cast(? as char(20)) as name, ?) s ON (s.a = ?)";
        assert_eq!(names(merge).1, strings(&["id_no", "phone", "name", "", "a"]));
        let select = "select ? as id_no, coalesce(mobile, ?) as m, x as y, ? from t as z where id in (?, ?) and a = ?";
        assert_eq!(names(select).1, strings(&["id_no", "mobile", "", "id", "id", "a"]));
        let sight = look(b"select @P0 as id_no, @P1 phone");
        assert_eq!(sight.variables, [("@P0", "id_no"), ("@P1", "")].map(|(a, b)| (a.to_owned(), b.to_owned())));
    }

    #[test]
    fn values_of_a_procedure_are_named_after_its_parameters() {
        let sight = look(b"EXEC dbo.addcust @id_no=@p0, @phone = @p1, @mail = ?");
        let column =
            |name: &str| sight.variables.iter().find(|(known, _)| known == name).map(|(_, column)| column.as_str());
        assert_eq!((column("@p0"), column("@p1")), (Some("id_no"), Some("phone")));
        assert_eq!(sight.placeholders, ["mail"]);
    }

    #[test]
    fn rows_beyond_what_is_looked_at_are_named_as_the_first() {
        let numbered = |count: usize| {
            let rows: Vec<String> =
                (0..count).map(|row| format!("(${},now(),${})", row * 2 + 1, row * 2 + 2)).collect();
            look(format!("insert into t (mobile, at, mail) values {}", rows.join(",")).as_bytes())
        };
        let sight = numbered(900);
        assert_eq!(sight.names(4).collect::<Vec<_>>(), ["mobile", "mail", "mobile", "mail"]);
        assert_eq!((sight.name(127), sight.name(128), sight.name(1799)), ("mail", "mobile", "mail"));
        assert_eq!((numbered(3).name(5), numbered(3).name(6)), ("mail", ""));
        let long = look(format!("insert into t (a) values (?),{}(?)", " ".repeat(5000)).as_bytes());
        assert_eq!((long.name(1), long.name(100)), ("a", "a"));
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
