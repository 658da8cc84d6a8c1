//! The coverage ledger: every deduplicated innermost L4 payload byte ends in exactly one [`State`].

/// What became of a payload byte (DESIGN section 2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum State {
    /// Decoded to its leaf and scanned (framing included), or scanned raw as text.
    Inspected = 0,
    /// The same, after decryption with the owner's secrets.
    Decrypted = 1,
    /// Protected by a recognised transport.
    Encrypted = 2,
    /// In a recognised format, codec or charset that was not opened, or that failed.
    Undecodable = 3,
    /// Unrecognised, of high entropy.
    Opaque = 4,
    /// Cut by snaplen or by the capture's end.
    Truncated = 5,
    /// Missing: a sequence gap, or acknowledged but never seen.
    Lost = 6,
    /// Passed over by a named limit, policy or overload.
    Skipped = 7,
}

impl State {
    /// All states in the order of the published table.
    pub const ALL: [Self; 8] = [
        Self::Inspected,
        Self::Decrypted,
        Self::Encrypted,
        Self::Undecodable,
        Self::Opaque,
        Self::Truncated,
        Self::Lost,
        Self::Skipped,
    ];

    /// The published name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Inspected => "inspected",
            Self::Decrypted => "decrypted",
            Self::Encrypted => "encrypted",
            Self::Undecodable => "undecodable",
            Self::Opaque => "opaque",
            Self::Truncated => "truncated",
            Self::Lost => "lost",
            Self::Skipped => "skipped",
        }
    }
}

/// Bytes per state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally([u64; 8]);

impl Tally {
    /// Adds `bytes` to `state`.
    pub fn add(&mut self, state: State, bytes: u64) {
        let slot = &mut self.0[state as usize];
        *slot = slot.saturating_add(bytes);
    }
    /// Bytes in `state`.
    pub fn get(&self, state: State) -> u64 {
        self.0[state as usize]
    }
    /// Bytes in all states.
    pub fn total(&self) -> u64 {
        self.0.iter().fold(0, |sum, n| sum.saturating_add(*n))
    }
    /// Adds another tally.
    pub fn merge(&mut self, other: &Self) {
        for (a, b) in self.0.iter_mut().zip(other.0) {
            *a = a.saturating_add(b);
        }
    }
}

/// Direction of bytes sent from zone `from` to zone `to`, seen from zone `home`: `egress`, `ingress`, `internal`,
/// `external`, or `unknown` where a zone has no name. Who sends counts, not who connected (DESIGN section 2).
pub fn direction(home: &str, from: &str, to: &str) -> &'static str {
    if from.is_empty() || to.is_empty() {
        return "unknown";
    }
    match (from == home, to == home) {
        (true, false) => "egress",
        (false, true) => "ingress",
        (true, true) => "internal",
        (false, false) => "external",
    }
}

#[cfg(test)]
mod tests {
    use super::direction;

    #[test]
    fn direction_is_that_of_the_sender() {
        assert_eq!(direction("crm", "crm", "outside"), "egress");
        assert_eq!(direction("crm", "partners", "crm"), "ingress");
        assert_eq!(direction("crm", "crm", "crm"), "internal");
        assert_eq!(direction("crm", "outside", "partners"), "external");
        assert_eq!(direction("crm", "", "crm"), "unknown");
    }
}
