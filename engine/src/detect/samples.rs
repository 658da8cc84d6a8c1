//! The masked samples of a group: a few short texts, mostly one, which needs no list.

/// At most [`MOST`](Samples::MOST) masked values, in the order of their first sight.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Samples {
    /// Mostly it stays the only one.
    first: Option<String>,
    more: Vec<String>,
}

impl Samples {
    /// How many there can be.
    pub const MOST: usize = 3;

    /// One alone.
    pub fn of(sample: String) -> Self {
        let mut samples = Self::default();
        samples.push(sample);
        samples
    }

    /// Adds one, if there is room.
    pub fn push(&mut self, sample: String) {
        if self.first.is_none() {
            self.first = Some(sample);
        } else if self.len() < Self::MOST {
            self.more.push(sample);
        }
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.first.iter().chain(&self.more).map(String::as_str)
    }

    /// Their number.
    pub fn len(&self) -> usize {
        usize::from(self.first.is_some()) + self.more.len()
    }

    /// True if there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl IntoIterator for Samples {
    type Item = String;
    type IntoIter = std::iter::Chain<std::option::IntoIter<String>, std::vec::IntoIter<String>>;

    fn into_iter(self) -> Self::IntoIter {
        self.first.into_iter().chain(self.more)
    }
}
