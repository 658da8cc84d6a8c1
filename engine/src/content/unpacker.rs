//! The root of the layers: one message's content.

use super::LeafSink;
use super::budget::{Budget, Context, Ending};
use super::entity::Entity;
use super::file::Passing;
use super::media::Declared;
use super::place::Place;
use crate::config::Limits;
use crate::coverage::Tally;
use crate::message::ContentHints;

/// Unpacks the content of one message.
///
/// Contract: `push` and `pause` may be called any number of times, `last` at most once and last. The sum of all returned tallies
/// is the number of bytes pushed (bytes held back for the next part are told by that part's tally).
pub struct Unpacker {
    root: Entity,
    /// The content is a named file without codings.
    file: Option<Box<Passing>>,
    budget: Budget,
    /// What is pushed is a piece of a whole that goes on behind it.
    goes_on: bool,
    /// Told by a [`gap`](Self::gap), reported with the next push.
    untold: Tally,
}

impl Unpacker {
    /// For a message whose head says `hints`; `place` is the prefix of all places (`http.request.body`).
    pub fn new(hints: &ContentHints, place: &str, limits: &Limits) -> Self {
        let root = Entity::new(Place::new(place), Declared::from_hints(hints), hints.codings.clone(), 0);
        let root = root.streamed(hints.stream).resumed(hints.range_start > 0);
        let (root, mut file) = if hints.codings.is_empty() {
            (root, (!hints.filename.is_empty()).then(|| Box::new(Passing::new())))
        } else {
            (root.filed(), None)
        };
        if let Some(file) = file.as_mut().filter(|_| hints.range_start > 0) {
            file.tear();
        }
        Self { root, file, budget: Budget::new(limits), goes_on: hints.goes_on, untold: Tally::default() }
    }

    /// The next bytes of the content. `last` is true when no more will come; `complete` then tells whether the content
    /// is whole (false: it was cut; a decoder's premature end is then expected, and what was decoded is judged).
    pub fn push(&mut self, data: &[u8], last: bool, complete: bool, sink: &mut dyn LeafSink) -> Tally {
        let end = match (last, complete) {
            (false, _) => Ending::More,
            (true, true) if !self.goes_on => Ending::Whole,
            (true, _) => Ending::Cut,
        };
        self.take(data, end, sink)
    }

    /// The next bytes of content that its sender takes time for: what they make whole is told now.
    pub fn pause(&mut self, data: &[u8], sink: &mut dyn LeafSink) -> Tally {
        self.take(data, Ending::Pause, sink)
    }

    fn take(&mut self, data: &[u8], end: Ending, sink: &mut dyn LeafSink) -> Tally {
        self.budget.feed(data.len());
        let mut tally = std::mem::take(&mut self.untold);
        tally.merge(&self.root.push(data, end, &mut Context { sink, budget: &mut self.budget }));
        if let Some(file) = &mut self.file {
            // A body is digested only if it leaks from its first part on: that is known now, with the part at hand.
            if sink.found() || file.started() {
                file.take(data);
            } else {
                file.pass(data);
            }
            file.tell(self.root.place(), (self.root.file_name(), self.root.media_type()), end, sink);
        }
        tally
    }

    /// Bytes that wait: documents that are collected, what decoders look back over. What is always small is not counted.
    pub fn held(&self) -> usize {
        self.root.held()
    }

    /// `len` bytes of the content are missing here: text held back is scanned, decoders that cannot go on end.
    pub fn gap(&mut self, _len: u64, sink: &mut dyn LeafSink) {
        if let Some(file) = &mut self.file {
            file.tear();
        }
        let told = self.root.gap(&mut Context { sink, budget: &mut self.budget });
        self.untold.merge(&told);
    }
}
