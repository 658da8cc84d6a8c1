//! Multipart bodies.
use super::budget::{Context, Ending};
use super::charset::Label;
use super::place::Place;
use super::stream::{Style, TextStream};
use crate::coverage::Tally;

/// A multipart body.
pub(super) struct Multipart {
    stream: TextStream,
}

impl Multipart {
    pub(super) fn new(place: &Place, _boundary: &[u8], depth: u8) -> Self {
        Self { stream: TextStream::new(place.clone(), Style::Plain, Label::None, depth) }
    }
    pub(super) fn mail(place: &Place, depth: u8) -> Self {
        Self { stream: TextStream::new(place.clone(), Style::Plain, Label::None, depth) }
    }
    pub(super) fn push(&mut self, data: &[u8], end: Ending, cx: &mut Context<'_>) -> Tally {
        self.stream.push(data, end, cx)
    }
    pub(super) fn gap(&mut self, cx: &mut Context<'_>) -> Tally {
        self.stream.gap(cx)
    }
}
