//! Service characters, segments and their elements (ISO 9735-1 §5 to §8).

use crate::proto::fields::{self, decoded, tells};
use crate::proto::interchange::{ELEMENTS, Header, Login, Role, Syntax};
use encoding_rs::Encoding;

/// Bytes of the service string advice.
const ADVICE: usize = 9;
/// Line ends that may stand behind it.
const LINES: usize = 2;

/// What separates segments, elements and their components, and how characters are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Service {
    terminator: u8,
    element: u8,
    component: u8,
    /// Takes the meaning from the character behind it.
    release: Option<u8>,
    /// Elements may be repeated since version 4.
    repetition: Option<u8>,
    charset: Option<&'static Encoding>,
}

/// Level A (ISO 9735-1 §8), which all character sets but UNOB's have.
const LEVEL_A: Service = Service {
    terminator: b'\'',
    element: b'+',
    component: b':',
    release: Some(b'?'),
    repetition: Some(b'*'),
    charset: None,
};
/// Level B: separators of information (ISO/IEC 646).
const LEVEL_B: Service =
    Service { terminator: 0x1c, element: 0x1d, component: 0x1f, release: None, repetition: Some(0x19), charset: None };

/// The service characters that an advice names. `Err`: whether more bytes may tell.
fn advised(data: &[u8]) -> Result<Service, bool> {
    let shown = data.get(..ADVICE.min(data.len())).unwrap_or(data);
    if !b"UNA".starts_with(shown.get(..3.min(shown.len())).unwrap_or(shown)) {
        return Err(false);
    }
    let is_sign = |byte: &u8| !byte.is_ascii_alphanumeric() && (0x19..0x7f).contains(byte);
    if !shown.iter().skip(3).all(|byte| is_sign(byte) || matches!(byte, b'\r' | b'\n')) {
        return Err(false);
    }
    let [_, _, _, component, element, _, release, repetition, terminator] = *shown else { return Err(true) };
    let distinct = component != element && terminator != element && terminator != component;
    let sound = distinct && element != b' ' && component != b' ' && release != element && release != terminator;
    let release = Some(release).filter(|byte| *byte != b' ');
    let repetition = Some(repetition).filter(|byte| *byte != b' ' && *byte != element && *byte != component);
    let service = Service { terminator, element, component, release, repetition, charset: None };
    if sound { Ok(service) } else { Err(false) }
}

/// The character set of a syntax identifier (ISO 9735-1 annex A), unless it is ASCII, UTF-8 or unknown: then content
/// tells.
fn charset(identifier: &[u8]) -> Option<&'static Encoding> {
    Some(match identifier {
        b"UNOC" => encoding_rs::WINDOWS_1252,
        b"UNOD" => encoding_rs::ISO_8859_2,
        b"UNOE" => encoding_rs::ISO_8859_5,
        b"UNOF" => encoding_rs::ISO_8859_7,
        b"UNOG" => encoding_rs::ISO_8859_3,
        b"UNOH" => encoding_rs::ISO_8859_4,
        b"UNOI" => encoding_rs::ISO_8859_6,
        b"UNOJ" => encoding_rs::ISO_8859_8,
        b"UNOK" => encoding_rs::WINDOWS_1254,
        b"UNOL" => encoding_rs::ISO_8859_15,
        b"UNOX" => encoding_rs::ISO_2022_JP,
        _ => return None,
    })
}

/// The first bytes of UNB: name, syntax identifier (`UNOC`, or of other agencies), version. `Err`: whether more bytes
/// may tell.
fn interchange(data: &[u8], service: Option<Service>) -> Result<Service, bool> {
    let shown = data.get(..10.min(data.len())).unwrap_or(data);
    let service = service.unwrap_or(if shown.get(3) == Some(&LEVEL_B.element) { LEVEL_B } else { LEVEL_A });
    let sound = shown.iter().enumerate().all(|(n, byte)| match n {
        0..=2 => b"UNB".get(n) == Some(byte),
        3 => *byte == service.element,
        4..=7 => byte.is_ascii_uppercase(),
        8 => *byte == service.component,
        _ => matches!(byte, b'1'..=b'9'),
    });
    match shown {
        _ if !sound => Err(false),
        [_, _, _, _, identifier @ .., _, version] if identifier.len() == 4 => {
            let charset = charset(identifier);
            // Before version 4 nothing is repeated.
            let repetition = service.repetition.filter(|_| *version >= b'4');
            Ok(Service { repetition, charset, ..service })
        }
        _ => Err(true),
    }
}

impl Syntax for Service {
    const INTERCHANGE: &'static str = "edifact.interchange";
    const MESSAGE: &'static str = "edifact.message";
    const FIRST: u8 = b'U';

    fn header(data: &[u8]) -> Result<Header<Self>, bool> {
        let (advice, service) = match advised(data) {
            Ok(service) => {
                let rest = data.get(ADVICE..).unwrap_or_default();
                let lines = rest.iter().take(LINES).take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
                (ADVICE.saturating_add(lines), Some(service))
            }
            Err(true) if data.len() > 2 => return Err(true),
            Err(_) => (0, None),
        };
        interchange(data.get(advice..).unwrap_or_default(), service).map(|syntax| Header {
            syntax,
            advice,
            fixed: None,
        })
    }

    fn opens(data: &[u8]) -> bool {
        data.starts_with(b"UNA") || data.starts_with(b"UNB")
    }

    fn terminator(self) -> u8 {
        self.terminator
    }

    fn end(self, data: &[u8], from: usize) -> Option<usize> {
        let mut at = from;
        loop {
            at = at.checked_add(memchr::memchr(self.terminator, data.get(at..)?)?)?;
            if !self.is_released(data, at) {
                return Some(at);
            }
            at = at.saturating_add(1);
        }
    }

    fn role(self, segment: &[u8]) -> Option<Role> {
        Some(match self.name(segment)? {
            b"UNH" => Role::Begins,
            b"UNT" | b"UNZ" => Role::Ends,
            _ => Role::Within,
        })
    }

    fn login(self, segment: &[u8]) -> Option<Login> {
        let part = |number: usize, component: usize| {
            let element = self.split(segment, self.element).nth(number).unwrap_or_default();
            let mut text = Vec::new();
            self.read(self.split(element, self.component).nth(component).unwrap_or_default(), &mut text);
            text
        };
        let (scheme, path, user, element) = match self.name(segment)? {
            b"UNB" if part(6, 1) == b"BB" => ("unb", "UNB-06", part(2, 0), 6),
            b"UNG" => ("ung", "UNG-08", part(2, 0), 8),
            _ => return None,
        };
        let secret = part(element, 0);
        (!secret.is_empty()).then_some(Login { scheme, path, user, secret, element })
    }

    fn tell(self, segment: &[u8], skip: usize, into: &mut Vec<u8>) -> bool {
        let Some(name) = self.name(segment) else { return true };
        let mut text = Vec::new();
        for (number, element) in self.split(segment, self.element).enumerate().skip(1) {
            if number > ELEMENTS {
                return false;
            }
            text.clear();
            self.read(element, &mut text);
            if number == skip || !tells(text.trim_ascii()) {
                continue;
            }
            let place = [name, format!("-{number:02}").as_bytes()].concat();
            fields::parameter(into, &place, &decoded(text.trim_ascii(), self.charset));
        }
        true
    }
}

impl Service {
    /// True if an odd number of release characters stands before `at`.
    fn is_released(self, data: &[u8], at: usize) -> bool {
        let Some(release) = self.release else { return false };
        let before = data.get(..at).unwrap_or_default();
        before.iter().rev().take_while(|byte| **byte == release).count() % 2 == 1
    }

    /// Splits at a separator that is not released.
    fn split(self, data: &[u8], separator: u8) -> impl Iterator<Item = &[u8]> {
        let mut released = false;
        data.split(move |byte| {
            let splits = *byte == separator && !released;
            released = Some(*byte) == self.release && !released;
            splits
        })
    }

    /// A segment's name: three letters or digits, a letter first. Behind it stands a separator.
    fn name(self, segment: &[u8]) -> Option<&[u8]> {
        let name = segment.get(..3)?;
        let sound = name.first().is_some_and(u8::is_ascii_uppercase)
            && name.iter().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
        let ended = segment.get(3).is_none_or(|byte| *byte == self.element || *byte == self.component);
        (sound && ended).then_some(name)
    }

    /// Appends an element as a person reads it: blanks between components, `;` between repetitions, nothing released.
    fn read(self, element: &[u8], into: &mut Vec<u8>) {
        let mut released = false;
        for byte in element {
            match *byte {
                byte if released => into.push(byte),
                byte if Some(byte) == self.release => {
                    released = true;
                    continue;
                }
                byte if byte == self.component => into.push(b' '),
                byte if Some(byte) == self.repetition => into.push(b';'),
                byte => into.push(byte),
            }
            released = false;
        }
    }
}
