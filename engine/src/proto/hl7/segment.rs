//! Segments and their fields (HL7 v2.5 §2.5, §2.7).

use crate::proto::fields::{self, tells};

/// Fields of a segment that are told.
const FIELDS: usize = 512;

/// What separates fields and components.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Separators {
    pub(super) field: u8,
    component: u8,
    repetition: u8,
    escape: u8,
    part: u8,
}

impl Default for Separators {
    fn default() -> Self {
        Self { field: b'|', component: b'^', repetition: b'~', escape: b'\\', part: b'&' }
    }
}

/// What a segment's fields came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Told {
    /// All of them.
    Whole,
    /// There were more.
    Many,
}

/// True for a segment that begins a message, a batch or a file of them.
pub(super) fn is_header(segment: &[u8]) -> bool {
    matches!(segment.get(..3), Some(b"MSH" | b"BHS" | b"FHS"))
}

/// The separators that a header names.
pub(super) fn separators(header: &[u8]) -> Option<Separators> {
    let [field, component, repetition, rest @ ..] = header.get(3..)? else { return None };
    let separators = Separators {
        field: *field,
        component: *component,
        repetition: *repetition,
        escape: rest.first().copied().filter(|byte| byte != field).unwrap_or(b'\\'),
        part: rest.get(1).copied().filter(|byte| byte != field).unwrap_or(b'&'),
    };
    [*field, *component, *repetition].iter().all(u8::is_ascii_punctuation).then_some(separators)
}

/// A segment's name, if it has one: three letters or digits and a separator behind them.
pub(super) fn name(segment: &[u8], separators: Separators) -> Option<&[u8]> {
    let name = segment.get(..3)?;
    let sound = name.first().is_some_and(u8::is_ascii_uppercase)
        && name.iter().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    let ended = segment.get(3).is_none_or(|byte| *byte == separators.field);
    (sound && ended).then_some(name)
}

/// A field by its number, as it is written. The first separator of a header is its field 1.
pub(super) fn field(segment: &[u8], number: usize, separators: Separators) -> &[u8] {
    let number = if is_header(segment) { number.saturating_sub(1) } else { number };
    segment.split(|byte| *byte == separators.field).nth(number).unwrap_or_default()
}

/// A component of a field, as it is written, from 1.
pub(super) fn component(field: &[u8], number: usize, separators: Separators) -> &[u8] {
    field.split(|byte| *byte == separators.component).nth(number.saturating_sub(1)).unwrap_or_default()
}

/// Appends the fields that are texts, by name and number (`PID-13`); what separates components is a blank.
pub(super) fn tell(segment: &[u8], separators: Separators, skip: usize, into: &mut Vec<u8>) -> Told {
    let Some(name) = name(segment, separators) else { return Told::Whole };
    let header = is_header(segment);
    let mut place = name.to_vec();
    let mut text = Vec::new();
    for (number, field) in segment.split(|byte| *byte == separators.field).enumerate().skip(1) {
        if number > FIELDS {
            return Told::Many;
        }
        let number = if header { number.saturating_add(1) } else { number };
        // The second field of a header are the separators.
        if !tells(field) || header && number == 2 || number == skip {
            continue;
        }
        place.truncate(name.len());
        place.extend_from_slice(format!("-{number}").as_bytes());
        text.clear();
        readable(field, separators, &mut text);
        if tells(&text) {
            fields::parameter(into, &place, &text);
        }
    }
    Told::Whole
}

/// Appends a field as a person reads it: blanks between components, escapes undone (§2.7).
fn readable(field: &[u8], separators: Separators, into: &mut Vec<u8>) {
    let mut rest = field;
    while let Some((byte, behind)) = rest.split_first() {
        rest = behind;
        if *byte == separators.component || *byte == separators.part {
            into.push(b' ');
        } else if *byte == separators.repetition {
            into.extend_from_slice(b"; ");
        } else if *byte == separators.escape {
            /// Longest sequence that is one.
            const SEQUENCE: usize = 64;
            let end = behind.iter().take(SEQUENCE).position(|byte| *byte == separators.escape);
            let Some(end) = end else {
                into.push(*byte);
                continue;
            };
            let (sequence, behind) = behind.split_at_checked(end).unwrap_or((behind, &[]));
            if escaped(sequence, separators, into) {
                rest = behind.get(1..).unwrap_or_default();
            } else {
                into.push(*byte);
            }
        } else {
            into.push(*byte);
        }
    }
}

/// Appends what an escape sequence stands for; false if it is none.
fn escaped(sequence: &[u8], separators: Separators, into: &mut Vec<u8>) -> bool {
    match sequence {
        b"F" => into.push(separators.field),
        b"S" => into.push(separators.component),
        b"T" => into.push(separators.part),
        b"R" => into.push(separators.repetition),
        b"E" => into.push(separators.escape),
        // Highlighting; formatting; character sets; what sites agreed on.
        b"H" | b"N" => {}
        [b'.', ..] => into.push(b' '),
        [b'C' | b'M' | b'Z', digits @ ..] if digits.iter().all(u8::is_ascii_hexdigit) => {}
        [b'X', digits @ ..] if !digits.is_empty() && digits.iter().all(u8::is_ascii_hexdigit) => {
            let value = |digit: &u8| (*digit as char).to_digit(16).unwrap_or(0) as u8;
            for pair in digits.chunks_exact(2) {
                into.push(pair.iter().fold(0, |byte, digit| byte << 4 | value(digit)));
            }
        }
        _ => return false,
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(segment: &[u8]) -> String {
        let mut lines = Vec::new();
        tell(segment, Separators::default(), 0, &mut lines);
        String::from_utf8(lines).unwrap()
    }

    #[test]
    fn fields_stand_under_their_number() {
        assert_eq!(lines(b"PID|1||P1||LI^WEI~LI^A|x"), "PID-5=LI WEI; LI A&");
        assert_eq!(lines(b"MSH|^~\\&|CRM-APP||LABORATORY"), "MSH-3=CRM-APP&MSH-5=LABORATORY&");
        assert_eq!(lines(b"no segment|13800138000"), "");
        let header = b"MSH$%~\\&$CRM";
        assert_eq!(separators(header).map(|separators| (separators.field, separators.component)), Some((b'$', b'%')));
        assert_eq!(separators(b"MSHxyzw"), None);
        assert_eq!(field(b"PID|1||P1", 3, Separators::default()), b"P1");
        assert_eq!(field(b"MSH|^~\\&|A||B", 5, Separators::default()), b"B");
    }

    #[test]
    fn escapes_are_undone() {
        assert_eq!(lines(b"NTE|1|a\\F\\b\\S\\c\\T\\d\\R\\e\\E\\f"), "NTE-2=a|b^c%26d~e\\f&");
        assert_eq!(lines(b"NTE|1|\\H\\bold\\N\\\\.br\\\\X3133\\8\\Z1\\"), "NTE-2=bold 138&");
        assert_eq!(lines(b"NTE|1|C:\\temp \\Q\\ \\"), "NTE-2=C:\\temp \\Q\\ \\&");
    }
}
