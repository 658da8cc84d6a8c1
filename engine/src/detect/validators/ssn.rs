//! US social security numbers: area, group and serial rules of the SSA; published samples are no one's.

/// Numbers printed in advertisements and forms.
const PUBLISHED: [&[u8]; 3] = [b"078051120", b"219099999", b"457555462"];

/// True for nine digits that the SSA may have issued.
pub(in super::super) fn ssn(digits: &[u8]) -> bool {
    let (Some(area), Some(group), Some(serial)) =
        (super::number(digits.get(..3)), super::number(digits.get(3..5)), super::number(digits.get(5..9)))
    else {
        return false;
    };
    let first = digits.first();
    digits.len() == 9
        && area != 0
        && area != 666
        && area < 900
        && group != 0
        && serial != 0
        && digits != b"123456789"
        && !digits.iter().all(|d| Some(d) == first)
        && !PUBLISHED.contains(&digits)
}
