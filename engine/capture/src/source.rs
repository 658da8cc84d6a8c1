//! One ring of one interface as a [`PacketSource`], through the life of that interface.

use crate::interface::{self, Framing};
use crate::ring::{Frame, Ring};
use crate::socket::Socket;
use crate::{ANY, RingConfig, checksum};
use leaktap_engine::error::{Error, Result};
use leaktap_engine::source::{Fill, LinkType, PacketBlock, PacketMeta, PacketSource, SourceStatus};
use std::time::{Duration, Instant};

const ETHERNET: LinkType = LinkType(1);
const RAW_IP: LinkType = LinkType(101);
const SLL2: LinkType = LinkType(276);
/// Longest wait for packets, ms.
const WAIT_MS: i32 = 50;
/// Time between two looks at an interface's state, and between two tries to open one that is gone.
const LOOK: Duration = Duration::from_secs(1);
/// A fill stops at this many bytes: large enough to make it cheap, small enough to stay in cache.
const ENOUGH: usize = 512 << 10;
/// Link header and two VLAN tags on top of an interface's MTU.
const HEADERS: u64 = 22;
const GONE: &str = "the interface is gone; it is opened again once there is one of that name";
/// Addresses in the ring: the sender's own copies of what it sends (`linux/if_packet.h`, `PACKET_OUTGOING`).
const OUTGOING: u8 = 4;

struct Open {
    ring: Ring,
    socket: Socket,
    index: i32,
}

/// A ring, or the wait for its interface.
pub(crate) struct RingSource {
    config: RingConfig,
    rings: usize,
    /// Which of the rings; the first one counts for the interface.
    number: usize,
    framing: Framing,
    open: Option<Open>,
    looked: Instant,
    status: SourceStatus,
    /// What was asked for and could not be had.
    note: String,
    /// The adapter's drops when the interface was opened.
    drops_before: u64,
    limit: u64,
    frames: u64,
    bytes: u64,
}

impl RingSource {
    /// Opens the interface, which must be there and may be down.
    pub(crate) fn open(config: RingConfig, rings: usize, number: usize) -> Result<Self> {
        let mut source = Self {
            framing: Framing::Cooked,
            open: None,
            looked: Instant::now(),
            status: SourceStatus { name: config.interface.clone(), ..SourceStatus::default() },
            note: String::new(),
            drops_before: 0,
            limit: u64::MAX,
            frames: 0,
            bytes: 0,
            rings,
            number,
            config,
        };
        source.attach()?;
        Ok(source)
    }

    fn error(&self, what: &str, error: &std::io::Error) -> Error {
        let fix = match error.raw_os_error() {
            Some(libc::EPERM | libc::EACCES) => {
                ": capturing needs CAP_NET_RAW (run as root, or give the service AmbientCapabilities=CAP_NET_RAW)"
            }
            Some(libc::ENOMEM) => ": a smaller capture.ring may fit",
            _ => "",
        };
        let reason = format!("{what}: {error}{fix}");
        Error::Source { path: self.config.interface.clone(), errno: error.raw_os_error(), reason }
    }

    fn attach(&mut self) -> Result<()> {
        let name = self.config.interface.clone();
        let any = name == ANY;
        let index = match interface::index(&name) {
            Some(index) => index,
            None if any => 0,
            None => {
                let reason = "there is no such interface (`ip link` lists them)".to_owned();
                return Err(Error::Source { path: name, errno: Some(libc::ENODEV), reason });
            }
        };
        self.framing = if any { Framing::Cooked } else { interface::framing(&name) };
        let socket = Socket::new(self.framing).map_err(|error| self.error("cannot open a packet socket", &error))?;
        // The filter comes first: nothing that it should hold back may reach the ring.
        let program =
            if self.config.filter.is_empty() { accept(self.config.snaplen) } else { self.config.filter.clone() };
        socket.filter(&program).map_err(|error| self.error("the filter was refused", &error))?;
        let ring =
            Ring::new(&socket, self.config.ring_bytes).map_err(|error| self.error("cannot make the ring", &error))?;
        self.note.clear();
        if self.config.adapter_time
            && let Err(error) = socket.adapter_time(&name)
        {
            self.note = format!("the adapter offers no time stamps ({error}); the kernel's are used");
        }
        socket.bind(index).map_err(|error| self.error("cannot bind", &error))?;
        if self.config.promiscuous && !any {
            socket.promiscuous(index).map_err(|error| self.error("cannot become promiscuous", &error))?;
        }
        if self.rings > 1 {
            let group = (std::process::id() ^ (index as u32).wrapping_mul(0x9e37)) as u16;
            socket.fanout(group).map_err(|error| self.error("cannot share the interface between rings", &error))?;
        }
        self.limit = if any { u64::MAX } else { interface::mtu(&name).saturating_add(HEADERS) };
        self.drops_before = interface::adapter_drops(&name).saturating_sub(self.status.nic_drops);
        self.open = Some(Open { ring, socket, index });
        self.look();
        Ok(())
    }

    /// Looks how the interface is; opens it again if it is a new one of the same name.
    fn look(&mut self) {
        self.looked = Instant::now();
        let Some(open) = &self.open else {
            if self.attach().is_ok() {
                self.status.reopened += 1;
            }
            return;
        };
        let (received, dropped) = open.socket.statistics();
        self.status.received += received;
        self.status.ring_drops += dropped;
        if open.index == 0 {
            self.status.up = true;
            return;
        }
        let Some(name) = interface::name_of(open.index) else {
            self.gone();
            return;
        };
        if self.number == 0 {
            let drops = interface::adapter_drops(&name).saturating_sub(self.drops_before);
            self.status.nic_drops = self.status.nic_drops.max(drops);
        }
        self.status.up = interface::is_up(&name);
        let renamed = name != self.config.interface;
        self.status.trouble = match (self.status.up, renamed) {
            (false, _) => "the interface is down".to_owned(),
            (true, true) => format!("the interface is called {name} now"),
            (true, false) => self.note.clone(),
        };
        self.status.name = name;
    }

    fn gone(&mut self) {
        if let Some(open) = self.open.take() {
            let (received, dropped) = open.socket.statistics();
            self.status.received += received;
            self.status.ring_drops += dropped;
        }
        self.status.up = false;
        GONE.clone_into(&mut self.status.trouble);
    }

    fn copy(&mut self, block: &mut PacketBlock) {
        let Some(open) = &mut self.open else { return };
        let loopback = open.index == 0 || interface_is_loopback(self.framing, &self.config.interface);
        let (framing, limit) = (self.framing, self.limit);
        let (frames, status) = (&mut self.frames, &mut self.status);
        while block.bytes.len() < ENOUGH {
            let taken = open.ring.take(&mut |frame| {
                if loopback && frame.address.sll_pkttype == OUTGOING && frame.address.sll_hatype == 772 {
                    // On the loopback interface every packet is seen leaving, and then arriving.
                    return;
                }
                *frames += 1;
                if u64::from(frame.wire_len) > limit {
                    status.oversize += 1;
                }
                // What this host sends itself has no checksum yet where an adapter will make it.
                let unfinished = frame.status & libc::TP_STATUS_CSUMNOTREADY != 0;
                if framing == Framing::Ethernet
                    && !unfinished
                    && *frames % checksum::SAMPLE == 0
                    && frame.data.len() == frame.wire_len as usize
                    && let Some(right) = checksum::verify(frame.data)
                {
                    status.checksums.0 += 1;
                    status.checksums.1 += u64::from(!right);
                }
                append(block, framing, &frame, *frames);
            });
            if !taken {
                break;
            }
        }
        self.bytes += block.bytes.len() as u64;
    }
}

fn interface_is_loopback(framing: Framing, name: &str) -> bool {
    framing == Framing::Ethernet && name == "lo" && interface::is_loopback(name)
}

/// A program that takes everything, up to `snaplen` bytes of it: `ret #snaplen`.
fn accept(snaplen: u32) -> Vec<(u16, u8, u8, u32)> {
    vec![(0x06, 0, 0, if snaplen == 0 { 0x0004_0000 } else { snaplen })]
}

/// Copies a frame into the block, with its VLAN tag where the wire had it.
fn append(block: &mut PacketBlock, framing: Framing, frame: &Frame<'_>, number: u64) {
    const ADDRESSES: usize = 12;
    let offset = block.bytes.len();
    let mut added = 0;
    let link = match framing {
        Framing::Ethernet => {
            let (front, back) = frame.data.split_at(frame.data.len().min(ADDRESSES));
            block.bytes.extend_from_slice(front);
            if let Some((tci, tpid)) = frame.vlan {
                block.bytes.extend_from_slice(&tpid.to_be_bytes());
                block.bytes.extend_from_slice(&tci.to_be_bytes());
                added = 4;
            }
            block.bytes.extend_from_slice(back);
            ETHERNET
        }
        Framing::RawIp => {
            block.bytes.extend_from_slice(frame.data);
            RAW_IP
        }
        Framing::Cooked => {
            added = cooked(&mut block.bytes, frame);
            block.bytes.extend_from_slice(frame.data);
            SLL2
        }
    };
    block.packets.push(PacketMeta {
        offset: offset as u32,
        len: (block.bytes.len() - offset) as u32,
        wire_len: (frame.wire_len + added).max((block.bytes.len() - offset) as u32),
        link,
        interface: frame.address.sll_ifindex as u16,
        ts_ns: frame.ts_ns,
        frame: number,
    });
}

/// Writes the "cooked v2" header (`tcpdump.org/linktypes/LINKTYPE_LINUX_SLL2`); returns its length, tag included.
fn cooked(bytes: &mut Vec<u8>, frame: &Frame<'_>) -> u32 {
    let address = &frame.address;
    let protocol = address.sll_protocol.to_ne_bytes();
    let outer = frame.vlan.map_or(protocol, |(_, tpid)| tpid.to_be_bytes());
    bytes.extend_from_slice(&outer);
    bytes.extend_from_slice(&[0, 0]);
    bytes.extend_from_slice(&(address.sll_ifindex as u32).to_be_bytes());
    bytes.extend_from_slice(&address.sll_hatype.to_be_bytes());
    bytes.extend_from_slice(&[address.sll_pkttype, address.sll_halen.min(8)]);
    bytes.extend_from_slice(&address.sll_addr);
    let Some((tci, _)) = frame.vlan else { return 20 };
    bytes.extend_from_slice(&tci.to_be_bytes());
    bytes.extend_from_slice(&protocol);
    24
}

impl PacketSource for RingSource {
    fn fill(&mut self, block: &mut PacketBlock) -> Result<Fill> {
        block.clear();
        block.bytes.clear();
        if self.looked.elapsed() >= LOOK {
            self.look();
        }
        let Some(open) = &self.open else {
            std::thread::sleep(Duration::from_millis(WAIT_MS as u64));
            return Ok(Fill::More);
        };
        if !open.ring.is_ready()
            && open.socket.wait(WAIT_MS)
            && !open.ring.is_ready()
            && let Some(error) = open.socket.error()
        {
            // ENETDOWN: packets come again by themselves once it is up. Anything else shows at the next look.
            self.status.up = false;
            self.status.trouble = format!("the interface reports: {error}");
            self.look();
            std::thread::sleep(Duration::from_millis(WAIT_MS as u64));
            return Ok(Fill::More);
        }
        self.copy(block);
        Ok(Fill::More)
    }

    fn position(&self) -> u64 {
        self.bytes
    }

    fn size(&self) -> Option<u64> {
        None
    }

    fn status(&mut self) -> SourceStatus {
        self.look();
        self.status.clone()
    }

    fn pressure(&self) -> u8 {
        self.open.as_ref().map_or(0, |open| open.ring.fill())
    }
}
