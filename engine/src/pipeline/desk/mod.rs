//! Where parsers' events become findings: messages are collected, unpacked, scanned and accounted here. Parsers speak to it
//! through [`outlet`].

mod outcome;
mod outlet;

use super::ext::{Facts, FlowAnomaly, Lane};
use super::message::OpenMessage;
use super::order::{Body, Key, Record};
use super::shared::{Settings, Shared};
use crate::anomaly::Code;
use crate::answer::{self, Verdict};
use crate::config::Limits;
use crate::content::{self, File, LeafSink, Unpacker};
use crate::coverage::{State, Tally};
use crate::detect::{Collector, Group, MAX_PLACE, Scanner};
use crate::finding::{Client, Detail, FileInfo, Finding, FlowIdentity, Occasion, TransportInfo};
use crate::flow::FlowKey;
use crate::kinds::{self, Scopes};
use crate::message::{
    About, ContentHints, DbInfo, Direction, HttpInfo, Leaf, Locate, MailInfo, MessageEnd, MessageHead, Outlet,
};
use crate::proto::ssh;
use std::borrow::Cow;
use std::sync::Arc;

/// Distinct anomaly codes kept of one flow.
const ANOMALIES: usize = 32;
/// Longest anomaly detail, host, path, user agent, file name in a record.
const SHOWN: usize = 256;
/// Files of one message part that findings can name.
const FILES: usize = 256;

/// What a flow's key says, for its records.
#[derive(Clone, Copy)]
pub(super) struct Who<'a> {
    pub key: &'a FlowKey,
    pub low: Direction,
    pub first: u64,
    pub start_ns: i64,
}

/// Why an open message is judged.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Cut {
    /// Its part is full, or bytes are missing behind it.
    Full,
    /// Its part is old.
    Old,
    /// Nothing follows; complete if nothing is missing.
    End {
        /// Nothing is missing.
        complete: bool,
    },
}

/// One flow at the worker's desk.
pub(super) struct Desk<'a> {
    pub shared: &'a mut Shared,
    pub lanes: &'a mut [Lane; 2],
    pub facts: &'a mut Facts,
    pub who: Who<'a>,
}

/// The flow's identity, made when the first record needs it.
pub(super) fn identity(settings: &Settings, facts: &mut Facts, who: &Who<'_>) -> Arc<FlowIdentity> {
    if let Some(identity) = &facts.identity {
        return identity.clone();
    }
    let tuple = who.key.tuple(who.low);
    let identity = Arc::new(FlowIdentity {
        id: flow_id(who),
        tuple,
        orig_zone: settings.zones.name(facts.zones[0]),
        resp_zone: settings.zones.name(facts.zones[1]),
        client: facts.client.as_deref().cloned(),
    });
    facts.identity = Some(identity.clone());
    identity
}

/// Depends on nothing but the flow: FNV-1a over its key, its start and its first packet's number.
fn flow_id(who: &Who<'_>) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let parts = [who.start_ns.to_be_bytes(), who.first.to_be_bytes()];
    for byte in who.key.to_bytes().iter().chain(parts.iter().flatten()) {
        hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    }
    hash
}

/// Anomalies of one step, in words.
type Odd = Vec<(Code, String)>;

/// Files of a message part, by their places.
type Files = Vec<(String, FileInfo)>;

/// Leaves go to the scanner.
struct Scan<'a> {
    scanner: &'a mut Scanner,
    collector: &'a mut Collector,
    odd: Odd,
    files: Files,
    answer: Answer,
}

/// What a body says of the login that it answers.
#[derive(Clone, Copy, Default)]
enum Answer {
    /// Nobody asks.
    #[default]
    Unasked,
    /// Its first text will tell.
    Asked,
    /// It was read.
    Read(Option<Verdict>),
}

/// What a scan told beside its findings.
struct Told {
    tally: Tally,
    odd: Odd,
    files: Files,
    answer: Answer,
}

impl<'a> Scan<'a> {
    /// A scan, and the limits that it keeps to.
    fn new(shared: &'a mut Shared) -> (Self, &'a Limits) {
        let Shared { settings, scanner, collector, ts_ns, .. } = shared;
        scanner.begin(*ts_ns);
        (Self { scanner, collector, odd: Vec::new(), files: Vec::new(), answer: Answer::Unasked }, &settings.limits)
    }

    /// The same of a body that may tell what became of a login, or not.
    fn asked(shared: &'a mut Shared, asks: bool) -> (Self, &'a Limits) {
        let (scan, limits) = Self::new(shared);
        let answer = if asks { Answer::Asked } else { Answer::Unasked };
        (Self { answer, ..scan }, limits)
    }

    fn told(self, tally: Tally) -> Told {
        self.scanner.end_form(self.collector);
        Told { tally, odd: self.odd, files: self.files, answer: self.answer }
    }
}

impl LeafSink for Scan<'_> {
    fn leaf(&mut self, leaf: Leaf<'_>, locate: &mut dyn Locate) {
        if matches!(self.answer, Answer::Asked) {
            self.answer = Answer::Read(answer::verdict(leaf.text, leaf.charset));
        }
        self.scanner.scan(&leaf, locate, self.collector);
    }
    fn field(&mut self, place: &str, name: &str, value: &[u8]) {
        self.scanner.field(place, name, value, self.collector);
    }
    fn locked(&mut self, place: &str, name: &str, sign: content::Sign) {
        self.scanner.locked(place, name, sign == content::Sign::Told, self.collector);
    }
    fn anomaly(&mut self, code: Code, detail: &str) {
        self.odd.push((code, detail.to_owned()));
    }
    fn file(&mut self, place: &str, file: File<'_>) {
        if !self.found() {
            return;
        }
        let place = self.scanner.redact(place.as_bytes(), MAX_PLACE);
        let info = FileInfo {
            name: self.scanner.redact(file.name, SHOWN),
            mime: file.media.to_owned(),
            size: file.size,
            sha256: file.sha256.map_or_else(String::new, |digest| format!("{digest:x}")),
            complete: file.whole,
        };
        if let Some((_, known)) = self.files.iter_mut().find(|(known, _)| *known == place) {
            *known = info;
        } else if self.files.len() < FILES {
            self.files.push((place, info));
        }
    }
    fn found(&self) -> bool {
        !self.collector.is_empty()
    }
}

impl Desk<'_> {
    /// Counts an anomaly of this flow.
    pub fn odd(&mut self, code: Code, detail: &str) {
        self.odd_times(code, 1, detail);
    }

    /// Counts several of the same kind.
    pub fn odd_times(&mut self, code: Code, count: u64, detail: &str) {
        if let Some(known) = self.facts.anomalies.iter_mut().find(|known| known.code == code) {
            known.count += count;
        } else if self.facts.anomalies.len() < ANOMALIES {
            let detail = self.shared.scanner.redact(detail.as_bytes(), SHOWN);
            self.facts.anomalies.push(FlowAnomaly { code, count, ts_ns: self.shared.ts_ns, detail });
        }
    }

    /// Unpacks and scans what the open message holds.
    fn cut(&mut self, dir: Direction, message: &mut OpenMessage, cut: Cut) {
        let last = matches!(cut, Cut::End { .. });
        if message.buffer.is_empty() && (message.unpacker.is_none() || !last) {
            return;
        }
        self.shared.stats.messages += 1;
        let asks = message.part == 0 && self.lanes[dir.reverse().index()].asks(message.head.tx);
        let quick = if cut == (Cut::End { complete: true }) && message.unpacker.is_none() && !message.resumed {
            self.whole(&message.head.hints, &message.body_place(), &message.buffer, asks)
        } else {
            None
        };
        let told = quick.unwrap_or_else(|| self.unpack(message, cut, asks));
        let answer = told.answer;
        self.judged(dir, message, told, last);
        if let Answer::Read(verdict) = answer {
            self.answered(dir, message, verdict);
        }
        message.buffer.clear();
        message.part += 1;
        message.part_ns = self.shared.ts_ns;
    }

    /// Scans content that the short way suffices for.
    fn whole(&mut self, hints: &ContentHints, place: &str, data: &[u8], asks: bool) -> Option<Told> {
        let (mut scan, limits) = Scan::asked(self.shared, asks);
        let tally = content::whole(hints, place, data, limits, &mut scan)?;
        Some(scan.told(tally))
    }

    fn unpack(&mut self, message: &mut OpenMessage, cut: Cut, asks: bool) -> Told {
        let place = message.body_place();
        let (mut scan, limits) = Scan::asked(self.shared, asks);
        let mut unpacker = message.unpacker.take().unwrap_or_else(|| {
            let mut unpacker = Unpacker::new(&message.head.hints, &place, limits);
            if message.resumed {
                unpacker.gap(0, &mut scan);
            }
            unpacker
        });
        let tally = match cut {
            Cut::Full => unpacker.push(&message.buffer, false, false, &mut scan),
            Cut::Old => unpacker.pause(&message.buffer, &mut scan),
            Cut::End { complete } => unpacker.push(&message.buffer, true, complete, &mut scan),
        };
        let told = scan.told(tally);
        if !matches!(cut, Cut::End { .. }) {
            message.unpacker = Some(unpacker);
        }
        told
    }

    /// What unpacking and scanning came to.
    fn judged(&mut self, dir: Direction, message: &mut OpenMessage, told: Told, last: bool) {
        if !message.derived {
            self.lanes[dir.index()].tally.merge(&told.tally);
        }
        self.report(dir, message, told, last);
    }

    /// Anomalies and findings of a scan; `complete`: no part follows.
    fn report(&mut self, dir: Direction, message: &mut OpenMessage, told: Told, complete: bool) {
        for (code, detail) in told.odd {
            self.odd(code, &detail);
        }
        message.looks += 1;
        if !self.shared.collector.is_empty() {
            self.findings(dir, message, complete, told.files);
        }
    }

    /// Cuts open messages whose part is old enough; false if nothing is left that could be cut.
    pub fn cut_old(&mut self, dir: Direction, now_ns: i64) -> bool {
        let old_ns = now_ns.saturating_sub(self.shared.settings.limits.part_ns);
        let mut still = false;
        if let Some(mut message) = self.lanes[dir.index()].message.take() {
            still |= self.cut_if_old(dir, &mut message, old_ns);
            self.lanes[dir.index()].message = Some(message);
        }
        let mut aside = std::mem::take(&mut self.lanes[dir.index()].aside);
        for (_, message) in &mut aside {
            still |= self.cut_if_old(dir, message, old_ns);
        }
        self.lanes[dir.index()].aside = aside;
        still
    }

    fn cut_if_old(&mut self, dir: Direction, message: &mut OpenMessage, old_ns: i64) -> bool {
        if !message.buffer.is_empty() && message.part_ns <= old_ns {
            self.cut(dir, message, Cut::Old);
        }
        !message.buffer.is_empty()
    }

    /// Messages laid aside hold, together, no more than one message may: beyond that all of them are cut into parts.
    fn bound_aside(&mut self, dir: Direction) {
        let held: usize = self.lanes[dir.index()].aside.iter().map(|(_, message)| message.buffer.len()).sum();
        if held <= self.shared.settings.limits.part_bytes {
            return;
        }
        let mut aside = std::mem::take(&mut self.lanes[dir.index()].aside);
        for (_, message) in &mut aside {
            self.cut(dir, message, Cut::Full);
        }
        self.lanes[dir.index()].aside = aside;
    }

    /// Ends the open messages of all streams.
    pub fn end_all(&mut self, dir: Direction, end: MessageEnd) {
        self.finish(dir, end == MessageEnd::Complete);
        let lane = &mut self.lanes[dir.index()];
        lane.stream = 0;
        for (_, message) in std::mem::take(&mut lane.aside) {
            self.lanes[dir.index()].message = Some(message);
            self.finish(dir, end == MessageEnd::Complete);
        }
    }

    /// Ends the open message, if there is one.
    fn finish(&mut self, dir: Direction, complete: bool) {
        if let Some(mut message) = self.lanes[dir.index()].message.take() {
            self.cut(dir, &mut message, Cut::End { complete });
            self.answered(dir, &message, None);
            self.shared.recycle(message);
        }
    }

    /// Turns what the collector holds into findings.
    fn findings(&mut self, dir: Direction, message: &mut OpenMessage, complete: bool, files: Files) {
        let mut groups = std::mem::take(&mut self.shared.groups);
        let limit = self.shared.settings.limits.findings_per_message;
        let least = self.shared.settings.min_confidence;
        let left = self.shared.collector.drain(limit, least, &mut groups);
        if left.dropped > 0 {
            self.odd(Code::FindingsLimit, &format!("{} more kinds of finding in one message", left.dropped));
        }
        self.shared.stats.findings_weak += left.weak as u64;
        if !groups.is_empty() {
            let occasion = Arc::new(self.occasion(dir, message, complete));
            self.found(dir, &occasion, (&mut groups, files), outcome::is_file(&message.head));
        }
        self.shared.groups = groups;
    }

    /// Hands on what a message part held.
    fn found(
        &mut self,
        dir: Direction,
        occasion: &Arc<Occasion>,
        (groups, files): (&mut Vec<Group>, Files),
        is_file: bool,
    ) {
        let files: Vec<(String, Arc<FileInfo>)> =
            files.into_iter().map(|(place, file)| (place, Arc::new(file))).collect();
        // Most occasions have one finding, which needs no list.
        let twins: Vec<u32> = (1..groups.len()).map(|at| twins(groups, at)).collect();
        for (group, twin) in groups.drain(..).zip(std::iter::once(0).chain(twins)) {
            let (file, awaits) = (holder(&files, &group.place), group.awaits_outcome);
            // Nobody logs in with what only stands in a file.
            let awaits = awaits && !(is_file && group.place.starts_with(outcome::REQUEST_BODY));
            let finding = Finding { twin, ..finding(Arc::clone(occasion), group, file) };
            if awaits {
                self.emit_or_wait(dir, finding);
            } else {
                self.emit(Body::Finding(Arc::new(finding)));
            }
        }
    }

    /// What all findings of a message part have in common.
    fn occasion(&mut self, dir: Direction, message: &mut OpenMessage, complete: bool) -> Occasion {
        let mut flow = identity(&self.shared.settings, self.facts, &self.who);
        if let Some(addr) = message.head.http.as_ref().and_then(|http| http.client) {
            let zones = &self.shared.settings.zones;
            let told_by = self.shared.settings.proxies.header();
            let client = Client { addr, port: 0, zone: zones.name(zones.of(addr)), told_by };
            flow = Arc::new(FlowIdentity { client: Some(client), ..FlowIdentity::clone(&flow) });
        }
        let detailed = self.shared.settings.finding_details;
        let http = message
            .head
            .http
            .as_ref()
            .filter(|_| detailed)
            .map(|http| message.shown.get_or_insert_with(|| Arc::new(shown(self.shared, http))).clone());
        let scopes = Scopes::of(&flow, dir, message.head.tx);
        let app = if self.facts.app.is_empty() { message.head.place } else { self.facts.app };
        let protection = match &self.facts.transport {
            Some(info) if !info.protection.is_empty() => info.protection,
            _ => "none",
        };
        Occasion {
            flow,
            sender: dir,
            ts_ns: self.shared.ts_ns,
            app_proto: app,
            message: message.number,
            look: message.looks,
            part: message.part,
            complete,
            capture: self.shared.settings.captures.name(self.shared.capture),
            // Of a message that began in an earlier capture, what there is of it in this one.
            first_frame: if message.since.0 == self.shared.capture { message.since.1 } else { 1 },
            last_frame: self.shared.frame,
            stream_offset: message.offset,
            tx: message.head.tx,
            http,
            about: if detailed { shown_about(self.shared, &message.head.about) } else { About::None },
            visibility: if self.facts.sealed { "decrypted" } else { "clear" },
            protection,
            scopes,
        }
    }

    /// The body's next bytes stand right behind a gap: what the message has of them may be the rest of something.
    #[cold]
    fn resume(&mut self, dir: Direction) {
        if self.lanes[dir.index()].message.is_none() {
            self.begin(dir, MessageHead { place: self.facts.app, ..MessageHead::default() });
        }
        if let Some(message) = &mut self.lanes[dir.index()].message {
            message.resumed |= message.buffer.is_empty() && message.unpacker.is_none();
        }
    }

    /// Appends to the buffer of the open message, cutting parts as they are full or old.
    fn collect(&mut self, dir: Direction, data: &[u8]) {
        let Some(mut message) = self.lanes[dir.index()].message.take() else {
            // A parser that sends a body without a head: judged under the protocol's name.
            self.begin(dir, MessageHead { place: self.facts.app, ..MessageHead::default() });
            return self.collect(dir, data);
        };
        message.since = message.since.min(self.shared.since);
        let limits = self.shared.settings.limits;
        if !message.buffer.is_empty() && self.shared.ts_ns.saturating_sub(message.part_ns) >= limits.part_ns {
            self.cut(dir, &mut message, Cut::Old);
        }
        let mut rest = data;
        loop {
            let room = limits.part_bytes.saturating_sub(message.buffer.len());
            let (now, later) = rest.split_at(room.min(rest.len()));
            message.make_room(now.len(), limits.part_bytes);
            message.buffer.extend_from_slice(now);
            if later.is_empty() {
                break;
            }
            self.cut(dir, &mut message, Cut::Full);
            rest = later;
        }
        self.lanes[dir.index()].message = Some(message);
    }

    /// Puts a record on its way.
    pub fn emit(&mut self, body: Body) {
        emit(self.shared, self.who.first, body);
    }

    /// Records what became of delivered bytes.
    pub fn tally(&mut self, dir: Direction, state: State, bytes: u64) {
        let lane = &mut self.lanes[dir.index()];
        lane.tally.add(state, bytes);
        lane.offset = lane.offset.wrapping_add(bytes);
    }
}

/// Puts a record of the flow whose first packet has number `first` on its way.
pub(super) fn emit(shared: &mut Shared, first: u64, body: Body) {
    if matches!(body, Body::Finding(_)) {
        shared.stats.findings += 1;
    }
    let key = Key { index: shared.index, flow: first, serial: shared.out.len() as u64 };
    shared.out.push(Record { key, body });
}

/// A transport of which only what a record may show is left of what peers wrote into their handshake.
pub(super) fn redacted(scanner: &Scanner, info: &TransportInfo) -> TransportInfo {
    let mut info = info.clone();
    let redact = |text: &mut String| {
        if !text.is_empty() {
            *text = scanner.redact(text.as_bytes(), SHOWN);
        }
    };
    redact(&mut info.sni);
    info.alpn.iter_mut().for_each(redact);
    if let Some(told) = &mut info.ssh {
        let told = Arc::make_mut(told);
        let names = told.ciphers.iter_mut().chain(&mut told.macs).chain(&mut told.compressions);
        // The names of vendors' algorithms look like addresses of mail.
        let names = names.chain([&mut told.kex, &mut told.host_key]).filter(|name| !ssh::is_known(name));
        names.chain([&mut told.client, &mut told.server]).for_each(redact);
    }
    info
}

/// HTTP facts as a record may show them.
fn shown(shared: &Shared, http: &HttpInfo) -> HttpInfo {
    let show = |text: Cow<'_, str>| shared.scanner.redact(text.as_bytes(), SHOWN);
    let texts = [http.method(), http.host(), http.path(), http.user_agent()].map(show);
    HttpInfo::new(texts.each_ref().map(String::as_bytes), http.status)
}

/// What a message is about, as a record may show them.
fn shown_about(shared: &Shared, about: &About) -> About {
    let show = |text: &String| shared.scanner.redact(text.as_bytes(), SHOWN);
    match about {
        About::None => About::None,
        About::Mail(mail) => About::Mail(Arc::new(MailInfo {
            from: show(&mail.from),
            to: mail.to.iter().map(show).collect(),
            subject: show(&mail.subject),
        })),
        About::Db(db) => About::Db(Arc::new(DbInfo {
            database: show(&db.database),
            table: show(&db.table),
            user: show(&db.user),
            columns: db.columns.iter().map(show).collect(),
            rows: db.rows,
            topic: db.topic,
        })),
    }
}

/// The innermost of the files that hold a place.
fn holder(files: &[(String, Arc<FileInfo>)], place: &str) -> Option<Arc<FileInfo>> {
    let holds = |at: &str| place.strip_prefix(at).is_some_and(|rest| rest.is_empty() || rest.starts_with([':', '[']));
    files.iter().filter(|(at, _)| holds(at)).max_by_key(|(at, _)| at.len()).map(|(_, file)| file.clone())
}

/// What a finding says of whose login it is.
fn login(group: &Group) -> Option<(&str, &str)> {
    group.credential.as_ref().map(|login| (login.scheme, login.user.as_str()))
}

/// How many groups before the one at `at` read the same.
fn twins(groups: &[Group], at: usize) -> u32 {
    let Some((group, before)) = groups.get(..=at).and_then(<[Group]>::split_last) else { return 0 };
    let alike = |other: &&Group| {
        other.detector == group.detector
            && other.confidence == group.confidence
            && other.place == group.place
            && login(other) == login(group)
    };
    before.iter().filter(alike).count() as u32
}

/// A finding from what its message says and what the detector found.
fn finding(occasion: Arc<Occasion>, group: Group, file: Option<Arc<FileInfo>>) -> Finding {
    let kind = kinds::finding(&occasion, group.detector);
    let Group { digests, values, why, credential, .. } = group;
    let detail = Detail { digests, values, why, file, credential };
    Finding {
        kind,
        group: kinds::group(&occasion, kind, &group.place),
        twin: 0,
        occasion,
        place: group.place,
        detector: group.detector,
        count: group.count,
        distinct: group.distinct,
        confidence: group.confidence,
        samples: group.samples,
        set: group.set,
        detail: (detail != Detail::default()).then(|| Box::new(detail)),
    }
}

/// Scans one datagram that no parser claims, without keeping it.
pub(super) fn datagram(desk: &mut Desk<'_>, dir: Direction, place: &'static str, data: &[u8]) {
    if data.is_empty() {
        return;
    }
    let number = desk.lanes[dir.index()].number();
    let (mut scan, limits) = Scan::new(desk.shared);
    let quick = content::prose(place, data, limits, &mut scan).map(|tally| scan.told(tally));
    desk.shared.stats.messages += 1;
    if let Some(told) = &quick
        && told.odd.is_empty()
        && desk.shared.collector.is_empty()
    {
        return desk.lanes[dir.index()].tally.merge(&told.tally);
    }
    // The rare cases need a message to speak of.
    let mut message = desk.shared.open_message();
    message.head.place = place;
    message.number = number;
    message.since = desk.shared.since;
    message.offset = desk.lanes[dir.index()].offset;
    let told = quick.unwrap_or_else(|| {
        message.buffer.extend_from_slice(data);
        desk.unpack(&mut message, Cut::End { complete: true }, false)
    });
    desk.judged(dir, &mut message, told, true);
    desk.shared.recycle(message);
}
