//! Logins: who counts them, under which digests, and which fields of a form belong together.

use super::{Resolver, Scanner, State, written};
use crate::detect::candidate::{Login, Wanted, Written};
use crate::detect::collect::{self, Collector, LoginKey};
use crate::detect::keys::Family;
use crate::detect::plan::Plan;
use crate::detect::text::Text;
use crate::detect::{login, mask, score};
use crate::finding::SecretInfo;
use crate::fingerprint::hex;
use crate::message::{Charset, Credential, Format, Leaf};
use crate::mime;
use crate::names::kept;
use crate::percent;
use std::borrow::Cow;
use std::sync::Arc;

/// Longest user of a form that is remembered, in bytes.
const MAX_USER: usize = 128;
/// Secrets of a form that wait for its user.
const WAITING: usize = 8;

/// What the fields of the form in hand said of who logs in.
#[derive(Default)]
pub(super) struct Form {
    user: Option<Vec<u8>>,
    /// How somebody is reached: who logs in where no other field tells it.
    contact: Option<Vec<u8>>,
    /// Secrets before whom no user was named: one may follow.
    waiting: Vec<Secret>,
}

/// A secret of a form.
struct Secret {
    value: Vec<u8>,
    confidence: u8,
    place: String,
}

/// The detector id and the digests of one protocol's logins.
pub(super) struct LoginFamily {
    app: String,
    id: &'static str,
    pairs: Family,
    secrets: Family,
}

impl Scanner {
    /// Adds a login that a parser read (`place` is where it stood).
    pub fn credential(&mut self, app: &'static str, place: &str, credential: &Credential<'_>, into: &mut Collector) {
        if credential.secret.is_empty() || !self.plan.wanted.any(Wanted::LOGIN) {
            return;
        }
        let shown = self.state.shown.of(&self.plan, place, credential.path);
        let login = LoginValue {
            app,
            scheme: credential.scheme,
            user: credential.user,
            secret: credential.secret,
            confidence: credential.confidence,
            awaits_outcome: credential.awaits_outcome,
        };
        self.state.add_login(&self.plan, &login, shown, into);
    }

    /// Looks at a field of a form whose value stands for itself, away from its name (multipart/form-data); `place` is where
    /// it stood. What the value holds beside a login, a scan of it tells.
    pub fn field(&mut self, place: &str, name: &str, value: &[u8], into: &mut Collector) {
        if login::names_user(name) {
            let user = (1..=MAX_USER).contains(&value.len()).then(|| value.to_vec());
            if login::names_contact(name) {
                self.state.form.contact = user;
            } else {
                self.state.form.user = user;
                self.tell_waiting(into);
            }
            return;
        }
        let leaf = Leaf {
            text: value,
            charset: Charset::Utf8,
            format: Format::Fields,
            place,
            continues: false,
            resumes: false,
            control: true,
            anchors: None,
        };
        let confidence = login::of_field(&Text::of(&leaf), name);
        if confidence == 0 || self.ignores_login(confidence) {
            return;
        }
        let form = &mut self.state.form;
        form.waiting.push(Secret { value: value.to_vec(), confidence, place: place.to_owned() });
        if form.user.is_some() || form.waiting.len() >= WAITING {
            self.tell_waiting(into);
        }
    }

    /// The form in hand is over: whoever was named by now is the user.
    pub fn end_form(&mut self, into: &mut Collector) {
        if !self.state.form.waiting.is_empty() {
            self.tell_waiting(into);
        }
        self.state.form = Form::default();
    }

    /// Adds the logins whose secrets waited.
    fn tell_waiting(&mut self, into: &mut Collector) {
        let mut form = std::mem::take(&mut self.state.form);
        let user = form.user.as_deref().or(form.contact.as_deref()).unwrap_or_default();
        for secret in form.waiting.drain(..) {
            let login = LoginValue {
                app: app_of(&secret.place),
                scheme: scheme(&secret.place, Format::Fields),
                user,
                secret: &secret.value,
                confidence: secret.confidence,
                awaits_outcome: is_sent(&secret.place, Format::Fields),
            };
            let shown = self.state.shown.of(&self.plan, &secret.place, "");
            self.state.add_login(&self.plan, &login, shown, into);
        }
        self.state.form = form;
    }

    /// Logins below `confidence` are counted and otherwise ignored from here on. (Values are not: others may raise them.)
    pub fn ignore_logins_below(&mut self, confidence: u8) {
        self.state.least = confidence;
    }

    /// True, and counted, if a login of this confidence is of no use to anybody.
    pub fn ignores_login(&mut self, confidence: u8) -> bool {
        let wanted = self.plan.wanted.any(Wanted::LOGIN);
        self.state.ignored += u64::from(wanted && confidence < self.state.least);
        !wanted || confidence < self.state.least
    }

    /// Logins ignored since the last call.
    pub fn take_ignored(&mut self) -> u64 {
        std::mem::take(&mut self.state.ignored)
    }
}

impl State {
    fn add_login(
        &mut self,
        plan: &Plan,
        login: &LoginValue<'_>,
        (place, excluded): (Arc<str>, bool),
        into: &mut Collector,
    ) {
        if excluded {
            return;
        }
        let index = self.login_family(login.app);
        let Some(family) = self.logins.get(index) else {
            return;
        };
        let mut pair = login.user.to_vec();
        pair.push(b':');
        pair.extend_from_slice(login.secret);
        let digest = family.pairs.digest(&pair);
        if plan.excludes(&digest) {
            return;
        }
        let secret = || SecretInfo {
            digest: hex(&family.secrets.digest(login.secret)),
            length: login.secret.len().min(u32::MAX as usize) as u32,
            class: classes(login.secret),
        };
        into.login(collect::Login {
            key: LoginKey {
                detector: family.id,
                place,
                scheme: login.scheme,
                user: mask::mask_user(&String::from_utf8_lossy(login.user)),
                awaits_outcome: login.awaits_outcome,
                sure: login.confidence >= score::SURE,
            },
            confidence: login.confidence,
            digest,
            secret: &secret,
            revealed: self.reveal.then_some(&pair),
        });
    }

    fn login_family(&mut self, app: &str) -> usize {
        if let Some(known) = self.logins.iter().position(|f| f.app == app) {
            return known;
        }
        let id = format!("credential.{app}");
        self.logins.push(LoginFamily {
            app: app.to_owned(),
            pairs: self.keys.family(&id, true),
            secrets: self.keys.family("secret", true),
            id: kept(&id),
        });
        self.logins.len() - 1
    }
}

/// A login and what is known of it.
struct LoginValue<'a> {
    app: &'a str,
    scheme: &'static str,
    user: &'a [u8],
    secret: &'a [u8],
    confidence: u8,
    awaits_outcome: bool,
}

impl Resolver<'_> {
    pub(super) fn login_at(&mut self, login: &Login) {
        let (start, end) = login.secret;
        let place = self.leaf.place;
        // A page served to a browser holds scripts that assign to such names; a login travels in what browsers send.
        // (It has no elements or attributes of such names either.)
        let element = || self.text.before(start) == b'>' || login::is_attribute(&self.text, start, end);
        let page = self.text.format == Format::Markup && place.starts_with("http.response") && !element();
        let confidence = if page { login.confidence.min(PAGE_LOGIN) } else { login.confidence };
        let from = start.max(self.located);
        self.located = from;
        let mut path = self.locate.locate(self.text.bytes, from, end.max(from)).path.to_owned();
        // What one sign parts from a secret may be its user, whom no place may name.
        let touching = login.user.filter(|(_, end)| end + 1 == start).map(|(from, to)| self.text.slice(from, to));
        if touching.is_some_and(|user| path.as_bytes().ends_with(user)) {
            path.clear();
        }
        if is_read(place, &path, login) {
            return;
        }
        let scheme = scheme(place, self.text.format);
        let sent = is_sent(place, self.text.format);
        self.add(&Login { confidence, ..*login }, &path, scheme, sent);
    }

    /// A login in a column: nobody logs in with a table.
    pub(super) fn kept(&mut self, login: &Login, column: &str) {
        self.add(login, column, TABLE, false);
    }

    fn add(&mut self, login: &Login, path: &str, scheme: &'static str, awaits_outcome: bool) {
        if login.confidence < self.scanner.least {
            self.scanner.ignored += 1;
            return;
        }
        let (place, format) = (self.leaf.place, self.text.format);
        let shown = self.scanner.shown.of(self.plan, place, path);
        let meant = |(start, end): (usize, usize)| written::meant(format, self.text.slice(start, end));
        let secret = meant(login.secret);
        let pair = (login.written == Written::Basic).then(|| mime::base64(&secret)).flatten();
        let (scheme, user, secret) = match (login.written, &pair) {
            (Written::Plain, _) => (scheme, login.user.map_or(Cow::Borrowed(&b""[..]), meant), secret),
            (Written::Userinfo, _) => {
                let decoded = |of: Cow<'_, [u8]>| Cow::Owned(percent::decoded(&of).into_owned());
                let user = login.user.map_or(Cow::Borrowed(&b""[..]), |user| decoded(meant(user)));
                (scheme, user, decoded(secret))
            }
            (Written::Token, _) => ("bearer", Cow::Borrowed(AUTHORIZATION), secret),
            (Written::Encoded, _) => {
                let user = login.user.map_or(Cow::Borrowed(&b""[..]), meant);
                (scheme, user, mime::base64(&secret).map_or(secret, Cow::Owned))
            }
            (Written::Basic, pair) => match pair.as_deref().and_then(login::split) {
                Some((user, secret)) => ("basic", Cow::Borrowed(user), Cow::Borrowed(secret)),
                None => return,
            },
        };
        // A head that a text quotes was sent before.
        let awaits_outcome = awaits_outcome && matches!(login.written, Written::Plain | Written::Userinfo);
        let confidence = login.confidence;
        let value = LoginValue { app: app_of(place), scheme, user: &user, secret: &secret, confidence, awaits_outcome };
        self.scanner.add_login(self.plan, &value, shown, self.into);
    }
}

/// The user of a token that stands under this field's name, as the parser of HTTP tells it.
const AUTHORIZATION: &[u8] = b"authorization";

/// How a login in a column is told.
const TABLE: &str = "table";

/// Confidence, at most, of a login in a page that a server sent.
const PAGE_LOGIN: u8 = 60;

/// Confidence below which what a cookie holds is no password, but may name a session.
const COOKIE_LOGIN: u8 = 90;

/// True for what the parser of a head tells itself: session cookies, and the login of a Location.
fn is_read(place: &str, path: &str, login: &Login) -> bool {
    let located = login.written == Written::Userinfo && path == "location" && place.ends_with(".header");
    located || (place.ends_with(".cookie") && login.confidence < COOKIE_LOGIN)
}

/// True for what a client sends to log in with. A table, a text and a file, also one among the parts of a form, only hold
/// passwords: whoever takes them has accepted none.
fn is_sent(place: &str, format: Format) -> bool {
    let Some(rest) = place.strip_prefix("http.request") else { return false };
    match (rest.strip_prefix(".body"), format) {
        (_, Format::Csv) | (Some(_), Format::Text | Format::Source | Format::Binary) => false,
        (Some(within), _) => !in_file(within),
        (None, _) => true,
    }
}

/// True for a place within a file: a part of a form that has a name of its own, a member of an archive.
fn in_file(within: &str) -> bool {
    /// How the values of fields may be written, and what browsers call a part that is no file.
    const WRITTEN: [&str; 6] = ["[base64]", "[hex]", "[gzip]", "[deflate]", "[zlib]", "[blob]"];
    const ARCHIVES: [&str; 5] = [":zip[", ":tar[", ":7z[", ":rar[", ":git"];
    let part = within.split_once("[multipart]:").map_or("", |(_, part)| part);
    let named = part.find('[').and_then(|at| part.get(at..)).unwrap_or_default();
    let is_file = !named.is_empty() && !WRITTEN.iter().any(|written| named.starts_with(written));
    is_file || ARCHIVES.iter().any(|archive| within.contains(archive))
}

/// The protocol that a place begins with.
fn app_of(place: &str) -> &str {
    place.split('.').next().filter(|app| !app.is_empty()).unwrap_or("unknown")
}

fn scheme(place: &str, format: Format) -> &'static str {
    match format {
        _ if place.contains("query") => "query",
        _ if place.ends_with(".header") => "header",
        _ if place.ends_with(".cookie") => "cookie",
        Format::Fields => "form",
        Format::Json => "json",
        Format::Markup => "markup",
        Format::Csv => TABLE,
        Format::Source => "source",
        Format::Text | Format::Binary => "config",
    }
}

/// Tells whether a byte is of a class.
type IsClass = fn(&u8) -> bool;

/// Character classes of a secret, joined by `+`.
fn classes(secret: &[u8]) -> String {
    let tests: [(&str, IsClass); 5] = [
        ("lower", u8::is_ascii_lowercase),
        ("upper", u8::is_ascii_uppercase),
        ("digit", u8::is_ascii_digit),
        ("symbol", |b| b.is_ascii_graphic() && !b.is_ascii_alphanumeric() || *b == b' '),
        ("other", |b| !b.is_ascii() || b.is_ascii_control()),
    ];
    let present: Vec<&str> = tests.into_iter().filter(|(_, t)| secret.iter().any(t)).map(|(n, _)| n).collect();
    present.join("+")
}
