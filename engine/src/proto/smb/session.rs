//! What a connection knows: requests that wait for their replies, shares, open files, the login.

use super::super::ntlm::{self, Proof};
use super::wire::FileId;
use crate::anomaly::Code;
use crate::finding::TransportInfo;
use crate::message::{ContentHints, Direction, MessageHead, Outlet};
use std::collections::VecDeque;

/// Requests whose replies are waited for.
const REQUESTS_MAX: usize = 1024;
/// Shares of a connection.
const TREES_MAX: usize = 64;
/// Open files whose names are known.
const FILES_MAX: usize = 1024;
/// Longest file name and share that are kept, in bytes.
const NAME_MAX: usize = 512;
/// The number of a file that nobody knows.
pub(super) const UNKNOWN: u32 = 0;

/// What a request asks for, as far as its reply needs to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Asks {
    /// A login.
    Session,
    /// A share.
    Tree(String),
    /// This file to be opened.
    Open(u32),
    /// Its content at this offset.
    Read(u32, u64),
    /// To close it.
    Close(u32),
    /// A listing, its entries being of this class.
    List(u8),
}

/// An open file.
#[derive(Debug)]
struct File {
    number: u32,
    id: Option<FileId>,
    tree: u32,
    name: String,
    /// Size when it was opened.
    size: Option<u64>,
    tx: u32,
}

/// A share.
#[derive(Debug)]
struct Tree {
    id: u32,
    /// Its last component: `data` of `\\10.20.0.10\data`.
    share: String,
}

/// The state of one connection.
#[derive(Debug, Default)]
pub(super) struct Session {
    requests: VecDeque<(u64, Asks)>,
    trees: VecDeque<Tree>,
    files: VecDeque<File>,
    numbers: u32,
    /// Requests so far.
    pub tx: u32,
    /// Who answers, once told.
    pub server: Option<Direction>,
    /// A login that waits for its outcome.
    login: Option<String>,
    /// Transaction of the latest login with a password.
    pub login_tx: Option<u32>,
    told: TransportInfo,
    /// Something beside logins crossed in the clear.
    clear: bool,
    /// Of version 1: passwords are sent as they are.
    pub plain: Option<bool>,
}

impl Session {
    /// Keeps what a request asks for.
    pub(super) fn ask(&mut self, dir: Direction, id: u64, asks: Asks, out: &mut dyn Outlet) {
        if self.requests.len() >= REQUESTS_MAX {
            self.requests.pop_front();
            out.anomaly(dir, Code::PipelineLimit, "requests without a reply");
        }
        self.requests.push_back((id, asks));
    }

    /// What a reply answers. It stays asked for if more is to come.
    pub(super) fn answer(&mut self, id: u64, more: bool) -> Option<Asks> {
        let at = self.requests.iter().position(|(asked, _)| *asked == id)?;
        if more {
            self.requests.get(at).map(|(_, asks)| asks.clone())
        } else {
            self.requests.remove(at).map(|(_, asks)| asks)
        }
    }

    /// A share is connected.
    pub(super) fn connect(&mut self, id: u32, path: &str) {
        let share = path.rsplit(['\\', '/']).next().unwrap_or(path).to_owned();
        self.trees.retain(|tree| tree.id != id);
        if self.trees.len() >= TREES_MAX {
            self.trees.pop_front();
        }
        self.trees.push_back(Tree { id, share });
    }

    /// A file is asked for; answers its number.
    pub(super) fn open(&mut self, dir: Direction, tree: u32, name: String, out: &mut dyn Outlet) -> u32 {
        if self.files.len() >= FILES_MAX {
            self.files.pop_front();
            out.anomaly(dir, Code::PartsLimit, "open files");
        }
        self.numbers = self.numbers.wrapping_add(1).max(UNKNOWN + 1);
        let tx = self.tx.saturating_sub(1);
        self.files.push_back(File { number: self.numbers, id: None, tree, name, size: None, tx });
        self.numbers
    }

    /// It is open under this id.
    pub(super) fn opened(&mut self, number: u32, id: FileId, size: Option<u64>) {
        // An id that is used again names another file.
        self.files.retain(|file| file.id != Some(id) || file.number == number);
        if let Some(file) = self.files.iter_mut().find(|file| file.number == number) {
            (file.id, file.size) = (Some(id), size);
        }
    }

    /// It is not.
    pub(super) fn forget(&mut self, number: u32) {
        self.files.retain(|file| file.number != number);
    }

    /// The file of this id; one without a name if its opening was not seen.
    pub(super) fn file(&mut self, dir: Direction, id: FileId, tree: u32, out: &mut dyn Outlet) -> u32 {
        // Files are used in bursts: the latest first.
        if let Some(file) = self.files.iter().rev().find(|file| file.id == Some(id)) {
            return file.number;
        }
        let number = self.open(dir, tree, String::new(), out);
        self.opened(number, id, None);
        number
    }

    /// It has another name now.
    pub(super) fn rename(&mut self, number: u32, name: String) {
        if let Some(file) = self.files.iter_mut().find(|file| file.number == number) {
            file.name = name;
        }
    }

    /// Its size when it was opened.
    pub(super) fn size(&self, number: u32) -> Option<u64> {
        self.known(number).and_then(|file| file.size)
    }

    fn known(&self, number: u32) -> Option<&File> {
        self.files.iter().rev().find(|file| file.number == number)
    }

    fn share(&self, tree: u32) -> &str {
        self.trees.iter().find(|known| known.id == tree).map_or("", |known| &known.share)
    }

    /// True for named pipes: what is written to them has no offset.
    pub(super) fn is_pipe(&self, number: u32) -> bool {
        self.known(number).is_some_and(|file| self.share(file.tree).eq_ignore_ascii_case("IPC$"))
    }

    /// The head of a message with the file's content, sent in this direction.
    pub(super) fn head(&self, number: u32, dir: Direction) -> MessageHead {
        let Some(file) = self.known(number) else {
            let tx = self.tx.saturating_sub(1);
            return MessageHead { place: "smb.file", tx, ..MessageHead::default() };
        };
        let mut name = self.share(file.tree).to_owned();
        if !name.is_empty() && !file.name.is_empty() && !file.name.starts_with('/') {
            name.push('/');
        }
        name.push_str(&file.name);
        // What is written makes the size.
        let length = file.size.filter(|_| self.server == Some(dir));
        let hints = ContentHints { filename: name.into_bytes(), length, ..ContentHints::default() };
        MessageHead { place: "smb.file", tx: file.tx, hints, ..MessageHead::default() }
    }

    /// The blob of a login.
    pub(super) fn login(&mut self, dir: Direction, blob: &[u8], out: &mut dyn Outlet) {
        match ntlm::proof(blob) {
            Some(Proof::Ntlm(user)) => self.wait_for(dir, format!("ntlm {user}"), out),
            Some(Proof::Anonymous) => self.wait_for(dir, "ntlm anonymous".to_owned(), out),
            Some(Proof::Kerberos) => self.wait_for(dir, "kerberos".to_owned(), out),
            None => {}
        }
    }

    /// A login by challenge and response, whose outcome is to come.
    pub(super) fn wait_for(&mut self, dir: Direction, login: String, out: &mut dyn Outlet) {
        self.settle_login(dir, "", out);
        self.login = Some(login);
    }

    /// Tells the login that waits, and what became of it.
    pub(super) fn settle_login(&mut self, dir: Direction, outcome: &str, out: &mut dyn Outlet) {
        if let Some(mut login) = self.login.take() {
            login.push_str(outcome);
            out.anomaly(dir, Code::ChallengeLogin, &login);
        }
    }

    /// The server chose a dialect.
    pub(super) fn dialect(&mut self, revision: u16, out: &mut dyn Outlet) {
        let version = match revision {
            0x0202 => "SMB 2.0.2",
            0x0210 => "SMB 2.1",
            0x0300 => "SMB 3.0",
            0x0302 => "SMB 3.0.2",
            0x0311 => "SMB 3.1.1",
            _ => return,
        };
        self.told = TransportInfo { protocol: "smb2", protection: "none", version, ..TransportInfo::default() };
        out.transport(&self.told);
    }

    /// The server stays with version 1.
    pub(super) fn version1(&mut self, out: &mut dyn Outlet) {
        self.told =
            TransportInfo { protocol: "smb1", protection: "none", version: "SMB 1", ..TransportInfo::default() };
        out.transport(&self.told);
    }

    /// A message came encrypted (`sealed`), or one that carries more than a login did not.
    pub(super) fn protection(&mut self, sealed: bool, out: &mut dyn Outlet) {
        let protection = if sealed && !self.clear { "sound" } else { "none" };
        self.clear |= !sealed;
        if self.told.protocol.is_empty() {
            self.told.protocol = "smb2";
        }
        if self.told.protection != protection {
            self.told.protection = protection;
            out.transport(&self.told);
        }
    }
}

/// A name in UTF-16, with slashes: `reports/2026.csv`.
pub(super) fn name(text: &[u8]) -> String {
    ntlm::utf16(text, NAME_MAX).replace('\\', "/")
}

/// A name in bytes, up to its zero.
pub(super) fn oem_name(text: &[u8]) -> String {
    let text = text.split(|byte| *byte == 0).next().unwrap_or(text);
    String::from_utf8_lossy(text.get(..NAME_MAX).unwrap_or(text)).replace('\\', "/")
}
