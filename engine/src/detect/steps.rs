//! Numbers one behind the other: counters and ids of rows are evenly spaced, sizes are multiples of a block, numbers of people
//! are neither.

/// What sizes of memory and of files on disks are multiples of.
const BLOCK: i64 = 512;

/// How far each number is from the one before it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Steps {
    last: Option<i64>,
    step: i64,
    same: u32,
    others: u32,
    /// Numbers other than the one before, and blocks among them.
    all: u32,
    blocks: u32,
}

impl Steps {
    /// Takes the next number: the digits of at most eighteen.
    pub(super) fn add(&mut self, text: &[u8]) {
        let digits = text.iter().filter(|b| b.is_ascii_digit()).take(18);
        let number = digits.fold(0, |number: i64, b| number * 10 + i64::from(b - b'0'));
        let Some(last) = self.last.replace(number) else {
            self.count(number);
            return;
        };
        let step = number - last;
        // What is repeated says nothing.
        if step == 0 {
            return;
        }
        self.count(number);
        if std::mem::replace(&mut self.step, step) == step {
            self.same = self.same.saturating_add(1);
        } else {
            self.others = self.others.saturating_add(1);
        }
    }

    fn count(&mut self, number: i64) {
        self.all = self.all.saturating_add(1);
        self.blocks = self.blocks.saturating_add(u32::from(number % BLOCK == 0));
    }

    /// True if half of them are multiples of a block: of others one in 512 is.
    pub(super) fn are_sizes(&self) -> bool {
        self.blocks >= 3 && self.blocks >= self.all.div_ceil(2)
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

    #[test]
    fn multiples_of_a_block_are_seen() {
        let sizes = |numbers: &[i64]| {
            let mut steps = Steps::default();
            for number in numbers {
                steps.add(number.to_string().as_bytes());
            }
            steps.are_sizes()
        };
        assert!(sizes(&[16_699_998_208, 16_699_998_720, 16_701_480_960, 13_812_345_678]));
        assert!(!sizes(&[16_699_998_208, 16_699_998_208, 16_699_998_208, 13_812_345_678]));
        assert!(!sizes(&[]) && !sizes(&[13_812_345_678, 13_912_345_679, 13_912_345_344]));
    }
}
