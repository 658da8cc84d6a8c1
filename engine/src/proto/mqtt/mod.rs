//! MQTT 3.1, 3.1.1 and 5: what is published, by topic; logins.
//!
//! The payload of each PUBLISH, whoever sends it, is content of its own and flows through, however long it is
//! (`mqtt.publish[crm/customers]`); the topic stands in the place and as the record's table, also where version 5 names it by
//! an alias. Content types, user properties and other texts of version 5 are read. CONNECT (`mqtt.connect`): client id,
//! user and password with their outcome (CONNACK, or any other answer of the broker), the will as a message of its own
//! (`mqtt.will`); exchanges of version 5 in AUTH packets by their SASL mechanism: PLAIN and OAUTHBEARER show a secret, SCRAM
//! and its kin don't (`challenge_login`). Topic filters of SUBSCRIBE and UNSUBSCRIBE are scanned for text
//! (`mqtt.subscribe`), reasons that a peer gives as well (`mqtt.control`).
//!
//! After a gap within a payload the rest of it is read; else a direction goes on where a PUBLISH with a printable topic
//! begins, and what is passed over meanwhile is scanned as it is (`mqtt`). A connection that is joined in its middle is
//! recognised by a PUBLISH among packets that follow on one another, and its version by whether properties stand before a
//! payload. MQTT over WebSocket is read as over TCP; MQTT-SN is not.
//!
//! Limits: heads of PUBLISH packets and all other packets up to a head's length (64 KiB), longer ones are scanned as they
//! are (`head_too_long`); 1,024 topic aliases in each direction, 256 bytes of
//! each; 16 logins that wait.

mod connect;
mod probe;
#[cfg(test)]
mod tests;
mod wire;

use super::framed::{Framed, State};
use super::queue::{Delivery, Fields};
use super::reader::Reader;
use super::sasl::Mechanism;
use super::step::{Step, steps};
use super::{Parser, Progress, Protocol, Transport};
use crate::anomaly::Code;
use crate::config::Limits;
use crate::message::{Direction, MessageEnd, Outcome, Outlet, TextFormat};
use crate::pair::Pair;
use connect::Connect;
use std::collections::HashMap;
use wire::{Front, Head, Properties, V5};

/// The registry's entry.
pub const PROTOCOL: Protocol = Protocol {
    name: "mqtt",
    title: "MQTT 3.1 to 5: published messages by topic, logins",
    transports: &[Transport::Tcp],
    probe: probe::probe,
    parser: Some(|limits, _| Box::new(MqttParser::new(limits))),
};

/// Topic aliases of a direction that are remembered, and the longest topic of one, in bytes.
const ALIASES: usize = 1024;
const ALIAS_TOPIC: usize = 256;
/// Logins that wait for their outcome.
const LOGINS: usize = 16;
/// Topics that a packet behind a gap may have, in bytes.
const RESYNC_TOPIC: std::ops::RangeInclusive<usize> = 3..=255;

/// The parser of one connection.
#[derive(Debug)]
pub struct MqttParser {
    sides: Pair<Side>,
    /// Level of the protocol; none while it is not known.
    version: Option<u8>,
    /// Longest packet, or head of a packet, that is read whole.
    whole: usize,
    /// Messages so far, of both directions.
    messages: u32,
    /// Who sent CONNECT.
    client: Option<Direction>,
    user: String,
    /// How AUTH packets are to be read.
    mechanism: Option<Mechanism>,
    /// Transactions of logins that wait for their outcome.
    logins: Vec<u32>,
}

/// One direction.
#[derive(Debug, Default)]
struct Side {
    framed: Framed,
    aliases: HashMap<u16, Box<[u8]>>,
}

impl Parser for MqttParser {
    fn on_data(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Progress {
        let done = steps(data, |rest| self.step(dir, rest, out));
        self.sides.of_mut(dir).framed.shown(data.len(), done);
        Progress::Consumed(done)
    }

    fn on_gap(&mut self, dir: Direction, len: u64, out: &mut dyn Outlet) -> bool {
        let (side, begin) = self.passing(dir);
        side.gap(dir, len, out, begin);
        true
    }

    fn on_close(&mut self, dir: Direction, out: &mut dyn Outlet) {
        self.sides.of_mut(dir).framed.end(dir, MessageEnd::Cut, out);
    }
}

impl MqttParser {
    /// A parser for one flow.
    pub fn new(limits: &Limits) -> Self {
        Self {
            sides: Pair::default(),
            version: None,
            whole: limits.head_bytes,
            messages: 0,
            client: None,
            user: String::new(),
            mechanism: None,
            logins: Vec::new(),
        }
    }

    fn step(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        match self.sides.of_mut(dir).framed.state() {
            State::Frame => self.packet(dir, data, out),
            State::Body(left) => self.sides.of_mut(dir).framed.body(dir, data, left, out),
            // Looks for the next PUBLISH.
            State::Astray => {
                let (side, begin) = self.passing(dir);
                side.astray(dir, data, begins_publish, out, begin)
            }
        }
    }

    /// The frames of a direction, and what begins a message for bytes that are scanned as they are.
    fn passing(&mut self, dir: Direction) -> (&mut Framed, impl FnOnce(&mut dyn Outlet)) {
        let Self { sides, messages, user, .. } = self;
        let begin = move |out: &mut dyn Outlet| {
            let tx = *messages;
            *messages = tx.saturating_add(1);
            Delivery { place: "mqtt", tx, user, ..Delivery::default() }.begin(dir, out);
        };
        (&mut sides.of_mut(dir).framed, begin)
    }

    fn packet(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        let head = match wire::front(data) {
            Front::More => return Step::More,
            Front::Packet(head) if head.is_sound(self.version.unwrap_or(V5)) || head.kind == wire::CONNECT => head,
            Front::Packet(_) | Front::Odd => {
                self.sides.of_mut(dir).framed.stray(dir, out);
                return Step::Took(0);
            }
        };
        self.sides.of_mut(dir).framed.total = head.total();
        let needed = usize::try_from(head.total()).unwrap_or(usize::MAX).min(self.whole);
        let step = if head.kind == wire::PUBLISH {
            self.publish(dir, head, data.get(..needed.min(data.len())).unwrap_or(data), needed, out)
        } else if head.total() > self.whole as u64 {
            self.unread(dir, head, Code::HeadTooLong, out)
        } else if let Some(packet) = data.get(head.len..needed) {
            out.framing(dir, needed);
            self.whole(dir, head, packet, out);
            Step::Took(needed)
        } else {
            Step::More
        };
        if step != Step::More {
            self.sides.of_mut(dir).framed.total = 0;
        }
        step
    }

    /// A packet that is not read: its bytes flow through.
    fn unread(&mut self, dir: Direction, head: Head, why: Code, out: &mut dyn Outlet) -> Step {
        out.anomaly(dir, why, "packet");
        out.framing(dir, head.len);
        let (side, begin) = self.passing(dir);
        side.pass(out, begin);
        side.flow(dir, u64::from(head.left), out);
        Step::Took(head.len)
    }

    /// PUBLISH (MQTT 5 §3.3), of which as many bytes are shown as may be its head.
    fn publish(&mut self, dir: Direction, head: Head, data: &[u8], needed: usize, out: &mut dyn Outlet) -> Step {
        let known = wire::publish_len(data, head, self.version.is_none_or(|version| version == V5));
        if data.len() < known.unwrap_or(usize::MAX).min(needed) {
            return Step::More;
        }
        let v5 = *self.version.get_or_insert_with(|| wire::version_of(data, head)) == V5;
        let mut reader = Reader::new(data.get(head.len..).unwrap_or_default());
        let mut read = || {
            let topic = wire::string(&mut reader)?;
            reader.take(head.id_len())?;
            Some((topic, if v5 { wire::properties(&mut reader)? } else { Properties::default() }))
        };
        let Some((topic, told)) = read() else {
            let long = head.total() > needed as u64;
            return self.unread(dir, head, if long { Code::HeadTooLong } else { Code::LengthConflict }, out);
        };
        let taken = data.len().saturating_sub(reader.len());
        let left = head.total().saturating_sub(taken as u64);
        out.framing(dir, taken);
        let topic = self.named(dir, topic, told.alias, out);
        let tx = self.next();
        let content_type = told.content_type;
        let delivery = Delivery {
            place: "mqtt.publish",
            tx,
            topic: &topic,
            user: &self.user,
            content_type,
            length: Some(left),
            fields: told.fields,
            ..Delivery::default()
        };
        delivery.begin(dir, out);
        self.sides.of_mut(dir).framed.open = true;
        self.heard(dir, out);
        self.sides.of_mut(dir).framed.flow(dir, left, out);
        Step::Took(taken)
    }

    /// The topic of a PUBLISH, which version 5 may name by an alias (MQTT 5 §3.3.2.3.4).
    fn named(&mut self, dir: Direction, topic: &[u8], alias: Option<u16>, out: &mut dyn Outlet) -> Vec<u8> {
        let aliases = &mut self.sides.of_mut(dir).aliases;
        match alias {
            Some(alias) if topic.is_empty() => aliases.get(&alias).map(|name| name.to_vec()).unwrap_or_default(),
            Some(alias) if aliases.len() < ALIASES || aliases.contains_key(&alias) => {
                aliases.insert(alias, topic.get(..ALIAS_TOPIC).unwrap_or(topic).into());
                topic.to_vec()
            }
            Some(_) => {
                out.anomaly(dir, Code::PartsLimit, "topic aliases");
                topic.to_vec()
            }
            None => topic.to_vec(),
        }
    }

    /// A packet other than PUBLISH, behind its fixed header.
    fn whole(&mut self, dir: Direction, head: Head, packet: &[u8], out: &mut dyn Outlet) {
        let mut reader = Reader::new(packet);
        let read = match head.kind {
            wire::CONNECT => self.connect(dir, packet, out),
            wire::CONNACK => self.connack(dir, &mut reader, out),
            wire::SUBSCRIBE | wire::UNSUBSCRIBE => {
                self.heard(dir, out);
                self.filters(dir, head.kind == wire::SUBSCRIBE, &mut reader, out)
            }
            wire::AUTH => self.auth(dir, &mut reader, out),
            wire::DISCONNECT => self.disconnect(dir, &mut reader, out),
            wire::SUBACK | wire::UNSUBACK => {
                self.heard(dir, out);
                self.reasons(dir, 2, &mut reader, out)
            }
            wire::PUBACK | wire::PUBREC | wire::PUBREL | wire::PUBCOMP => {
                self.heard(dir, out);
                self.reasons(dir, 3, &mut reader, out)
            }
            _ => {
                self.heard(dir, out);
                Some(())
            }
        };
        if read.is_none() {
            out.anomaly(dir, Code::LengthConflict, "packet");
            let tx = self.next();
            Delivery { place: "mqtt", tx, ..Delivery::default() }.begin(dir, out);
            out.derived(dir, packet);
            out.end(dir, MessageEnd::Complete);
        }
    }

    fn connect(&mut self, dir: Direction, packet: &[u8], out: &mut dyn Outlet) -> Option<()> {
        let connect = Connect::read(packet)?;
        (self.version, self.client) = (Some(connect.version), Some(dir));
        self.user = connect.user();
        self.mechanism = connect.mechanism();
        let tx = self.next();
        if connect.tell(dir, tx, out) {
            self.wait(dir, tx, out);
        }
        Some(())
    }

    /// CONNACK (MQTT 5 §3.2): flags, a code that is zero for success, properties.
    fn connack(&mut self, dir: Direction, reader: &mut Reader<'_>, out: &mut dyn Outlet) -> Option<()> {
        reader.u8()?;
        let code = reader.u8()?;
        self.decide(if code == 0 { Outcome::Accepted } else { Outcome::Rejected }, out);
        self.reasons(dir, 0, reader, out)
    }

    /// AUTH (MQTT 5 §3.15): a step of an exchange; the broker ends one that was begun anew with a code of zero.
    fn auth(&mut self, dir: Direction, reader: &mut Reader<'_>, out: &mut dyn Outlet) -> Option<()> {
        let code = reader.u8().unwrap_or(0);
        if reader.is_empty() {
            return Some(());
        }
        let told = wire::properties(reader)?;
        if self.client != Some(dir) {
            if code == 0 {
                self.decide(Outcome::Accepted, out);
            }
            self.fields(dir, told.fields, out);
            return Some(());
        }
        if !told.method.is_empty() {
            self.mechanism = Some(Mechanism::named(told.method));
        }
        let mechanism = self.mechanism?;
        let tx = self.next();
        Delivery { place: "mqtt.connect", tx, fields: told.fields, ..Delivery::default() }.begin(dir, out);
        let user = connect::exchange(mechanism, told.data, dir, out);
        out.end(dir, MessageEnd::Complete);
        if let Some(user) = user {
            self.user = user;
            self.wait(dir, tx, out);
        }
        Some(())
    }

    /// DISCONNECT (MQTT 5 §3.14): a broker may refuse an exchange by it.
    fn disconnect(&mut self, dir: Direction, reader: &mut Reader<'_>, out: &mut dyn Outlet) -> Option<()> {
        /// Bad user name or password, not authorised, bad authentication method.
        const REFUSED: [u8; 3] = [0x86, 0x87, 0x8c];
        let code = reader.u8().unwrap_or(0);
        if self.client == Some(dir.reverse()) && REFUSED.contains(&code) {
            self.decide(Outcome::Rejected, out);
        }
        self.reasons(dir, 0, reader, out)
    }

    /// Topic filters, each with a byte of options in SUBSCRIBE (MQTT 5 §3.8, §3.10).
    fn filters(&mut self, dir: Direction, options: bool, reader: &mut Reader<'_>, out: &mut dyn Outlet) -> Option<()> {
        reader.u16()?;
        let told = if self.version == Some(V5) { wire::properties(reader)? } else { Properties::default() };
        let mut text = Vec::new();
        while !reader.is_empty() {
            text.extend_from_slice(wire::string(reader)?);
            text.push(b'\n');
            if options {
                reader.u8()?;
            }
        }
        let (tx, user) = (self.next(), &self.user);
        Delivery { place: "mqtt.subscribe", tx, user, fields: told.fields, ..Delivery::default() }.begin(dir, out);
        out.text(dir, "topic", TextFormat::Plain, &text);
        out.end(dir, MessageEnd::Complete);
        Some(())
    }

    /// The properties that version 5 has behind so many bytes of an answer.
    fn reasons(&mut self, dir: Direction, behind: usize, reader: &mut Reader<'_>, out: &mut dyn Outlet) -> Option<()> {
        if self.version != Some(V5) || reader.len() <= behind {
            return Some(());
        }
        reader.take(behind)?;
        let told = wire::properties(reader)?;
        self.fields(dir, told.fields, out);
        Some(())
    }

    fn fields(&mut self, dir: Direction, fields: Fields, out: &mut dyn Outlet) {
        if !fields.is_empty() {
            let tx = self.next();
            Delivery { place: "mqtt.control", tx, fields, ..Delivery::default() }.begin(dir, out);
            out.end(dir, MessageEnd::Complete);
        }
    }

    /// Number of the next message.
    fn next(&mut self) -> u32 {
        let tx = self.messages;
        self.messages = tx.saturating_add(1);
        tx
    }

    /// A login waits for its outcome.
    fn wait(&mut self, dir: Direction, tx: u32, out: &mut dyn Outlet) {
        if self.logins.len() >= LOGINS {
            self.logins.remove(0);
            out.anomaly(dir, Code::PipelineLimit, "logins without an outcome");
        }
        self.logins.push(tx);
    }

    fn decide(&mut self, outcome: Outcome, out: &mut dyn Outlet) {
        let Some(client) = self.client else { return };
        for tx in self.logins.drain(..) {
            out.outcome(client, tx, outcome);
        }
    }

    /// A broker that goes on with a client has accepted it.
    fn heard(&mut self, dir: Direction, out: &mut dyn Outlet) {
        if self.client == Some(dir.reverse()) {
            self.decide(Outcome::Accepted, out);
        }
    }
}

/// True for a PUBLISH with a printable topic that holds no wildcard; `None` if more bytes must tell.
fn begins_publish(data: &[u8]) -> Option<bool> {
    let head = match wire::front(data.get(..5).unwrap_or(data)) {
        Front::More if data.first()? >> 4 == wire::PUBLISH => return None,
        Front::More | Front::Odd => return Some(false),
        Front::Packet(head) => head,
    };
    if head.kind != wire::PUBLISH || !head.is_sound(V5) {
        return Some(false);
    }
    let topic = data.get(head.len..).unwrap_or_default();
    let len = match topic {
        [] | [0] => return None,
        [0, len, ..] => usize::from(*len),
        _ => return Some(false),
    };
    let topic = topic.get(2..).unwrap_or_default();
    if !RESYNC_TOPIC.contains(&len) || len as u64 + 2 > u64::from(head.left) {
        return Some(false);
    }
    let shown = topic.get(..len).unwrap_or(topic);
    let fits = shown.iter().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'#' | b'+'));
    if fits && shown.len() < len { None } else { Some(fits) }
}
