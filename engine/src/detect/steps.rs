//! Numbers one behind the other: counters, sizes and ids of rows are evenly spaced, numbers of people are not.

/// How far each number is from the one before it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Steps {
    last: Option<i64>,
    step: i64,
    same: u32,
    others: u32,
}

impl Steps {
    /// Takes the next number: the digits of at most eighteen.
    pub(super) fn add(&mut self, text: &[u8]) {
        let digits = text.iter().filter(|b| b.is_ascii_digit()).take(18);
        let number = digits.fold(0, |number: i64, b| number * 10 + i64::from(b - b'0'));
        let step = self.last.map_or(0, |last| number - last);
        self.last = Some(number);
        // What is repeated says nothing.
        if step == 0 {
            return;
        }
        if std::mem::replace(&mut self.step, step) == step {
            self.same = self.same.saturating_add(1);
        } else {
            self.others = self.others.saturating_add(1);
        }
    }

    /// True if nearly all steps are as long as the one before.
    pub(super) fn are_even(&self) -> bool {
        // The first is as long as none.
        let others = self.others.saturating_sub(1);
        self.same >= 3 && u64::from(others) * 9 <= u64::from(self.same)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn even(numbers: &[i64]) -> bool {
        let mut steps = Steps::default();
        for number in numbers {
            steps.add(number.to_string().as_bytes());
        }
        steps.are_even()
    }

    #[test]
    fn what_is_evenly_spaced_is_seen() {
        assert!(even(&[10, 13, 16, 19, 22]) && even(&[50, 40, 30, 20, 10]) && even(&[1, 1, 2, 2, 3, 3, 4, 4, 5]));
        assert!(!even(&[]) && !even(&[1, 2, 3]) && !even(&[7, 7, 7, 7, 7, 7]));
        assert!(!even(&[13, 15, 16, 20, 29, 31]) && !even(&[1, 2, 3, 4, 9, 12, 13, 14]));
    }
}
