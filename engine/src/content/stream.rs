//! Text, part by part: cut where no value is, decoded in place, handed on as leaves.

use super::budget::{Context, Ending};
use super::bytes::Bytes;
use super::charset::{self, Label};
use super::coded::{Coded, Over, scale};
use super::cut;
use super::decode::{Alphabet, Decoder};
use super::embedded::{self, Decoded, Lined, Run, RunKind, Value};
use super::entity::Entity;
use super::media::Declared;
use super::place::{self, Place};
use super::scratch;
use super::structure::{Divided, Original, Walker};
use crate::coverage::{State, Tally};
use crate::message::{Charset, Format, Leaf, Locate};
use leaktap_simd::{Anchors, Survey};

/// Longest text whose anchors are kept: nearly its size at worst, they should not drive it out of the nearer caches.
const LOOK_BYTES: usize = 128 << 10;

/// Less than this is held back for more, if more may come.
const HOLD_BYTES: usize = 1024;

/// How text is built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// Prose, logs, configuration, a recorded session.
    Plain,
    /// The source of a program.
    Source,
    /// JSON, NDJSON.
    Json,
    /// XML, HTML.
    Markup,
    /// Separated values, with the delimiter.
    Csv(u8),
    /// `a=b&c=d`, percent-encoded.
    Form,
    /// `a=b; c=d`.
    Cookies,
    /// `Name: value` lines.
    Headers,
    /// Not text.
    Binary,
}

impl Style {
    /// The published format.
    pub(super) fn format(self) -> Format {
        match self {
            Self::Plain => Format::Text,
            Self::Source => Format::Source,
            Self::Json => Format::Json,
            Self::Markup => Format::Markup,
            Self::Csv(_) => Format::Csv,
            Self::Form | Self::Cookies | Self::Headers => Format::Fields,
            Self::Binary => Format::Binary,
        }
    }
}

/// What one pass over a text told: what occurs in it, and its anchors unless it is too long for them to be kept.
pub(super) struct Look {
    pub(super) survey: Survey,
    anchors: Option<Anchors>,
}

impl Look {
    /// Looks at a text.
    pub(super) fn at(text: &[u8]) -> Self {
        if text.len() > LOOK_BYTES {
            return Self { survey: leaktap_simd::survey(text), anchors: None };
        }
        let mut anchors = scratch::take_anchors();
        let survey = leaktap_simd::look(text, &mut anchors);
        Self { survey, anchors: Some(anchors) }
    }

    /// The anchors of the text, unless it was too long.
    pub(super) fn anchors(&self) -> Option<&Anchors> {
        self.anchors.as_ref()
    }

    /// Gives the memory back.
    pub(super) fn release(self) {
        if let Some(anchors) = self.anchors {
            scratch::give_anchors(anchors);
        }
    }
}

/// A text of one style.
pub(super) struct TextStream {
    place: Place,
    style: Style,
    depth: u8,
    label: Label,
    /// Known once a byte beyond ASCII was seen.
    charset: Option<Charset>,
    carry: Vec<u8>,
    walker: Walker,
    /// An encoded run that goes on in the next part.
    open: Option<Box<Coded>>,
    /// A file in lines that goes on in the next part.
    lined: Option<(Alphabet, Box<Coded>)>,
    /// Quoted-printable was seen: its soft breaks are undone from here on.
    quoted: bool,
    /// The text holds entries of a directory: lines are folded, values may be in base64. Known once it began.
    ldif: Option<bool>,
    /// What is being handed on ends where bytes are missing: a value at its end may be cut short.
    torn: bool,
    /// Bytes are missing before what is handed on next: a value at its start may be the rest of one.
    resumes: bool,
    /// What is known of the first bytes to be handed on, if they are all that will be pushed.
    looked: Option<Look>,
}

impl TextStream {
    /// Bytes that wait.
    pub(super) fn held(&self) -> usize {
        let coded = self.open.iter().chain(self.lined.as_ref().map(|(_, coded)| coded));
        self.carry.capacity() + coded.map(|coded| coded.held()).sum::<usize>()
    }

    /// At `place`; `label` is the declared charset.
    pub(super) fn new(place: Place, style: Style, label: Label, depth: u8) -> Self {
        Self {
            place,
            style,
            depth,
            label,
            charset: None,
            carry: Vec::new(),
            walker: Walker::new(style),
            open: None,
            lined: None,
            quoted: false,
            ldif: None,
            torn: false,
            resumes: false,
            looked: None,
        }
    }

    /// The same, held by a field of this name.
    pub(super) fn named(mut self, name: Option<&str>) -> Self {
        if let Some(name) = name {
            self.walker.set_default(name);
        }
        self
    }

    /// The same, whose only push is known to look so.
    pub(super) fn looked(mut self, look: Look) -> Self {
        self.looked = Some(look);
        self
    }

    /// Scans the next bytes up to a safe cut; the rest is carried in front of the next push.
    pub(super) fn push(&mut self, data: &[u8], end: Ending, cx: &mut Context<'_>) -> Tally {
        if self.carry.is_empty() {
            return self.pass(data, end, cx);
        }
        let mut joined = std::mem::take(&mut self.carry);
        let old = joined.len();
        let head = if data.len() > 16 * cut::REACH { cut::REACH } else { data.len() };
        joined.extend_from_slice(data.upto(head));
        if head < data.len() {
            // Only the seam is copied, if it can be cut behind the carried bytes.
            let seam = cut::safe(&joined, self.style, self.quoted);
            if seam > old {
                let mut tally = self.emit(joined.upto(seam), true, cx);
                tally.merge(&self.pass(data.after(seam - old), end, cx));
                return tally;
            }
            joined.extend_from_slice(data.after(head));
        }
        self.pass(&joined, end, cx)
    }

    /// The last bytes before what is no part of the text; it may go on behind that.
    pub(super) fn part(&mut self, data: &[u8], cx: &mut Context<'_>) -> Tally {
        let tally = self.push(data, Ending::Whole, cx);
        self.walker.lost();
        tally
    }

    /// Bytes are missing here: what is carried is scanned.
    pub(super) fn gap(&mut self, cx: &mut Context<'_>) -> Tally {
        let tally = self.push(&[], Ending::Cut, cx);
        self.walker.lost();
        self.resumes = true;
        tally
    }

    /// The same, of which the beginning is missing or not.
    pub(super) fn resumed(self, resumes: bool) -> Self {
        Self { resumes, ..self }
    }

    fn pass(&mut self, data: &[u8], end: Ending, cx: &mut Context<'_>) -> Tally {
        if end.is_last() {
            let mut tally = Tally::default();
            if !data.is_empty() {
                self.torn = matches!(end, Ending::Cut);
                tally = self.emit(data, false, cx);
                self.torn = false;
            }
            if let Some(mut open) = self.open.take() {
                let _ = open.push(&[], end, cx);
            }
            if let Some((_, mut file)) = self.lined.take() {
                let _ = file.push(&[], end, cx);
            }
            return tally;
        }
        let at = match end {
            _ if data.len() >= HOLD_BYTES => cut::safe(data, self.style, self.quoted),
            Ending::Pause => cut::between(data, self.style, self.quoted).unwrap_or(0),
            _ => 0,
        };
        let mut tally = Tally::default();
        if at > 0 {
            tally = self.emit(data.upto(at), true, cx);
        }
        self.carry.extend_from_slice(data.after(at));
        tally
    }

    /// Hands on one part; files in lines of text are unpacked, not read as text.
    fn emit(&mut self, raw: &[u8], more: bool, cx: &mut Context<'_>) -> Tally {
        if !matches!(self.style, Style::Plain | Style::Source) {
            return self.text(raw, more, cx);
        }
        let mut tally = Tally::default();
        let mut rest = raw;
        if let Some((alphabet, file)) = self.lined.take() {
            let len = embedded::lined_prefix(alphabet, rest);
            tally.merge(&self.file(alphabet, file, rest.upto(len), more && len == rest.len(), cx));
            rest = rest.after(len);
        }
        while let Some(found) = embedded::find_lined(rest) {
            if !cx.depth(self.depth.saturating_add(1)) || !cx.part() {
                break;
            }
            self.looked = None;
            let Lined { start, end, alphabet, name } = found;
            tally.merge(&self.text(rest.upto(start), true, cx));
            let mut shown = String::new();
            place::push_name(&mut shown, name, self.charset.unwrap_or_default());
            let place = self.place.child("file", &shown);
            let declared = Declared::new(b"", shown.as_bytes());
            let inner = Entity::new(place, declared, Vec::new(), self.depth.saturating_add(1)).filed();
            let file = Box::new(Coded::new(Decoder::lines(alphabet), inner).member());
            tally.merge(&self.file(alphabet, file, rest.span(start, end), more && end == rest.len(), cx));
            rest = rest.after(end);
        }
        if !rest.is_empty() {
            tally.merge(&self.text(rest, more, cx));
        }
        tally
    }

    /// Unpacks lines of a file, which goes on in the next part or not.
    fn file(
        &mut self,
        alphabet: Alphabet,
        mut file: Box<Coded>,
        lines: &[u8],
        goes_on: bool,
        cx: &mut Context<'_>,
    ) -> Tally {
        let ending = match (goes_on, self.torn) {
            (true, _) => Ending::More,
            (false, true) => Ending::Cut,
            (false, false) => Ending::Whole,
        };
        let (told, over) = file.push(lines, ending, cx);
        if goes_on && matches!(over, Over::No) {
            self.lined = Some((alphabet, file));
        }
        scale(&told, lines.len() as u64)
    }

    /// Undoes what parts lines, and hands text on.
    fn text(&mut self, raw: &[u8], more: bool, cx: &mut Context<'_>) -> Tally {
        if self.style == Style::Plain && *self.ldif.get_or_insert_with(|| embedded::is_ldif(raw)) {
            let mut text = Vec::new();
            if embedded::unfold(raw, &mut text) {
                self.looked = None;
                return scale(&self.read(&text, more, cx), raw.len() as u64);
            }
        }
        self.read(raw, more, cx)
    }

    /// Decodes text and hands it on.
    fn read(&mut self, raw: &[u8], more: bool, cx: &mut Context<'_>) -> Tally {
        let look = self.looked.take().unwrap_or_else(|| Look::at(raw));
        let survey = look.survey;
        let high = if survey.high { charset::first_high(raw) } else { raw.len() };
        if high < raw.len() && self.charset.is_none() {
            self.charset = Some(charset::detect(raw, high, self.label));
        }
        let charset = self.charset.unwrap_or_default();
        if high < raw.len()
            && self.style != Style::Binary
            && let Some(text) = charset::unmixed(raw, charset)
        {
            look.release();
            let (text, look) = (text.as_bytes(), Look::at(text.as_bytes()));
            let told = self.leaf((text, charset::first_high(text)), look, Charset::Utf8, more, cx);
            return scale(&told, raw.len() as u64);
        }
        self.leaf((raw, high), look, charset, more, cx)
    }

    /// The same, known to be in a charset; the first byte beyond ASCII is at `high`.
    fn leaf(
        &mut self,
        (raw, high): (&[u8], usize),
        look: Look,
        mut charset: Charset,
        more: bool,
        cx: &mut Context<'_>,
    ) -> Tally {
        let survey = look.survey;
        let mut decoded = Decoded::new(raw);
        let mut values = Vec::new();
        if self.style != Style::Binary {
            embedded::decode(&mut decoded, self.style, survey, (charset, high), &mut self.quoted, &mut values);
            if self.charset.is_none() && decoded.is_copy() {
                let text = decoded.bytes();
                charset = charset::detect(text, charset::first_high(text), Label::None);
            }
        }
        let text = decoded.bytes();
        let mut told = Tally::default();
        let continued = self.continue_run(text, more, cx, &mut told);
        let mut runs = if survey.run || decoded.is_copy() { embedded::find_runs(text, continued) } else { Vec::new() };
        if self.style == Style::Json {
            embedded::find_octets(text, &mut runs);
        }
        let divided = match self.style {
            Style::Markup => Divided::of(text, more),
            Style::Json if memchr::memchr(b'<', text).is_some() => Divided::of(text, more),
            _ => None,
        };
        let before = (!runs.is_empty() || !values.is_empty() || divided.is_some()).then(|| self.walker.clone());
        self.walker.set_charset(charset);
        let resumes = std::mem::take(&mut self.resumes);
        let leaf = Leaf {
            text,
            charset,
            format: self.style.format(),
            place: self.place.as_str(),
            continues: more || self.torn,
            resumes,
            control: survey.control || decoded.is_copy(),
            anchors: look.anchors().filter(|_| !decoded.is_copy()),
        };
        cx.sink.leaf(leaf, &mut self.walker);
        look.release();
        if more {
            self.walker.finish(text);
        }
        let mut inner = continued;
        if let Some(mut walker) = before {
            walker.set_charset(charset);
            if let Some(divided) = &divided
                && cx.charge(divided.text.len())
            {
                self.divided(text, divided, walker.clone(), charset, cx);
            }
            for run in &runs {
                inner += self.run(text, *run, (resumes, more), &mut walker, cx, &mut told);
            }
        }
        for value in values {
            self.value(&value, charset, cx);
        }
        told.add(State::Inspected, text.len().saturating_sub(inner) as u64);
        decoded.release();
        if told.get(State::Inspected) == raw.len() as u64 {
            return told;
        }
        scale(&told, raw.len() as u64)
    }

    /// Hands on the words of a text that markup divides.
    fn divided(&self, text: &[u8], divided: &Divided, walker: Walker, charset: Charset, cx: &mut Context<'_>) {
        let leaf = Leaf {
            text: &divided.text,
            charset,
            format: Format::Text,
            place: self.place.as_str(),
            continues: false,
            resumes: false,
            control: true,
            anchors: None,
        };
        cx.sink.leaf(leaf, &mut Original { text, walker, divided });
    }

    /// Feeds the run that was open at the end of the last part; answers how much of the text belongs to it.
    fn continue_run(&mut self, text: &[u8], more: bool, cx: &mut Context<'_>, told: &mut Tally) -> usize {
        let Some(mut open) = self.open.take() else {
            return 0;
        };
        let len = embedded::run_prefix(text);
        let goes_on = len == text.len() && more;
        let end = if goes_on { Ending::More } else { Ending::Whole };
        let (tally, _) = open.push(text.upto(len), end, cx);
        told.merge(&scale(&tally, len as u64));
        if goes_on {
            self.open = Some(open);
        }
        len
    }

    /// Decodes an encoded run into a nested entity; answers how many bytes of the text it told.
    fn run(
        &mut self,
        text: &[u8],
        run: Run,
        (resumes, more): (bool, bool),
        walker: &mut Walker,
        cx: &mut Context<'_>,
        told: &mut Tally,
    ) -> usize {
        if !cx.depth(self.depth.saturating_add(1)) || !cx.part() {
            return 0;
        }
        let located = walker.locate(text, run.start, run.end);
        let place = self.place.child(located.path, run.kind.suffix());
        let inner = Entity::new(place, Declared::default(), run.kind.codings(), self.depth.saturating_add(1))
            .named(located.name);
        let inner = inner.resumed(resumes && run.start == 0);
        let mut coded = Coded::new(run.kind.decoder(), inner);
        // Of a list of numbers its rest would not be known again.
        let cut = more && run.end == text.len();
        let goes_on = cut && run.kind != RunKind::Octets;
        let end = match (cut, goes_on) {
            (true, true) => Ending::More,
            (true, false) => Ending::Cut,
            (false, _) => Ending::Whole,
        };
        let (tally, _) = coded.push(text.span(run.start, run.end), end, cx);
        let len = run.end - run.start;
        told.merge(&scale(&tally, len as u64));
        if goes_on {
            self.open = Some(Box::new(coded));
        }
        len
    }

    /// A field's value that is a document of its own.
    fn value(&mut self, value: &Value, charset: Charset, cx: &mut Context<'_>) {
        let depth = self.depth.saturating_add(1);
        if !cx.depth(depth) || !cx.part() {
            return;
        }
        let mut name = String::new();
        place::push_name(&mut name, &value.name, charset);
        let mut entity = Entity::new(self.place.child(&name, value.kind), Declared::default(), Vec::new(), depth);
        let _ = entity.push(&value.bytes, Ending::Whole, cx);
    }
}
