//! What the arguments of a command are: keys, fields, values, secrets; and what that says about its reply.

use super::Frame;
use crate::message::{Credential, Outlet};
use crate::proto::values::pattern;

/// How the arguments are laid out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Layout {
    /// Nothing is known: words.
    #[default]
    Words,
    /// A key; the value stands here.
    Value(u32),
    /// A key, then values.
    Members,
    /// A key, then fields and values.
    Pairs,
    /// Keys and values.
    KeyPairs,
    /// A key, options, an id, then fields and values (XADD).
    Entry,
    /// A key; the reply holds its values.
    Key,
    /// A key; the reply holds its value as DUMP writes it.
    Dump,
    /// A key, a time, and such a value.
    Restore,
    /// A key and a field; the reply holds its value.
    Field,
    /// Keys; the reply holds a value of each.
    Keys,
    /// A key and fields; the reply holds a value of each.
    Fields,
    /// The reply holds fields and values.
    Records,
    /// The same, behind options and a word of which the key is the next (XREAD).
    Streams,
    /// May hold a secret.
    Secret(Bearer),
    /// Answered by pushes.
    Subscribe,
    Multi,
    Exec,
    Select,
}

/// Commands that may hold a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Bearer {
    Auth,
    Hello,
    Config,
    Acl,
    Migrate,
    Sentinel,
}

/// What a command asked for, kept until its reply comes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Asked {
    pub(super) tx: u32,
    pub(super) shape: Shape,
    /// The key, for the record's facts.
    pub(super) key: Box<[u8]>,
    /// It was a login.
    pub(super) login: bool,
}

/// What the values of a reply are called.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Shape {
    /// Nothing is known.
    #[default]
    Plain,
    /// All have this name.
    One(Box<[u8]>),
    /// The same, as DUMP writes it.
    Dump(Box<[u8]>),
    /// Each has its own.
    Each(Box<[Box<[u8]>]>),
    /// Name and value take turns.
    Records,
    /// The same of a server's settings, secrets among them.
    Settings,
    /// The replies to what was queued.
    Exec,
}

impl Asked {
    /// Bytes held.
    pub(super) fn memory(&self) -> usize {
        let shape = match &self.shape {
            Shape::One(name) | Shape::Dump(name) => name.len(),
            Shape::Each(names) => names.iter().map(|name| name.len().saturating_add(NAME_COST)).sum(),
            Shape::Plain | Shape::Records | Shape::Settings | Shape::Exec => 0,
        };
        shape.saturating_add(self.key.len())
    }
}

const NAME_COST: usize = 16;
/// Names of a reply's values that are kept.
const NAMES: usize = 256;
/// Words of a command that may hold a secret, and the longest of them.
const WORDS: usize = 32;
const WORD_MAX: usize = 512;
/// Longest key that is kept.
const KEY_MAX: usize = 512;

/// A command in hand.
#[derive(Debug, Default)]
pub(super) struct Command {
    layout: Layout,
    /// Its name was seen.
    named: bool,
    key: Vec<u8>,
    field: Vec<u8>,
    names: Vec<Box<[u8]>>,
    words: Vec<Vec<u8>>,
    /// It asks for settings.
    settings: bool,
    /// Of an XADD: arguments seen since its key, and where its fields begin.
    entry: Option<u32>,
    option: bool,
}

/// A secret that a command or a reply carried.
#[derive(Debug)]
pub(super) struct Login {
    pub(super) scheme: &'static str,
    pub(super) user: Vec<u8>,
    pub(super) secret: Vec<u8>,
    /// The reply tells whether it was taken.
    pub(super) awaits_outcome: bool,
}

impl Login {
    /// As the pipeline takes it.
    pub(super) fn credential(&self) -> Credential<'_> {
        Credential {
            scheme: self.scheme,
            user: &self.user,
            secret: &self.secret,
            path: "",
            confidence: 95,
            awaits_outcome: self.awaits_outcome,
        }
    }

    /// True if its user speaks from here on, unlike one that is set up or known elsewhere.
    pub(super) fn is_own(&self) -> bool {
        matches!(self.scheme, "auth" | "hello")
    }
}

impl Command {
    /// The argument with this number; 0 is the command's name.
    pub(super) fn argument(&mut self, n: u32, value: &[u8], frame: &mut Frame, out: &mut dyn Outlet) {
        if n == 0 {
            *self = Self { layout: layout(value), named: true, ..Self::default() };
            return frame.argument(value, out);
        }
        let first = n == 1;
        match self.layout {
            Layout::Secret(_) if self.words.len() < WORDS && value.len() <= WORD_MAX => self.words.push(value.to_vec()),
            Layout::Select if first => frame.database(value),
            Layout::KeyPairs if n % 2 == 1 => self.key(value, frame, out),
            Layout::KeyPairs => frame.value(&pattern(&self.key), value, out),
            Layout::Keys => {
                self.key(value, frame, out);
                self.name(value);
            }
            Layout::Words | Layout::Secret(_) | Layout::Subscribe | Layout::Multi | Layout::Exec | Layout::Select => {
                frame.argument(value, out);
            }
            Layout::Streams if self.option => {
                self.option = false;
                self.key(value, frame, out);
            }
            Layout::Streams => {
                self.option = value.eq_ignore_ascii_case(b"streams");
                frame.argument(value, out);
            }
            _ if first => self.key(value, frame, out),
            Layout::Value(at) if n == at => frame.value(&pattern(&self.key), value, out),
            Layout::Restore if n == 3 => frame.dump(&pattern(&self.key), value, out),
            Layout::Members => frame.value(&pattern(&self.key), value, out),
            Layout::Pairs => self.pair(n.is_multiple_of(2), value, frame, out),
            Layout::Entry => self.entry(n, value, frame, out),
            Layout::Field | Layout::Fields => {
                frame.argument(value, out);
                self.name(value);
            }
            Layout::Value(_) | Layout::Key | Layout::Dump | Layout::Restore | Layout::Records => {
                frame.argument(value, out);
            }
        }
    }

    fn key(&mut self, value: &[u8], frame: &mut Frame, out: &mut dyn Outlet) {
        self.key.clear();
        self.key.extend_from_slice(value.get(..KEY_MAX).unwrap_or(value));
        frame.key(value);
        frame.argument(value, out);
    }

    fn name(&mut self, value: &[u8]) {
        if self.names.len() < NAMES {
            self.names.push(pattern(value).into());
        }
    }

    fn pair(&mut self, is_field: bool, value: &[u8], frame: &mut Frame, out: &mut dyn Outlet) {
        if is_field {
            self.field.clear();
            self.field.extend_from_slice(value.get(..KEY_MAX).unwrap_or(value));
        } else {
            frame.value(&self.field, value, out);
        }
    }

    fn entry(&mut self, n: u32, value: &[u8], frame: &mut Frame, out: &mut dyn Outlet) {
        if let Some(from) = self.entry {
            return self.pair(n.wrapping_sub(from).is_multiple_of(2), value, frame, out);
        }
        frame.argument(value, out);
        let is = |word: &str| value.eq_ignore_ascii_case(word.as_bytes());
        if ["MAXLEN", "MINID", "LIMIT"].into_iter().any(is) {
            self.option = true;
        } else if self.option {
            self.option = matches!(value, b"=" | b"~");
        } else if !["NOMKSTREAM", "KEEPREF", "DELREF", "ACKED"].into_iter().any(is) {
            self.entry = Some(n.saturating_add(1));
        }
    }

    /// The command is complete: what it asked for, unless pushes answer it.
    pub(super) fn asked(&mut self, tx: u32) -> Option<Asked> {
        let names = std::mem::take(&mut self.names);
        let shape = match self.layout {
            Layout::Subscribe => return None,
            Layout::Key | Layout::Value(_) => Shape::One(pattern(&self.key).into()),
            Layout::Dump => Shape::Dump(pattern(&self.key).into()),
            Layout::Field => names.into_iter().next().map_or(Shape::Plain, Shape::One),
            Layout::Keys | Layout::Fields => Shape::Each(names.into()),
            Layout::Records | Layout::Streams => Shape::Records,
            Layout::Exec => Shape::Exec,
            Layout::Secret(_) if self.settings => Shape::Settings,
            _ => Shape::Plain,
        };
        let key = std::mem::take(&mut self.key).into();
        Some(Asked { tx, shape, key, login: matches!(self.layout, Layout::Secret(_)) })
    }

    /// The name of a value that is written as DUMP does, if the argument with this number is one.
    pub(super) fn dumped(&self, n: u64) -> Option<Vec<u8>> {
        (self.layout == Layout::Restore && n == 3).then(|| pattern(&self.key))
    }

    /// True once its name was seen: an empty array is no command.
    pub(super) fn is_named(&self) -> bool {
        self.named
    }

    /// True if later commands are queued until EXEC.
    pub(super) fn is_multi(&self) -> bool {
        self.layout == Layout::Multi
    }

    /// True if pushes follow.
    pub(super) fn is_subscribe(&self) -> bool {
        self.layout == Layout::Subscribe
    }

    /// The secrets of the complete command; words that are none go into the text.
    pub(super) fn secrets(&mut self, frame: &mut Frame, out: &mut dyn Outlet) -> Vec<Login> {
        let words = std::mem::take(&mut self.words);
        let mut found = Vec::new();
        let mut hidden = [false; WORDS];
        // A sign before a secret says what becomes of it.
        let mut tell = |scheme, user: &[u8], at: usize, sign: usize| {
            let secret = words.get(at).and_then(|word| word.get(sign..)).filter(|secret| !secret.is_empty());
            if let (Some(secret), Some(flag)) = (secret, hidden.get_mut(at)) {
                found.push(Login { scheme, user: user.to_vec(), secret: secret.to_vec(), awaits_outcome: true });
                *flag = true;
            }
        };
        let is = |at: usize, known: &str| words.get(at).is_some_and(|word| word.eq_ignore_ascii_case(known.as_bytes()));
        let word = |at: usize| words.get(at).map(Vec::as_slice).unwrap_or_default();
        let settings = |from: usize| (from..words.len()).step_by(2).filter(|at| is_secret_setting(word(*at)));
        let Layout::Secret(bearer) = self.layout else { return found };
        match bearer {
            Bearer::Auth if words.len() > 1 => tell("auth", word(0), 1, 0),
            Bearer::Auth => tell("auth", b"", 0, 0),
            Bearer::Hello => {
                if let Some(at) = (1..words.len()).find(|at| is(*at, "AUTH")) {
                    tell("hello", word(at + 1), at + 2, 0);
                }
            }
            Bearer::Config if is(0, "SET") => settings(1).for_each(|at| tell("config", b"", at + 1, 0)),
            Bearer::Config => self.settings = is(0, "GET"),
            // Rules for a user: `>` adds a password, `<` removes one.
            Bearer::Acl if is(0, "SETUSER") => {
                for at in (2..words.len()).filter(|at| matches!(word(*at).first(), Some(b'>' | b'<'))) {
                    tell("acl", word(1), at, 1);
                }
            }
            // Behind host, port, key, database and time: the login to the other server, before further keys.
            Bearer::Migrate => {
                let end = (5..words.len()).find(|at| is(*at, "KEYS")).unwrap_or(words.len());
                match (5..end).find(|at| is(*at, "AUTH") || is(*at, "AUTH2")) {
                    Some(at) if is(at, "AUTH") => tell("migrate", b"", at + 1, 0),
                    Some(at) => tell("migrate", word(at + 1), at + 2, 0),
                    None => {}
                }
            }
            Bearer::Sentinel if is(0, "SET") || is(0, "CONFIG") && is(1, "SET") => {
                settings(2).for_each(|at| tell("sentinel", b"", at + 1, 0));
            }
            Bearer::Acl | Bearer::Sentinel => {}
        }
        for (word, _) in words.iter().zip(hidden).filter(|(_, hidden)| !hidden) {
            frame.argument(word, out);
        }
        found
    }
}

/// The layout of a command's arguments by its name, in any case.
fn layout(verb: &[u8]) -> Layout {
    let mut name = [0u8; 20];
    let Some(name) = name.get_mut(..verb.len()) else { return Layout::Words };
    name.copy_from_slice(verb);
    name.make_ascii_uppercase();
    match &*name {
        b"SET" | b"SETNX" | b"GETSET" | b"APPEND" | b"PUBLISH" | b"SPUBLISH" => Layout::Value(2),
        b"SETEX" | b"PSETEX" | b"SETRANGE" | b"LSET" | b"JSON.SET" => Layout::Value(3),
        b"RESTORE" | b"RESTORE-ASKING" => Layout::Restore,
        b"DUMP" => Layout::Dump,
        b"LPUSH" | b"RPUSH" | b"LPUSHX" | b"RPUSHX" | b"SADD" | b"PFADD" | b"ZADD" | b"GEOADD" | b"LINSERT"
        | b"LREM" | b"SREM" | b"ZREM" | b"SISMEMBER" | b"SMISMEMBER" => Layout::Members,
        b"HSET" | b"HMSET" | b"HSETNX" => Layout::Pairs,
        b"MSET" | b"MSETNX" => Layout::KeyPairs,
        b"XADD" => Layout::Entry,
        b"GET" | b"GETDEL" | b"GETEX" | b"GETRANGE" | b"SUBSTR" | b"LINDEX" | b"LPOP" | b"RPOP" | b"LRANGE"
        | b"SMEMBERS" | b"SPOP" | b"SRANDMEMBER" | b"SSCAN" | b"ZRANGE" | b"ZREVRANGE" | b"ZRANGEBYSCORE"
        | b"ZREVRANGEBYSCORE" | b"ZRANGEBYLEX" | b"ZSCAN" | b"HVALS" | b"BLPOP" | b"BRPOP" | b"JSON.GET" => Layout::Key,
        b"HGET" => Layout::Field,
        b"MGET" => Layout::Keys,
        b"HMGET" => Layout::Fields,
        b"HGETALL" | b"HSCAN" | b"XRANGE" | b"XREVRANGE" | b"XCLAIM" => Layout::Records,
        b"XREAD" | b"XREADGROUP" => Layout::Streams,
        b"AUTH" => Layout::Secret(Bearer::Auth),
        b"HELLO" => Layout::Secret(Bearer::Hello),
        b"CONFIG" => Layout::Secret(Bearer::Config),
        b"ACL" => Layout::Secret(Bearer::Acl),
        b"MIGRATE" => Layout::Secret(Bearer::Migrate),
        b"SENTINEL" => Layout::Secret(Bearer::Sentinel),
        b"SUBSCRIBE" | b"PSUBSCRIBE" | b"SSUBSCRIBE" | b"UNSUBSCRIBE" | b"PUNSUBSCRIBE" | b"SUNSUBSCRIBE" => {
            Layout::Subscribe
        }
        b"MULTI" => Layout::Multi,
        b"EXEC" | b"DISCARD" => Layout::Exec,
        b"SELECT" => Layout::Select,
        _ => Layout::Words,
    }
}

/// Settings that are secrets (redis.conf, sentinel.conf).
pub(super) fn is_secret_setting(name: &[u8]) -> bool {
    const SECRETS: [&str; 6] =
        ["requirepass", "masterauth", "auth-pass", "sentinel-pass", "tls-key-file-pass", "tls-client-key-file-pass"];
    SECRETS.iter().any(|known| name.eq_ignore_ascii_case(known.as_bytes()))
}

/// Names of commands, for telling a command from a reply that is an array as well.
pub(super) fn is_command(name: &[u8]) -> bool {
    const OTHERS: [&str; 44] = [
        "BGSAVE", "CLIENT", "CLUSTER", "COMMAND", "DBSIZE", "DECR", "DEL", "ECHO", "EVAL", "EVALSHA", "EXISTS",
        "EXPIRE", "FLUSHALL", "FLUSHDB", "HDEL", "HEXISTS", "HINCRBY", "HKEYS", "HLEN", "INCR", "INCRBY", "INFO",
        "KEYS", "LLEN", "LTRIM", "MODULE", "MONITOR", "PERSIST", "PING", "PSYNC", "QUIT", "RENAME", "REPLCONF", "SCAN",
        "SCARD", "SCRIPT", "SLOWLOG", "TIME", "TTL", "TYPE", "UNLINK", "UNWATCH", "WATCH", "ZCARD",
    ];
    let known = |known: &&str| name.eq_ignore_ascii_case(known.as_bytes());
    layout(name) != Layout::Words || OTHERS.iter().any(known)
}
