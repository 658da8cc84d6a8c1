//! What the client's arguments, the server's flags and the lists of algorithms settle.

/// Bits of the server's flags (`compat.c`).
mod compat {
    /// Lists come directory by directory.
    pub(super) const INCREMENTAL: i32 = 1;
    /// Lists may end with an error.
    pub(super) const SAFE_LIST: i32 = 1 << 3;
    /// Flags of entries are of variable length; algorithms are negotiated.
    pub(super) const VARINT: i32 = 1 << 7;
    /// The names of user and group 0 are sent.
    pub(super) const ID0_NAMES: i32 = 1 << 8;
}

/// How content is compressed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Packing {
    #[default]
    None,
    /// Raw DEFLATE; `true`: blocks that the receiver has become part of its history.
    Zlib(bool),
    Zstd,
    /// One that is not opened.
    Other,
}

/// What both sides go by.
#[derive(Clone, Debug, Default)]
pub(super) struct Options {
    /// The lower of both versions.
    pub protocol: u8,
    /// The server sends files.
    pub sends: bool,
    pub owners: bool,
    pub groups: bool,
    pub devices: bool,
    pub links: bool,
    pub hard_links: bool,
    pub checksums: bool,
    pub access_times: bool,
    pub creation_times: bool,
    pub dry_run: bool,
    pub compress: bool,
    /// Access lists or extended attributes: lists with them are not read.
    pub strange: bool,
    pub numeric: bool,
    /// A sending client tells what to leave out.
    pub filters: bool,
    /// More arguments follow the first.
    pub protected: bool,
    /// The client understands numbers of variable length.
    pub variable: bool,
    flags: i32,
    checksum: Option<Vec<u8>>,
    packing: Option<Vec<u8>>,
}

impl Options {
    /// One argument of the client's.
    pub(super) fn argument(&mut self, argument: &[u8]) {
        if let Some(long) = argument.strip_prefix(b"--") {
            let (name, value) = long.iter().position(|byte| *byte == b'=').map_or((long, None), |at| {
                let (name, value) = long.split_at(at);
                (name, value.get(1..))
            });
            match name {
                b"sender" => self.sends = true,
                b"numeric-ids" => self.numeric = true,
                b"dry-run" => self.dry_run = true,
                b"acls" | b"xattrs" | b"files-from" => self.strange = true,
                b"prune-empty-dirs" => self.filters = true,
                b"checksum-choice" | b"cc" => self.checksum = value.map(<[u8]>::to_vec),
                b"compress-choice" | b"zc" => self.pack(value.unwrap_or_default()),
                b"new-compress" => self.pack(b"zlibx"),
                b"old-compress" => self.pack(b"zlib"),
                _ if name.starts_with(b"delete") => self.filters = true,
                _ => {}
            }
        } else if let Some(letters) = argument.strip_prefix(b"-") {
            for (at, letter) in letters.iter().enumerate() {
                match letter {
                    b'o' => self.owners = true,
                    b'g' => self.groups = true,
                    b'D' => self.devices = true,
                    b'l' => self.links = true,
                    b'H' => self.hard_links = true,
                    b'c' => self.checksums = true,
                    b'U' => self.access_times = true,
                    b'N' => self.creation_times = true,
                    b'n' => self.dry_run = true,
                    b'z' => self.compress = true,
                    b'A' | b'X' => self.strange = true,
                    b'm' => self.filters = true,
                    b's' => self.protected = true,
                    b'e' => {
                        // What follows says what the client is able to do.
                        self.variable = letters.get(at..).is_some_and(|able| able.contains(&b'v'));
                        break;
                    }
                    _ => {}
                }
            }
        }
    }

    fn pack(&mut self, name: &[u8]) {
        self.compress = true;
        self.packing = Some(name.to_vec());
    }

    /// The server's flags.
    pub(super) const fn allow(&mut self, flags: i32) {
        self.flags = flags;
    }

    /// Lists come directory by directory.
    pub(super) const fn incremental(&self) -> bool {
        self.flags & compat::INCREMENTAL != 0
    }

    /// Lists may end with an error.
    pub(super) const fn safe_lists(&self) -> bool {
        self.flags & compat::SAFE_LIST != 0 || self.protocol >= 31
    }

    /// Flags of list entries have variable length.
    pub(super) const fn varint_flags(&self) -> bool {
        self.flags & compat::VARINT != 0
    }

    /// User and group 0 have names.
    pub(super) const fn id0_names(&self) -> bool {
        self.flags & compat::ID0_NAMES != 0
    }

    /// How many lists of algorithms each side sends: of checksums, and of compressions.
    pub(super) const fn lists(&self) -> usize {
        let asked = [self.checksum.is_none(), self.compress && self.packing.is_none()];
        if self.varint_flags() { asked[0] as usize + asked[1] as usize } else { 0 }
    }

    /// Settles the algorithms: the client's first choice that the server has too.
    pub(super) fn settle(&mut self, client: &[Vec<u8>], server: &[Vec<u8>]) {
        let choose = |at: usize| {
            let (ours, theirs) = (client.get(at)?, server.get(at)?);
            let known: Vec<&[u8]> = theirs.split(|byte| *byte == b' ').collect();
            ours.split(|byte| *byte == b' ').find(|name| known.contains(name)).map(<[u8]>::to_vec)
        };
        let mut at = 0;
        if self.varint_flags() && self.checksum.is_none() {
            self.checksum = choose(at);
            at += 1;
        }
        if self.varint_flags() && self.compress && self.packing.is_none() {
            self.packing = choose(at);
        }
    }

    /// How content is compressed.
    pub(super) fn packing(&self) -> Packing {
        match self.packing.as_deref() {
            _ if !self.compress => Packing::None,
            None | Some(b"zlib") => Packing::Zlib(true),
            Some(b"zlibx") => Packing::Zlib(false),
            Some(b"zstd") => Packing::Zstd,
            Some(b"none") => Packing::None,
            Some(_) => Packing::Other,
        }
    }

    /// Bytes of a file's checksum; `None` for an unknown algorithm. A choice may name one for transfers, one for lists.
    pub(super) fn checksum_len(&self, list: bool) -> Option<usize> {
        let name = self.checksum.as_deref().map(|choice| {
            let mut names = choice.split(|byte| *byte == b',');
            let first = names.next().unwrap_or_default();
            if list { names.next().unwrap_or(first) } else { first }
        });
        match name {
            None | Some(b"md5" | b"md4" | b"xxh128" | b"auto") => Some(16),
            Some(b"xxh64" | b"xxhash" | b"xxh3") => Some(8),
            Some(b"sha1") => Some(20),
            Some(b"sha256") => Some(32),
            Some(b"sha512") => Some(64),
            Some(b"none") => Some(1),
            Some(_) => None,
        }
    }
}
