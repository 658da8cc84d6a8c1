//! Which groups of findings a summary has room for: the first ones. Of the others it knows roughly how many they are.

use hashbrown::HashSet;

/// The last bits of a group's number, by which those without room are told apart.
type Short = u16;

/// The groups that there is room for, by their numbers.
pub struct Groups {
    most: usize,
    known: HashSet<u64, foldhash::fast::RandomState>,
    omitted: HashSet<Short, foldhash::fast::RandomState>,
}

impl Groups {
    /// Room for `most` groups.
    pub fn new(most: usize) -> Self {
        Self { most, known: HashSet::default(), omitted: HashSet::default() }
    }

    /// Tells whether there is room for a group: for one that came before, or while there are not too many.
    pub fn admit(&mut self, group: u64) -> bool {
        if self.known.contains(&group) {
            return true;
        }
        let room = self.known.len() < self.most;
        if room {
            self.known.insert(group);
        } else {
            self.omitted.insert(group as Short);
        }
        room
    }

    /// Groups without room, no more than 65,536.
    pub fn omitted(&self) -> usize {
        self.omitted.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_have_room_and_the_others_are_counted() {
        let mut groups = Groups::new(2);
        assert!([7, 8, 7].into_iter().all(|group| groups.admit(group)));
        assert!(![9, 10, 9].into_iter().any(|group| groups.admit(group)));
        assert!(groups.admit(8));
        assert_eq!(groups.omitted(), 2);
        for group in 0..200_000 {
            groups.admit(group);
        }
        assert_eq!(groups.omitted(), 65_536);
    }
}
