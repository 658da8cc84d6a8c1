//! The header of an interchange (ANSI ASC X12.5 §4): fixed places, which tell all separators.

use crate::proto::fields::{self, tells};
use crate::proto::interchange::{ELEMENTS, Header, Login, Role, Syntax};

/// Bytes of a header with its terminator.
const HEADER: usize = 106;
/// Where its elements are separated.
const SEPARATED: [usize; 16] = [3, 6, 17, 20, 31, 34, 50, 53, 69, 76, 81, 83, 89, 99, 101, 103];

/// What separates segments, elements and their components.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Separators {
    segment: u8,
    element: u8,
    component: u8,
    /// Elements may be repeated since version 5010.
    repetition: Option<u8>,
}

/// Does a header begin here? `Err`: whether more bytes may make it one.
pub(super) fn header(data: &[u8]) -> Result<Separators, bool> {
    let shown = data.get(..HEADER.min(data.len())).unwrap_or(data);
    if !b"ISA".starts_with(shown.get(..3.min(shown.len())).unwrap_or(shown)) {
        return Err(false);
    }
    let Some(element) = shown.get(3).copied() else { return Err(true) };
    let separated = |at: &usize| shown.get(*at).is_none_or(|byte| *byte == element);
    let printable = |byte: &u8| (b' '..0x7f).contains(byte) || *byte >= 0xa0;
    let sound = !element.is_ascii_alphanumeric()
        && element != b' '
        && SEPARATED.iter().all(separated)
        && shown.iter().take(HEADER - 2).all(|byte| printable(byte) || *byte == element)
        && shown.get(70..76).is_none_or(|date| date.iter().all(u8::is_ascii_digit));
    if !sound {
        return Err(false);
    }
    let (Some(component), Some(segment), Some(repetition)) =
        (shown.get(104).copied(), shown.get(105).copied(), shown.get(82).copied())
    else {
        return Err(true);
    };
    let distinct = component != element && segment != element && segment != component;
    if !distinct || segment.is_ascii_alphanumeric() || segment == b' ' {
        return Err(false);
    }
    let repetition = Some(repetition).filter(|byte| !byte.is_ascii_alphanumeric() && *byte != b' ');
    Ok(Separators { segment, element, component, repetition })
}

impl Syntax for Separators {
    const INTERCHANGE: &'static str = "x12.interchange";
    const MESSAGE: &'static str = "x12.transaction";
    const FIRST: u8 = b'I';

    fn header(data: &[u8]) -> Result<Header<Self>, bool> {
        header(data).map(|syntax| Header { syntax, advice: 0, fixed: Some(HEADER - 1) })
    }

    fn opens(data: &[u8]) -> bool {
        data.starts_with(b"ISA")
    }

    fn terminator(self) -> u8 {
        self.segment
    }

    fn end(self, data: &[u8], from: usize) -> Option<usize> {
        let end = memchr::memchr(self.segment, data.get(from..)?)?;
        from.checked_add(end)
    }

    fn role(self, segment: &[u8]) -> Option<Role> {
        Some(match name(segment, self)? {
            b"ST" => Role::Begins,
            b"SE" | b"IEA" => Role::Ends,
            _ => Role::Within,
        })
    }

    /// A password in a header (ISA03 `01`, ISA04) is of the interchange's sender.
    fn login(self, segment: &[u8]) -> Option<Login> {
        let secret = element(segment, 4, self).to_vec();
        let password = segment.starts_with(b"ISA") && element(segment, 3, self) == b"01" && !secret.is_empty();
        let user = element(segment, 6, self).to_vec();
        password.then_some(Login { scheme: "isa", path: "ISA-04", user, secret, element: 4 })
    }

    fn tell(self, segment: &[u8], skip: usize, into: &mut Vec<u8>) -> bool {
        tell(segment, self, skip, into)
    }
}

/// A segment's name: two or three letters or digits.
fn name(segment: &[u8], separators: Separators) -> Option<&[u8]> {
    let name = segment.split(|byte| *byte == separators.element).next()?;
    let sound = (2..=3).contains(&name.len())
        && name.first().is_some_and(u8::is_ascii_uppercase)
        && name.iter().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    sound.then_some(name)
}

/// An element by its number, from 1, blanks at its end removed.
fn element(segment: &[u8], number: usize, separators: Separators) -> &[u8] {
    segment.split(|byte| *byte == separators.element).nth(number).unwrap_or_default().trim_ascii_end()
}

/// Appends the elements that are texts, by name and number (`NM1-09`), but not `skip`; false if there were more.
fn tell(segment: &[u8], separators: Separators, skip: usize, into: &mut Vec<u8>) -> bool {
    let Some(name) = name(segment, separators) else { return true };
    let mut text = Vec::new();
    for (number, element) in segment.split(|byte| *byte == separators.element).enumerate().skip(1) {
        if number > ELEMENTS {
            return false;
        }
        if number == skip || !tells(element.trim_ascii()) {
            continue;
        }
        let readable = |byte: &u8| match *byte {
            byte if byte == separators.component => b' ',
            byte if Some(byte) == separators.repetition => b';',
            byte => byte,
        };
        text.clear();
        text.extend(element.trim_ascii().iter().map(readable));
        let mut place = name.to_vec();
        place.extend_from_slice(format!("-{number:02}").as_bytes());
        fields::parameter(into, &place, &text);
    }
    true
}
