//! The data of a member, packed or not, as an archive hands them on.

use crate::content::budget::{Context, Ending};
use crate::content::coded::Coded;
use crate::content::decode::Decoder;
use crate::content::entity::Entity;
use crate::coverage::{State, Tally};

/// A member's data.
pub(super) enum Member {
    Plain(Box<Entity>),
    Coded(Box<Coded>),
    /// Behind their end, or damage, all are in this state; what unpacked them, if they ended soundly.
    Over(State, Option<Decoder>),
}

impl Member {
    /// Bytes that wait.
    pub(super) fn held(&self) -> usize {
        match self {
            Self::Plain(entity) => entity.held(),
            Self::Coded(coded) => coded.held(),
            Self::Over(..) => 0,
        }
    }

    /// Takes the next bytes; says `damage` of those that are no such coding.
    pub(super) fn push(&mut self, data: &[u8], end: Ending, damage: &str, cx: &mut Context<'_>) -> Tally {
        let mut tally = Tally::default();
        match self {
            Self::Plain(entity) => return entity.push(data, end, cx),
            Self::Over(state, _) => tally.add(*state, data.len() as u64),
            Self::Coded(coded) => {
                let (told, over) = coded.push(data, end, cx);
                tally.merge(&told);
                let Some((used, state)) = over.ended(data.len(), || cx.damaged(damage)) else { return tally };
                let sound = state == State::Inspected;
                let state = if sound { State::Undecodable } else { state };
                tally.add(state, (data.len() - used) as u64);
                if let Self::Coded(coded) = std::mem::replace(self, Self::Over(state, None)) {
                    *self = Self::Over(state, sound.then(|| coded.into_decoder()));
                }
            }
        }
        tally
    }

    /// What unpacked it, as far as it came: members of a solid archive go on from there.
    pub(super) fn into_decoder(self) -> Option<Decoder> {
        match self {
            Self::Coded(coded) => Some(coded.into_decoder()),
            Self::Over(_, decoder) => decoder,
            Self::Plain(_) => None,
        }
    }
}
