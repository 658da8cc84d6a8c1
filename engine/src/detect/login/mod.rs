//! Logins in content: a key that names a secret, its value, and the user beside it.
//!
//! Forms, queries, JSON and configuration files are read alike: `key`, an optional closing quote, `=` or `:`, an optional
//! opening quote, value; in XML elements hold values as well. Keys are matched as substrings, after `_`, `-` and case are
//! taken away.

mod account;
mod command;
mod csv;
mod header;
mod json;
mod key;
mod lists;
mod markdown;
mod markup;
mod netrc;
mod program;
mod registry;
mod sql;
mod table;
mod url;
mod user;
mod value;
mod worth;

use super::candidate::{Login, Sink, Written};
use super::jwt;
use super::text::Text;
use crate::identifier::is_identifier;
use crate::message::{Columns, Format, INNER_AMPERSAND};
use key::{MAX_KEY, classify, first_trigram, key_around, squash, squash_name};

pub(super) use header::split;
pub(super) use markup::is_attribute;

/// Longest value, and how far away the user may stand.
const MAX_VALUE: usize = 512;
const REACH: usize = 320;

/// What may still be looked for in a text.
pub(super) struct Budget {
    /// Searches for a login's user, which are longer than its key; whatever else takes long costs several.
    searches: u32,
    /// A table's header may stand in the text.
    header: bool,
    /// Up to where the rows of tables were read.
    rows_to: usize,
}

impl Budget {
    /// For a text in which a table's header may stand, or not.
    pub(super) fn new(header: bool) -> Self {
        Self { searches: 32 << 10, header, rows_to: 0 }
    }

    fn spend(&mut self, searches: u32) {
        self.searches = self.searches.saturating_sub(searches);
    }
}

/// Looks at the `@` at `at` as part of a login: behind a URL's user, or an account's name.
pub(super) fn at_sign<S: Sink>(text: &Text<'_>, at: usize, sink: &mut S) {
    account(text, at, sink);
    if !matches!(text.before(at), b'\'' | b'`' | b'"') {
        url::userinfo(text, at, sink);
    }
}

/// True if the `@` at `at` may stand between an account and its host, which ends at `end` if it has the form of a domain.
pub(super) fn names_account(text: &Text<'_>, at: usize, end: Option<usize>) -> bool {
    matches!(text.at(at + 1), b'\'' | b'`' | b'"') || end.is_none_or(|end| account::goes_on(text, end))
}

/// Looks at such an `@`.
pub(super) fn account<S: Sink>(text: &Text<'_>, at: usize, sink: &mut S) {
    account::account(text, at, sink);
}

/// True for a text that begins as a statement for accounts or a file of passwords does, which may hold a login without any
/// anchor.
pub(super) fn is_statement(text: &Text<'_>) -> bool {
    account::begins(text) || netrc::begins(text)
}

/// Looks at such a text.
pub(super) fn statement<S: Sink>(text: &Text<'_>, sink: &mut S) {
    if account::begins(text) {
        account::statement(text, sink);
    } else {
        netrc::passwords(text, sink);
    }
}

/// Looks at the trigram at `at`.
pub(super) fn at<S: Sink>(text: &Text<'_>, at: usize, budget: &mut Budget, sink: &mut S) {
    if !key::may_name(text, at) {
        return;
    }
    match text.at(at) {
        b' ' | b'-' => return command::option(text, at, budget, sink),
        b'"' => return registry::auth(text, at + 1, sink),
        _ => {}
    }
    let Some((key_start, key_end)) = key_around(text, at) else {
        return;
    };
    if text.format == Format::Csv && std::mem::take(&mut budget.header) {
        filled(text, csv::header(text, key_start, key_end), budget, sink);
    }
    let token = text.slice(key_start, key_end);
    if is_identifier(token) {
        return;
    }
    // Asked last: most words that the anchors stop at have no value.
    let other = || key::names_file(text, key_start, key_end) || key::is_listed(text, key_start, key_end);
    if header::is(token) {
        if first_trigram(text, key_start, key_end) == at
            && !other()
            && let Some(login) = header::login(text, key_end)
        {
            sink.login(login);
        }
        return;
    }
    if token == registry::PAIR {
        return registry::pair(text, key_end, sink);
    }
    // Another trigram of the same key is looked at only once: at the first one.
    let Some((value, quoted)) = value::after(text, key_start, key_end) else {
        if budget.searches > 0 && first_trigram(text, key_start, key_end) == at && !other() {
            bare(text, (key_start, key_end), budget, sink);
        }
        return;
    };
    if key_start < budget.rows_to && text.slice(key_end, key_end + 2) == b"('" {
        // A function in a row that was read.
        return;
    }
    let key = squash(text, key_start, key_end);
    let Some(kind) = classify(&key) else { return };
    if first_trigram(text, key_start, key_end) != at || other() {
        return;
    }
    let (together, value) = match user::pair(text, key_start, &key, value) {
        Some((user, secret)) => (Some(user), secret),
        None => (None, value),
    };
    let secret = text.slice(value.0, value.1);
    if !worth::plausible(text, secret, quoted) || jwt::token_end(text, value.0).is_some() {
        return;
    }
    let mut confidence = worth::confidence(text, kind, &key, secret, value, quoted);
    if confidence > worth::DOUBTFUL && worth::is_told(text, secret, value.1, quoted) {
        confidence = worth::DOUBTFUL;
    }
    let mut user = together;
    if user.is_none() && budget.searches > 0 && confidence >= sink.login_floor() {
        budget.spend(1);
        user = user::of(text, (key_start, key_end), value);
    }
    if user.is_none() && worth::needs_user(text, token, &key, secret, quoted) {
        confidence = confidence.min(worth::DOUBTFUL);
    }
    if confidence > 0 {
        let encoded = registry::is_encoded(text, (key_start, key_end), value);
        let written = if encoded { Written::Encoded } else { Written::Plain };
        sink.login(Login { secret: value, user, confidence, written });
    }
}

/// Looks at a key without a value of its own, which may head a column or stand before a word.
fn bare<S: Sink>(text: &Text<'_>, (start, end): (usize, usize), budget: &mut Budget, sink: &mut S) {
    let table = match text.format {
        Format::Json => lists::header(text, start, end, budget),
        Format::Text => {
            if let Some(login) = netrc::entry(text, start, end) {
                return sink.login(login);
            }
            sql::list(text, start, end, budget)
                .or_else(|| sql::definition(text, start, end, budget))
                .or_else(|| markdown::header(text, start, end, budget))
        }
        _ => return,
    };
    filled(text, table, budget, sink);
}

/// Looks at the rows of the table that a key heads, if it does.
fn filled<S: Sink>(text: &Text<'_>, table: Option<(Columns, usize)>, budget: &mut Budget, sink: &mut S) {
    if let Some((columns, at)) = table
        && let Some(layout) = table::rows(text, at, &columns, budget, sink)
    {
        sink.goes_on(Columns { layout, ..columns });
    }
}

/// Looks at the rows of a table that began in an earlier part of the text.
pub(super) fn go_on<S: Sink>(text: &Text<'_>, columns: &Columns, sink: &mut S) {
    let mut budget = Budget { searches: u32::MAX, header: false, rows_to: 0 };
    filled(text, table::rejoined(text, columns), &mut budget, sink);
}

/// What the whole text is worth as the value of a form's field called `name`; 0: it is no secret.
pub(super) fn of_field(text: &Text<'_>, name: &str) -> u8 {
    let key = squash_name(name);
    let value = (0, text.bytes.len());
    match classify(&key) {
        Some(kind) if worth::plausible(text, text.bytes, true) && jwt::token_end(text, 0).is_none() => {
            worth::confidence(text, kind, &key, text.bytes, value, true)
        }
        _ => 0,
    }
}

/// True for the name of a field that holds who logs in.
pub(super) fn names_user(name: &str) -> bool {
    user::is(&squash_name(name))
}

/// True for the name of a field that says how somebody is reached.
pub(super) fn names_contact(name: &str) -> bool {
    user::is_contact(&squash_name(name))
}

/// True for a key that ends the name of its field: `password`, `user[password]`, `ctl00$Main$Password`.
fn opens_field(text: &Text<'_>, key_start: usize) -> bool {
    let head = text.slice(key_start.saturating_sub(MAX_KEY), key_start);
    let mut name = head.iter().rev().take_while(|b| !matches!(b, b'&' | b'\n' | b';' | b' '));
    name.all(|b| !matches!(*b, b'=' | INNER_AMPERSAND))
}
