//! The pass over a text in vectors: block by block for the classes of their bytes, then all blocks of a group at once, in
//! vectors of so many words as the processor has, for what begins in them.

use super::has_run;

/// True if [`RUN`](crate::survey::RUN) bytes of base64 in a row begin in these blocks.
pub(super) fn any_run(blocks: &[u64]) -> bool {
    let mut carried = 0;
    blocks.iter().fold(false, |any, base64| has_run(*base64, &mut carried) | any)
}

/// Makes `pass` for a vector `$Words` of `$Words::LANES` words, out of the module's `load`, `block` and `Seen`: a macro, because
/// what calls a processor's instructions has to be compiled for it.
macro_rules! pass {
    ($features:literal, $Words:ident) => {
        /// Blocks that are rather gone through one by one.
        const FEW: usize = 3;

        /// Surveys the blocks from the cursor to `end`, and looks for their anchors.
        #[target_feature(enable = $features)]
        fn pass<const SURVEY: bool, const ANCHORS: bool>(
            text: &[u8],
            cursor: &mut Cursor,
            end: usize,
            out: &mut Anchors,
        ) -> Survey {
            let (tables, mut seen) = (load(), Seen::nothing());
            let total = text.len().div_ceil(BLOCK);
            let all = ANCHORS && cursor.block == 0 && end == total;
            if all && end == 1 {
                let masks = block::<SURVEY, true>(text, 0, &tables, &mut seen);
                seen.run = SURVEY && any_run(&[masks.base64]);
                few(cursor, [masks], out);
            } else if all && end == 2 {
                let blocks = [0, 1].map(|n| block::<SURVEY, true>(text, n, &tables, &mut seen));
                seen.run = SURVEY && any_run(&blocks.map(|masks| masks.base64));
                few(cursor, blocks, out);
            } else if ANCHORS {
                let mut run = false;
                let masks = |n| block::<SURVEY, true>(text, n, &tables, &mut seen);
                walk(cursor, (end, total), out, masks, |group, window, held| {
                    if held < FEW {
                        close(group, window, held);
                        run |= SURVEY && any_run(window.base64.get(1..held + 2).unwrap_or_default());
                    } else {
                        close_all(group, window, held);
                        run |= SURVEY && any_run_of_all(window, held);
                    }
                });
                seen.run = run;
            } else {
                for n in cursor.block..end {
                    let masks = block::<SURVEY, false>(text, n, &tables, &mut seen);
                    seen.run |= has_run(masks.base64, &mut seen.carried);
                }
            }
            seen.survey()
        }

        /// [`any_run`] of the first `held` blocks of a window.
        #[target_feature(enable = $features)]
        #[inline]
        fn any_run_of_all(window: &Window, held: usize) -> bool {
            let mut any = 0;
            for first in (0..LANES).step_by($Words::LANES) {
                let [one, next] = [1, 2].map(|place| $Words::load(&window.base64, first + place));
                let (two, next) = (one.and(one.onward(next, 1)), next.and(next.down(1)));
                let (four, next) = (two.and(two.onward(next, 2)), next.and(next.down(2)));
                let (all8, next) = (four.and(four.onward(next, 4)), next.and(next.down(4)));
                let all24 = all8.and(all8.onward(next, 8)).and(all8.onward(next, 16));
                any |= all24.some() << first;
            }
            any & (0xff >> (LANES - held)) != 0
        }

        /// `close`, several blocks at once.
        #[target_feature(enable = $features)]
        #[inline]
        fn close_all(group: &mut Group, window: &Window, held: usize) {
            let mut any = 0;
            let mut maybe = 0;
            for first in (0..LANES).step_by($Words::LANES) {
                let [some, groups] = close_some(group, window, first);
                any |= some << first;
                maybe |= groups << first;
            }
            let held = 0xff >> (LANES - held);
            if (any | maybe) & held == 0 {
                return;
            }
            if let Some(digits) = window.digit.last_chunk() {
                group.digit = *digits;
            }
            group.grouped = [0; LANES];
            // Groups are rare: one block after another.
            while maybe != 0 {
                let lane = maybe.trailing_zeros() as usize % LANES;
                maybe &= maybe - 1;
                group.grouped[lane] = groups(&window.at(lane), &window.at(lane + 1), &window.at(lane + 2));
                any |= u8::from(group.grouped[lane] != 0) << lane;
            }
            group.any = any & held;
        }

        /// The anchors of the blocks from `first` on but for groups; which of them have any, and which may have groups.
        #[target_feature(enable = $features)]
        #[inline]
        fn close_some(group: &mut Group, window: &Window, first: usize) -> [u8; 2] {
            // Of a class, each block's, that of the block before, and of the one behind.
            let of = |class: &[u64; WINDOW]| [0, 1, 2].map(|place| $Words::load(class, first + place));
            let [digit_before, digit, next] = of(&window.digit);
            let [letter_before, letter, letter_next] = of(&window.letter);
            let [_, separator, separator_next] = of(&window.separator);
            let [_, word, _] = of(&window.word);

            let follows = digit.behind(digit_before);
            let (two, two_next) = (digit.and(digit.onward(next, 1)), next.and(next.down(1)));
            let (four, four_next) = (two.and(two.onward(two_next, 2)), two_next.and(two_next.down(2)));
            let (seven, seven_next) = (four.and(four.onward(four_next, 3)), four_next.and(four_next.down(3)));
            let mut bare = seven.and_not(follows);
            let letters = letter.and(letter.onward(letter_next, 1));
            let digits = digit.onward(next, 2).and(digit.onward(next, 3));
            let alnum_before = digit.or(letter).behind(digit_before.or(letter_before));
            let iban = letters.and(digits).and_not(alnum_before);
            let [_, one, _] = of(&window.one);
            let ones = bare.and(one).and_not(alnum_before);
            if ones.some() != 0 {
                let stamps = stamps([seven, seven_next], [digit.or(letter), next.or(letter_next)]);
                bare = bare.and_not(ones.and(stamps));
            }
            // Separators among digits, four behind one of them: here, or near in the next block if the digits reach it.
            let between = separator.and(follows.and(digit.onward(next, 1)));
            let joint = between.and(four.onward(four_next, 1));
            let joint_next = separator_next.and(next.behind(digit).and(four_next.down(1)));
            let near = joint_next.and($Words::all(GROUP_BITS)).some() & digit.or(between).highest();
            let found @ [some, groups] = [bare.or(iban).or(word).some(), joint.some() | near];
            if some | groups != 0 {
                for (words, kind) in [(&mut group.bare, bare), (&mut group.iban, iban), (&mut group.word, word)] {
                    kind.store(words, first);
                }
            }
            found
        }

        /// Runs of digits as long as [`STAMPS`] and without a letter behind them: of where seven digits and where
        /// digits or letters stand, and the same in the blocks behind.
        #[target_feature(enable = $features)]
        #[inline]
        fn stamps([seven, seven_next]: [$Words; 2], [word, word_next]: [$Words; 2]) -> $Words {
            let mut long = seven;
            let mut all = $Words::all(0);
            for len in STAMPS {
                long = long.and(seven.onward(seven_next, len as u32 - 7));
                all = all.or(long.and_not(word.onward(word_next, len as u32)));
            }
            all
        }
    };
}

pub(super) use pass;
