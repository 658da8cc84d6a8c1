//! A layer of coding: decodes what it is pushed and pushes the result into the entity inside.

use super::budget::{Budget, Context, Ending, WHOLE_BYTES};
use super::bytes::Bytes;
use super::decode::{Decoder, Halt, Progress, inflate_whole};
use super::entity::Entity;
use super::scratch;
use crate::config::Limits;
use crate::coverage::{State, Tally};
use crate::message::Coding;

/// The same while more input will come: smaller pieces stay in the cache.
const BLOCK_BYTES: usize = 256 << 10;
/// So much that came out of a stream among other bytes waits for the proof that it is sound; what yields more without
/// damage is believed.
const UNPROVED: usize = 4 << 20;
/// What is damaged before it yields so much was none.
const LEAST: usize = 1 << 10;
/// First guess of an output.
const FIRST_BYTES: usize = 4 << 10;

/// A decoder and what is inside.
pub(super) struct Coded {
    decoder: Decoder,
    inner: Entity,
    fresh: bool,
    /// Something came out of it.
    yielded: bool,
    /// Input bytes whose fate the inner entity has not told yet.
    untold: u64,
    /// Found among other bytes: what came out of it and has not proved to be sound yet.
    unproved: Option<Vec<u8>>,
    /// Whoever pushes knows what follows the coding's end.
    member: bool,
}

/// Why a layer is over.
pub(super) enum Over {
    /// Not over.
    No,
    /// All further bytes are in this state.
    Rest(State),
    /// Not one byte could be decoded: it is not what it was said to be. Nothing was told.
    Never,
    /// A [`member`](Coded::member) is over after so many of the bytes; those behind were not told. Inspected if it ended
    /// by itself, else what the rest of it is.
    End(usize, State),
}

impl Over {
    /// How many of `len` bytes that were pushed were told, and the state of those behind; `never` says it of what is no such
    /// coding. `None` while it is not over.
    pub(super) fn ended(self, len: usize, never: impl FnOnce() -> State) -> Option<(usize, State)> {
        match self {
            Self::No => None,
            Self::End(used, state) => Some((used, state)),
            Self::Rest(state) => Some((len, state)),
            Self::Never => Some((0, never())),
        }
    }
}

impl Coded {
    /// A layer around `inner`.
    pub(super) fn new(decoder: Decoder, inner: Entity) -> Self {
        Self { decoder, inner, fresh: true, yielded: false, untold: 0, unproved: None, member: false }
    }

    /// The same, found among other bytes, which may also tear it: what comes out is handed on once its end shows that it is
    /// sound.
    pub(super) fn embedded(mut self) -> Self {
        self.unproved = Some(Vec::new());
        self
    }

    /// The same, in a container that knows what follows.
    pub(super) fn member(mut self) -> Self {
        self.member = true;
        self
    }

    /// What is inside.
    pub(super) fn into_inner(self) -> Entity {
        self.inner
    }

    /// The decoder, for data that go on where these ended.
    pub(super) fn into_decoder(self) -> Decoder {
        self.decoder
    }

    /// What is in the coding.
    pub(super) fn inner_mut(&mut self) -> &mut Entity {
        &mut self.inner
    }

    /// Bytes that wait here and inside.
    pub(super) fn held(&self) -> usize {
        self.decoder.held() + self.unproved.as_ref().map_or(0, Vec::capacity) + self.inner.held()
    }

    /// The media type found inside.
    pub(super) fn inner(&self) -> &Entity {
        &self.inner
    }

    /// Decodes `data`. Bytes after the layer's end are told here too.
    pub(super) fn push(&mut self, data: &[u8], end: Ending, cx: &mut Context<'_>) -> (Tally, Over) {
        let fresh = std::mem::replace(&mut self.fresh, false);
        let whole = fresh && end.is_last();
        let mut out = scratch::take(whole);
        let result = self.run(data, end, (fresh, whole), &mut out, cx);
        scratch::give(out);
        let (told, over, used) = result;
        if matches!(over, Over::Never) {
            return (Tally::default(), over);
        }
        let mut tally = self.apportion(used, &told, end.is_last() || !matches!(over, Over::No));
        match over {
            Over::Rest(state) if self.member => return (tally, Over::End(used, state)),
            Over::Rest(state) => tally.add(state, (data.len() - used) as u64),
            Over::End(_, state) => return (tally, Over::End(used, state)),
            Over::No | Over::Never => {}
        }
        (tally, over)
    }

    /// Bytes are missing here: compressed streams cannot go on.
    pub(super) fn gap(&mut self, cx: &mut Context<'_>) -> (Tally, Over) {
        if self.decoder.resumes() {
            self.decoder.gap();
            let told = self.inner.gap(cx);
            return (self.apportion(0, &told, false), Over::No);
        }
        let told = self.hand(&[], Ending::Cut, cx);
        (self.apportion(0, &told, true), Over::Rest(State::Undecodable))
    }

    fn run(
        &mut self,
        data: &[u8],
        end: Ending,
        (fresh, whole): (bool, bool),
        out: &mut Vec<u8>,
        cx: &mut Context<'_>,
    ) -> (Tally, Over, usize) {
        if let (true, Ending::Whole, Some(coding)) = (whole, end, self.decoder.coding())
            && let Some(len) = inflate_whole(coding, data, out, cx.most_whole())
        {
            if !cx.charge(len) {
                return (Tally::default(), Over::Rest(State::Skipped), 0);
            }
            return (self.inner.push(out.upto(len), end, cx), Over::No, data.len());
        }
        let cap = if whole { WHOLE_BYTES } else { BLOCK_BYTES };
        let mut told = Tally::default();
        let (mut used, mut filled) = (0usize, 0usize);
        scratch::widen(out, FIRST_BYTES.max(data.len().saturating_mul(2)).min(cap));
        loop {
            // A little more than the budget covers, so that overdrawing it shows; every decoder can write that much.
            let room = usize::try_from(cx.budget.room()).unwrap_or(usize::MAX).saturating_add(16);
            let until = out.len().min(filled.saturating_add(room));
            let done = self.decoder.step(data.after(used), out.get_mut(filled..until).unwrap_or(&mut []));
            used += done.consumed;
            filled += done.produced;
            self.yielded |= done.produced > 0;
            if !cx.charge(done.produced) {
                told.merge(&self.hand(out.upto(filled), Ending::Cut, cx));
                return (told, Over::Rest(State::Skipped), used);
            }
            match done.halt {
                Halt::Output if out.len() < cap => {
                    let wider = out.len().saturating_mul(4).min(cap);
                    scratch::widen(out, wider);
                }
                Halt::Output => {
                    told.merge(&self.hand(out.upto(filled), Ending::More, cx));
                    filled = 0;
                }
                Halt::Damaged if fresh && self.is_none(filled) => {
                    self.unproved = None;
                    return (told, Over::Never, 0);
                }
                _ => {
                    let over = self.halt(done, data.len() - used, end, (out, filled), &mut told, cx);
                    return (told, over, used);
                }
            }
        }
    }

    /// True if what is damaged after `filled` bytes is no such coding at all.
    fn is_none(&self, filled: usize) -> bool {
        let small = |held: &Vec<u8>| held.len() + filled < LEAST && !self.decoder.may_end();
        self.inner.untouched() && (filled == 0 || self.unproved.as_ref().is_some_and(small))
    }

    /// Gives what came out to what is inside, once it is sound if it has to prove that.
    fn hand(&mut self, out: &[u8], end: Ending, cx: &mut Context<'_>) -> Tally {
        let Some(mut held) = self.unproved.take() else { return self.inner.push(out, end, cx) };
        held.extend_from_slice(out);
        let proved = end.is_last() || self.decoder.may_end();
        if !proved && held.len() <= UNPROVED {
            self.unproved = Some(held);
            return Tally::default();
        }
        let tally = self.inner.push(&held, end, cx);
        self.unproved = proved.then(Vec::new);
        tally
    }

    /// The decoder stopped: input used up, end of the coding, or damage.
    fn halt(
        &mut self,
        done: Progress,
        left: usize,
        end: Ending,
        (out, filled): (&mut Vec<u8>, usize),
        told: &mut Tally,
        cx: &mut Context<'_>,
    ) -> Over {
        let mut filled = filled;
        if done.halt == Halt::Input && !end.is_last() {
            if filled > 0 || end == Ending::Pause {
                told.merge(&self.hand(out.upto(filled), end, cx));
            }
            return Over::No;
        }
        scratch::widen(out, filled + 8);
        filled += self.decoder.flush(out.get_mut(filled..).unwrap_or(&mut []));
        // Behind a whole frame or member anything may follow.
        let ended = done.halt == Halt::End || (done.halt == Halt::Damaged && self.yielded && self.decoder.may_end());
        let sound = ended || (done.halt == Halt::Input && self.decoder.may_end());
        let ending = if sound && (end == Ending::Whole || ended) { Ending::Whole } else { Ending::Cut };
        if self.member && ended {
            told.merge(&self.hand(out.upto(filled), Ending::Whole, cx));
            return Over::End(0, State::Inspected);
        }
        if ended && left == 0 && !end.is_last() {
            told.merge(&self.hand(out.upto(filled), Ending::Whole, cx));
            return Over::Rest(State::Undecodable);
        }
        if done.halt == Halt::Damaged && !ended {
            if self.unproved.take().is_some() {
                // Numbers out of a torn stream were never in it.
                told.add(State::Undecodable, 1);
                filled = 0;
            }
            told.merge(&self.inner.push(out.upto(filled), ending, cx));
            cx.damaged(&format!("{} data is damaged", self.decoder.name()));
            return Over::Rest(State::Undecodable);
        }
        told.merge(&self.hand(out.upto(filled), ending, cx));
        if ended && left > 0 {
            cx.damaged(&format!("bytes after the end of {} data", self.decoder.name()));
            return Over::Rest(State::Undecodable);
        }
        if !sound && !self.yielded {
            // A block that is not all there: none of it was seen.
            told.add(State::Undecodable, 1);
        }
        if !sound && end == Ending::Whole {
            cx.damaged(&format!("{} data ends early", self.decoder.name()));
        }
        Over::No
    }

    /// Input bytes in the proportions of what became of the decoded ones; at the end, all that were left untold.
    fn apportion(&mut self, used: usize, told: &Tally, end: bool) -> Tally {
        self.untold = self.untold.saturating_add(used as u64);
        if told.total() == 0 && !end {
            return Tally::default();
        }
        scale(told, std::mem::take(&mut self.untold))
    }
}

/// Undoes the coding of one whole piece: what it yields goes behind what `into` holds. False, with `into` as it was, if it
/// is damaged, goes on, or yields more than `most` bytes or than the budget of a message.
pub fn frame(coding: Coding, data: &[u8], most: usize, limits: &Limits, into: &mut Vec<u8>) -> bool {
    let mut budget = Budget::new(limits);
    budget.feed(data.len());
    let most = most.min(usize::try_from(budget.room()).unwrap_or(usize::MAX));
    Decoder::for_coding(coding).is_some_and(|mut decoder| piece(&mut decoder, data, most, into))
}

/// Decodes one whole piece behind what `into` holds. False, with `into` as it was, if it is empty, damaged, goes on, or
/// yields more than `most` bytes.
pub(super) fn piece(decoder: &mut Decoder, data: &[u8], most: usize, into: &mut Vec<u8>) -> bool {
    if data.is_empty() {
        return false;
    }
    let start = into.len();
    // One byte of room beyond: who fills it yields too much.
    let full = start.saturating_add(most).saturating_add(1);
    let (mut used, mut filled) = (0usize, start);
    loop {
        if into.len() == filled {
            let wider = filled.saturating_add((filled - start).max(data.len()).max(FIRST_BYTES));
            into.resize(wider.min(full), 0);
        }
        let done = decoder.step(data.after(used), into.get_mut(filled..).unwrap_or(&mut []));
        used += done.consumed;
        filled += done.produced;
        let sound = match done.halt {
            Halt::Output if filled < full => continue,
            Halt::End | Halt::Input => {
                used == data.len() && filled < full && (done.halt == Halt::End || decoder.may_end())
            }
            Halt::Output | Halt::Damaged => false,
        };
        into.truncate(if sound { filled } else { start });
        return sound;
    }
}

/// `len` bytes in the proportions of `told`; inspected if that is empty.
pub(super) fn scale(told: &Tally, len: u64) -> Tally {
    let total = told.total();
    let main = State::ALL.into_iter().max_by_key(|s| told.get(*s)).filter(|_| total > 0).unwrap_or(State::Inspected);
    let mut tally = Tally::default();
    let mut rest = len;
    for state in State::ALL.into_iter().filter(|s| *s != main && told.get(*s) > 0) {
        let share = (u128::from(len) * u128::from(told.get(state)) / u128::from(total)) as u64;
        tally.add(state, share);
        rest = rest.saturating_sub(share);
    }
    tally.add(main, rest);
    tally
}
