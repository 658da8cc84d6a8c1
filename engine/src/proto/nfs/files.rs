//! What a connection knows: calls that wait for their replies, and the names of handles.

use super::super::transfer;
use super::v4::Compound;
use crate::anomaly::Code;
use crate::message::{ContentHints, Direction, MessageHead, Outlet};
use foldhash::fast::RandomState;
use std::collections::hash_map::Entry;
use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

/// Calls whose replies are waited for.
const CALLS_MAX: usize = 512;
/// Handles whose names are known.
const HANDLES_MAX: usize = 2048;
/// Longest handle (of version 4; 64 in version 3).
pub(super) const HANDLE_MAX: usize = 128;
/// Longest path that is kept: of a longer one its end.
const PATH_MAX: usize = 512;
/// Longest name.
pub(super) const NAME_MAX: usize = 4096;

/// Names a file on the wire.
pub(super) type Handle = Box<[u8]>;

/// What a call asks for, as far as its reply needs to know.
#[derive(Debug)]
pub(super) enum Asks {
    /// The handle of this path; `true`: if the server likes to tell it.
    Handle(Arc<str>, bool),
    /// Content of this file at this offset.
    Read(Spot, u64),
    /// The names in the directory of this path; `true`: with their handles.
    List(Arc<str>, bool),
    /// A target of a link.
    Target,
    /// Operations of version 4.
    Compound(Box<Compound>),
    /// Whether TLS may be had.
    Tls,
    /// Nothing that is of use.
    Other,
    /// Something that is not understood.
    Raw,
    /// Something that is encrypted.
    Private,
}

/// A file or directory: its number, and its path as far as that is known.
#[derive(Clone, Debug, Default)]
pub(super) struct Spot {
    pub number: u32,
    pub path: Arc<str>,
}

/// The state of one connection.
#[derive(Debug, Default)]
pub(super) struct Files {
    calls: VecDeque<(u32, Asks, bool)>,
    nodes: HashMap<Handle, Spot, RandomState>,
    order: VecDeque<Handle>,
    numbers: u32,
    /// Calls so far.
    pub tx: u32,
}

impl Files {
    /// Keeps what a call asks for; `signed`: so will the reply be.
    pub(super) fn ask(&mut self, dir: Direction, xid: u32, (asks, signed): (Asks, bool), out: &mut dyn Outlet) {
        if self.calls.len() >= CALLS_MAX {
            self.calls.pop_front();
            out.anomaly(dir, Code::PipelineLimit, "calls without a reply");
        }
        self.calls.push_back((xid, asks, signed));
    }

    /// What a reply will answer.
    pub(super) fn asked(&self, xid: u32) -> Option<(&Asks, &bool)> {
        self.calls.iter().find(|(asked, ..)| *asked == xid).map(|(_, asks, signed)| (asks, signed))
    }

    /// What a reply answers.
    pub(super) fn answer(&mut self, xid: u32) -> Option<(Asks, bool)> {
        let at = self.calls.iter().position(|(asked, ..)| *asked == xid)?;
        self.calls.remove(at).map(|(_, asks, signed)| (asks, signed))
    }

    /// True if a reply to this is waited for.
    pub(super) fn awaits(&self, xid: u32) -> bool {
        self.calls.iter().any(|(asked, ..)| *asked == xid)
    }

    /// The file of a handle.
    pub(super) fn spot(&mut self, handle: &[u8]) -> Spot {
        self.node(handle).clone()
    }

    /// The handle's path is this.
    pub(super) fn name(&mut self, handle: &[u8], path: &Arc<str>) {
        if !path.is_empty() {
            self.node(handle).path = path.clone();
        }
    }

    fn node(&mut self, handle: &[u8]) -> &mut Spot {
        if !self.nodes.contains_key(handle) {
            if self.nodes.len() >= HANDLES_MAX
                && let Some(oldest) = self.order.pop_front()
            {
                self.nodes.remove(&oldest);
            }
            self.order.push_back(handle.into());
            self.numbers = self.numbers.wrapping_add(1).max(1);
        }
        let number = self.numbers;
        match self.nodes.entry(handle.into()) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(free) => free.insert(Spot { number, ..Spot::default() }),
        }
    }

    /// The head of a message with a file's content.
    pub(super) fn head(&self, path: &str, length: Option<u64>) -> MessageHead {
        let hints = ContentHints { filename: path.as_bytes().to_vec(), length, ..ContentHints::default() };
        MessageHead { place: "nfs.file", tx: self.tx.saturating_sub(1), hints, ..MessageHead::default() }
    }

    /// A message of one text.
    pub(super) fn text(&self, dir: Direction, place: &'static str, text: &[u8], out: &mut dyn Outlet) {
        transfer::text(dir, place, self.tx.saturating_sub(1), text, out);
    }

    /// The names of a directory, one a line.
    pub(super) fn listing(&self, dir: Direction, names: &[u8], out: &mut dyn Outlet) {
        transfer::listing(dir, "nfs.list", self.tx.saturating_sub(1), names, out);
    }
}

/// The path of a name in a directory; of one that is too long its end.
pub(super) fn join(directory: &str, name: &[u8]) -> Arc<str> {
    let name = String::from_utf8_lossy(name);
    let whole = if directory.is_empty() { name.into_owned() } else { format!("{directory}/{name}") };
    let start = whole.len().saturating_sub(PATH_MAX);
    let start = (start..whole.len()).find(|at| whole.is_char_boundary(*at)).unwrap_or(whole.len());
    whole.get(start..).unwrap_or_default().into()
}
