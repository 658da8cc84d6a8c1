//! Walkers that name the place of a value in a text. Lazy and forward-only: a text without candidates costs nothing.

mod csv;
mod divided;
mod fields;
mod json;
mod lists;
mod markup;
mod rows;
mod text;

pub(super) use divided::{Divided, Original};

use super::stream::Style;
use crate::message::{Charset, Columns, Locate, Located};
use std::sync::Arc;

/// Longest path in bytes; what is longer ends in `…`.
const PATH_BYTES: usize = 256;

/// A walker for any style of text.
#[derive(Clone)]
pub(super) enum Walker {
    /// Separated values.
    Csv(csv::CsvWalker),
    /// Forms, cookies, header lines.
    Fields(fields::FieldsWalker),
    /// JSON.
    Json(json::JsonWalker),
    /// XML, HTML.
    Markup(markup::MarkupWalker),
    /// Anything else.
    Text(text::TextWalker),
}

impl Walker {
    /// For a style. Allocates nothing.
    pub(super) fn new(style: Style) -> Self {
        match style {
            Style::Csv(delimiter) => Self::Csv(csv::CsvWalker::new(delimiter)),
            Style::Form => Self::Fields(fields::FieldsWalker::new(b'&')),
            Style::Cookies => Self::Fields(fields::FieldsWalker::new(b';')),
            Style::Headers => Self::Fields(fields::FieldsWalker::new(b'\n')),
            Style::Json => Self::Json(json::JsonWalker::default()),
            Style::Markup => Self::Markup(markup::MarkupWalker::default()),
            Style::Plain | Style::Source | Style::Binary => Self::Text(text::TextWalker::default()),
        }
    }

    /// The charset of the names in the next text.
    pub(super) fn set_charset(&mut self, charset: Charset) {
        match self {
            Self::Csv(w) => w.charset = charset,
            Self::Fields(w) => w.charset = charset,
            Self::Json(w) => w.charset = charset,
            Self::Markup(w) => w.charset = charset,
            Self::Text(w) => w.charset = charset,
        }
    }

    /// Names values that have no name in the text.
    pub(super) fn set_default(&mut self, name: &str) {
        if let Self::Text(w) = self {
            w.fallback = Some(name.into());
        }
    }

    /// The text is over, another part follows: remembers what that part needs.
    pub(super) fn finish(&mut self, text: &[u8]) {
        match self {
            Self::Csv(w) => w.finish(text),
            Self::Fields(w) => w.finish(text),
            Self::Json(w) => w.finish(text),
            Self::Markup(w) => w.finish(text),
            Self::Text(w) => w.finish(text),
        }
    }

    /// Bytes are missing before the next part.
    pub(super) fn lost(&mut self) {
        match self {
            Self::Csv(w) => w.lost(),
            Self::Fields(w) => w.lost(),
            Self::Json(w) => w.lost(),
            Self::Markup(w) => w.lost(),
            Self::Text(w) => w.lost(),
        }
    }
}

impl Locate for Walker {
    fn locate(&mut self, text: &[u8], start: usize, end: usize) -> Located<'_> {
        match self {
            Self::Csv(w) => w.locate(text, start),
            Self::Fields(w) => w.locate(text, start),
            Self::Json(w) => w.locate(text, start),
            Self::Markup(w) => w.locate(text, start, end),
            Self::Text(w) => w.locate(text, start),
        }
    }

    fn columns(&mut self) -> Option<&mut Option<Arc<Columns>>> {
        match self {
            Self::Csv(w) => Some(&mut w.columns),
            Self::Json(w) => Some(&mut w.columns),
            Self::Text(w) => Some(&mut w.columns),
            Self::Fields(_) | Self::Markup(_) => None,
        }
    }
}
