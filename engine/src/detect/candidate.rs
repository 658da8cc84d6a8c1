//! What the anchor pass hands on: a span that passed its validator, before context.

use super::score::Grade;
use crate::message::Columns;

/// The detectors that the engine has matchers for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Native {
    /// `cn.resident_id`
    ResidentId,
    /// `cn.mobile`
    Mobile,
    /// `cn.uscc`
    Uscc,
    /// `payment_card`
    Card,
    /// `email`
    Email,
    /// `iban`
    Iban,
    /// `us.ssn`
    Ssn,
    /// `jwt`
    Jwt,
    /// `payment_card.track`
    Track,
}

impl Native {
    /// All of them, in the order of their discriminants.
    pub(super) const ALL: [Self; 9] = [
        Self::ResidentId,
        Self::Mobile,
        Self::Uscc,
        Self::Card,
        Self::Email,
        Self::Iban,
        Self::Ssn,
        Self::Jwt,
        Self::Track,
    ];

    /// True for numbers of which a column tells more than one: those that fail their check are told as well.
    pub(super) const fn judges_column(self) -> bool {
        matches!(self, Self::ResidentId | Self::Mobile | Self::Card)
    }

    /// The published id.
    pub(super) const fn id(self) -> &'static str {
        match self {
            Self::ResidentId => "cn.resident_id",
            Self::Mobile => "cn.mobile",
            Self::Uscc => "cn.uscc",
            Self::Card => "payment_card",
            Self::Email => "email",
            Self::Iban => "iban",
            Self::Ssn => "us.ssn",
            Self::Jwt => "jwt",
            Self::Track => "payment_card.track",
        }
    }

    /// The bit of this detector in a [`Wanted`].
    pub(super) const fn bit(self) -> u16 {
        1 << self as u16
    }
}

/// Which detectors a plan asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Wanted(pub(super) u16);

impl Wanted {
    /// The bit of logins in content.
    pub(super) const LOGIN: u16 = 1 << 15;

    /// True if the detector is wanted.
    pub(super) const fn has(self, native: Native) -> bool {
        self.0 & native.bit() != 0
    }

    /// True if any of the bits is wanted.
    pub(super) const fn any(self, bits: u16) -> bool {
        self.0 & bits != 0
    }
}

/// A span that passed its validator.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate {
    /// Which detector.
    pub(super) native: Native,
    /// First byte.
    pub(super) start: usize,
    /// Past the last byte.
    pub(super) end: usize,
    /// What the shape alone is worth.
    pub(super) grade: Grade,
    /// True if a neighbour (`_`, `-`) makes it look like part of something longer.
    pub(super) loose: bool,
}

/// How a login's secret is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Written {
    /// As it stands, under a key.
    Plain,
    /// Behind its user in a URL, percent-encoded (RFC 3986 §3.2.1).
    Userinfo,
    /// With its user, in base64 (RFC 7617).
    Basic,
    /// In base64 by itself, as npm keeps one.
    Encoded,
    /// As the token of whoever bears it (RFC 6750).
    Token,
}

/// A login in content: where key, user and secret stand.
#[derive(Clone, Copy, Debug)]
pub(super) struct Login {
    /// The secret.
    pub(super) secret: (usize, usize),
    /// The user, if one is in the same record.
    pub(super) user: Option<(usize, usize)>,
    /// 0-100.
    pub(super) confidence: u8,
    /// How the secret is written.
    pub(super) written: Written,
}

/// Where the anchor pass sends what it found, in ascending order of anchors.
pub(super) trait Sink {
    /// A span that passed its validator.
    fn hit(&mut self, candidate: Candidate);
    /// A number of a detector's shape that failed its check: evidence against its column.
    fn miss(&mut self, native: Native, start: usize, end: usize);
    /// The confidence below which nobody asks who a login's user is.
    fn login_floor(&self) -> u8;
    /// A secret under a telling key; without its user below the floor.
    fn login(&mut self, login: Login);
    /// A secret in a column of this name.
    fn column(&mut self, login: Login, name: &str);
    /// A table goes on in the next part of the text.
    fn goes_on(&mut self, columns: Columns);
}
