//! CONNECT (MQTT 5 §3.1): who logs in, with what, and what shall be published if the connection breaks.

use super::super::queue::{Delivery, Fields};
use super::super::reader::Reader;
use super::super::sasl::{self, Mechanism};
use super::super::values::shown;
use super::wire::{Properties, V5, properties, string};
use crate::anomaly::Code;
use crate::message::{Credential, Direction, MessageEnd, Outlet, TextFormat};

/// A CONNECT packet.
#[derive(Clone, Debug, Default)]
pub(super) struct Connect<'a> {
    /// Level of the protocol: 3, 4 or 5.
    pub version: u8,
    client: &'a [u8],
    method: &'a [u8],
    data: &'a [u8],
    fields: Fields,
    will: Option<Will<'a>>,
    user: &'a [u8],
    secret: &'a [u8],
}

/// What the broker publishes if the client vanishes.
#[derive(Clone, Debug, Default)]
struct Will<'a> {
    topic: &'a [u8],
    content_type: &'a [u8],
    fields: Fields,
    payload: &'a [u8],
}

impl<'a> Connect<'a> {
    /// Reads a packet behind its fixed header; `None` if it contradicts itself.
    pub(super) fn read(packet: &'a [u8]) -> Option<Self> {
        const WILL: u8 = 0x04;
        const PASSWORD: u8 = 0x40;
        const USER: u8 = 0x80;
        let mut reader = Reader::new(packet);
        string(&mut reader)?;
        let version = reader.u8()? & 0x7f;
        let flags = reader.u8()?;
        reader.u16()?;
        let mut read = Self { version, ..Self::default() };
        if version == V5 {
            let told = properties(&mut reader)?;
            (read.method, read.data, read.fields) = (told.method, told.data, told.fields);
        }
        read.client = string(&mut reader)?;
        if flags & WILL != 0 {
            let told = if version == V5 { properties(&mut reader)? } else { Properties::default() };
            let (topic, payload) = (string(&mut reader)?, string(&mut reader)?);
            read.will = Some(Will { topic, content_type: told.content_type, fields: told.fields, payload });
        }
        if flags & USER != 0 {
            read.user = string(&mut reader)?;
        }
        if flags & PASSWORD != 0 {
            read.secret = string(&mut reader)?;
        }
        Some(read)
    }

    /// Who logs in, as records show it.
    pub(super) fn user(&self) -> String {
        shown(self.user)
    }

    /// The mechanism of an exchange that goes on in AUTH packets, if there is one.
    pub(super) fn mechanism(&self) -> Option<Mechanism> {
        (!self.method.is_empty()).then(|| Mechanism::named(self.method))
    }

    /// Hands everything over; true if there was a secret whose outcome the reply tells.
    pub(super) fn tell(&self, dir: Direction, tx: u32, out: &mut dyn Outlet) -> bool {
        Delivery { place: "mqtt.connect", tx, fields: self.fields.clone(), ..Delivery::default() }.begin(dir, out);
        let web = sasl::is_web_token(self.secret);
        // A name without a secret may be a token, too.
        let known = self.secret.is_empty() || web;
        let (user, password): (&[u8], &[u8]) =
            (if known { self.user } else { b"" }, if web { self.secret } else { b"" });
        let texts = [("client_id", self.client), ("user", user), ("password", password)];
        for (part, text) in texts.into_iter().filter(|(_, text)| !text.is_empty()) {
            out.text(dir, part, TextFormat::Plain, text);
        }
        let mut awaits = false;
        if !self.secret.is_empty() && !web {
            let (user, secret) = (self.user, self.secret);
            let told = Credential { scheme: "password", user, secret, path: "", confidence: 95, awaits_outcome: true };
            out.credential(dir, told);
            awaits = true;
        }
        if let Some(mechanism) = self.mechanism() {
            if let Mechanism::Challenge(name) = mechanism {
                out.anomaly(dir, Code::ChallengeLogin, name);
            }
            awaits |= exchange(mechanism, self.data, dir, out).is_some();
        }
        out.end(dir, MessageEnd::Complete);
        if let Some(will) = &self.will {
            will.tell(dir, tx, &self.user(), out);
        }
        awaits
    }
}

impl Will<'_> {
    fn tell(&self, dir: Direction, tx: u32, user: &str, out: &mut dyn Outlet) {
        let Will { topic, content_type, fields, payload } = self;
        let fields = fields.clone();
        Delivery { place: "mqtt.will", tx, topic, user, content_type, fields, ..Delivery::default() }.begin(dir, out);
        if !payload.is_empty() {
            out.derived(dir, payload);
        }
        out.end(dir, MessageEnd::Complete);
    }
}

/// Authentication data of an open message; answers the user if they show a secret.
pub(super) fn exchange(mechanism: Mechanism, data: &[u8], dir: Direction, out: &mut dyn Outlet) -> Option<String> {
    let text = |text: &[u8], out: &mut dyn Outlet| out.text(dir, "authentication", TextFormat::Plain, text);
    let (scheme, user, secret) = sasl::read(mechanism, data, out, text)?;
    out.credential(dir, Credential { scheme, user, secret, path: "", confidence: 95, awaits_outcome: true });
    Some(shown(user))
}
