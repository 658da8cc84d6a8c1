//! The masked samples of a group: a few short texts, and no list that needs memory of its own.

/// At most [`MOST`](Samples::MOST) masked values, in the order of their first sight.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Samples([Option<String>; Self::MOST]);

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
        if let Some(free) = self.0.iter_mut().find(|place| place.is_none()) {
            *free = Some(sample);
        }
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().flatten().map(String::as_str)
    }

    /// Their number.
    pub fn len(&self) -> usize {
        self.0.iter().flatten().count()
    }

    /// True if there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl IntoIterator for Samples {
    type Item = String;
    type IntoIter = std::iter::Flatten<std::array::IntoIter<Option<String>, { Samples::MOST }>>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter().flatten()
    }
}
