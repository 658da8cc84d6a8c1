//! Glyphs by name (ISO 32000-1 Annex D, Adobe Glyph List): what the `Differences` of an encoding say.

/// Names of what stands between the letters of ASCII, from the space to the slash, and so on.
const NAMES: [(char, &[&str]); 5] = [
    (
        ' ',
        &[
            "space",
            "exclam",
            "quotedbl",
            "numbersign",
            "dollar",
            "percent",
            "ampersand",
            "quotesingle",
            "parenleft",
            "parenright",
            "asterisk",
            "plus",
            "comma",
            "hyphen",
            "period",
            "slash",
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "colon",
            "semicolon",
            "less",
            "equal",
            "greater",
            "question",
            "at",
        ],
    ),
    ('[', &["bracketleft", "backslash", "bracketright", "asciicircum", "underscore", "grave"]),
    ('{', &["braceleft", "bar", "braceright", "asciitilde"]),
    ('\u{2018}', &["quoteleft", "quoteright"]),
    ('\u{2212}', &["minus"]),
];

/// The character that a glyph of this name shows; `None` if its name does not tell.
pub(super) fn shown(name: &[u8]) -> Option<char> {
    // What follows a full stop is a variant of the glyph: `one.tabular`.
    let end = name.iter().skip(1).position(|b| *b == b'.').map_or(name.len(), |at| at + 1);
    let name = std::str::from_utf8(name.get(..end)?).ok()?;
    let mut letters = name.chars();
    if let (Some(letter), None) = (letters.next(), letters.next()) {
        return Some(letter);
    }
    let digits =
        name.strip_prefix("uni").or_else(|| name.strip_prefix('u')).filter(|digits| (4..=6).contains(&digits.len()));
    if let Some(code) = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok()) {
        return char::from_u32(code);
    }
    NAMES.iter().find_map(|(first, names)| {
        let at = names.iter().position(|each| *each == name)?;
        char::from_u32(u32::from(*first) + at as u32)
    })
}
