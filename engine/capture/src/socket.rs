//! An `AF_PACKET` socket and its options (packet(7)).

use crate::interface::Framing;
use libc::{c_int, c_uint, c_void, socklen_t};
use std::io::{Error, Result};
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd, RawFd};

/// `PACKET_FANOUT_HASH` with `PACKET_FANOUT_FLAG_DEFRAG`: fragments go where their datagram goes.
const FANOUT: c_uint = 0x8000;
/// `ETH_P_ALL` in network order.
const ALL: u16 = (libc::ETH_P_ALL as u16).to_be();

/// The socket. Closed on drop.
pub(crate) struct Socket(OwnedFd);

impl Socket {
    /// A socket that receives nothing yet, because it has no protocol.
    pub(crate) fn new(framing: Framing) -> Result<Self> {
        let kind = if framing == Framing::Cooked { libc::SOCK_DGRAM } else { libc::SOCK_RAW };
        // SAFETY: socket(2) takes no pointers.
        let fd = unsafe { libc::socket(libc::AF_PACKET, kind | libc::SOCK_CLOEXEC | libc::SOCK_NONBLOCK, 0) };
        if fd < 0 {
            return Err(Error::last_os_error());
        }
        // SAFETY: the descriptor is new, and nobody else's.
        Ok(Self(unsafe { OwnedFd::from_raw_fd(fd) }))
    }

    pub(crate) fn fd(&self) -> RawFd {
        self.0.as_raw_fd()
    }

    fn set<T>(&self, level: c_int, option: c_int, value: &T) -> Result<()> {
        let pointer = std::ptr::from_ref(value).cast::<c_void>();
        // SAFETY: the pointer and the size are those of `value`, which the call only reads.
        let done = unsafe { libc::setsockopt(self.fd(), level, option, pointer, size_of::<T>() as socklen_t) };
        if done < 0 { Err(Error::last_os_error()) } else { Ok(()) }
    }

    fn get<T: Copy>(&self, level: c_int, option: c_int, mut value: T) -> Result<T> {
        let mut size = size_of::<T>() as socklen_t;
        let pointer = std::ptr::from_mut(&mut value).cast::<c_void>();
        // SAFETY: the kernel writes at most `size` bytes to `value`, whose types below are plain integers.
        let done = unsafe { libc::getsockopt(self.fd(), level, option, pointer, &raw mut size) };
        if done < 0 { Err(Error::last_os_error()) } else { Ok(value) }
    }

    /// Attaches a classic BPF program.
    pub(crate) fn filter(&self, program: &[(u16, u8, u8, u32)]) -> Result<()> {
        let mut steps: Vec<libc::sock_filter> =
            program.iter().map(|&(code, jt, jf, k)| libc::sock_filter { code, jt, jf, k }).collect();
        let len = u16::try_from(steps.len()).map_err(|_| Error::from_raw_os_error(libc::EINVAL))?;
        let filter = libc::sock_fprog { len, filter: steps.as_mut_ptr() };
        self.set(libc::SOL_SOCKET, libc::SO_ATTACH_FILTER, &filter)
    }

    /// Makes the receive ring.
    pub(crate) fn ring(&self, request: &libc::tpacket_req3) -> Result<()> {
        self.set(libc::SOL_PACKET, libc::PACKET_VERSION, &(libc::tpacket_versions::TPACKET_V3 as c_int))?;
        self.set(libc::SOL_PACKET, libc::PACKET_RX_RING, request)
    }

    /// Asks for the adapter's own time stamps. The adapter must be made to stamp every packet first.
    pub(crate) fn adapter_time(&self, interface: &str) -> Result<()> {
        stamp_everything(self.fd(), interface)?;
        self.set(libc::SOL_PACKET, libc::PACKET_TIMESTAMP, &(libc::SOF_TIMESTAMPING_RAW_HARDWARE as c_int))
    }

    /// Binds to an interface (0: all) and begins to receive.
    pub(crate) fn bind(&self, index: i32) -> Result<()> {
        // SAFETY: all-zero is a valid address structure.
        let mut address: libc::sockaddr_ll = unsafe { std::mem::zeroed() };
        address.sll_family = libc::AF_PACKET as u16;
        address.sll_protocol = ALL;
        address.sll_ifindex = index;
        let pointer = std::ptr::from_ref(&address).cast::<libc::sockaddr>();
        // SAFETY: the pointer and the size are those of `address`.
        let done = unsafe { libc::bind(self.fd(), pointer, size_of::<libc::sockaddr_ll>() as socklen_t) };
        if done < 0 { Err(Error::last_os_error()) } else { Ok(()) }
    }

    /// Makes the adapter deliver frames that are addressed to others, for as long as the socket lives.
    pub(crate) fn promiscuous(&self, index: i32) -> Result<()> {
        let request = libc::packet_mreq {
            mr_ifindex: index,
            mr_type: libc::PACKET_MR_PROMISC as u16,
            mr_alen: 0,
            mr_address: [0; 8],
        };
        self.set(libc::SOL_PACKET, libc::PACKET_ADD_MEMBERSHIP, &request)
    }

    /// Shares the interface's packets with the other sockets of `group`.
    pub(crate) fn fanout(&self, group: u16) -> Result<()> {
        let value = c_uint::from(group) | (libc::PACKET_FANOUT_HASH | FANOUT) << 16;
        self.set(libc::SOL_PACKET, libc::PACKET_FANOUT, &value)
    }

    /// Packets received (dropped ones included) and dropped since the last call.
    pub(crate) fn statistics(&self) -> (u64, u64) {
        #[derive(Clone, Copy)]
        #[repr(C)]
        struct Statistics {
            packets: c_uint,
            drops: c_uint,
            freezes: c_uint,
        }
        let none = Statistics { packets: 0, drops: 0, freezes: 0 };
        let found = self.get(libc::SOL_PACKET, libc::PACKET_STATISTICS, none).unwrap_or(none);
        (u64::from(found.packets), u64::from(found.drops))
    }

    /// The error that waits at the socket, if there is one.
    pub(crate) fn error(&self) -> Option<Error> {
        match self.get::<c_int>(libc::SOL_SOCKET, libc::SO_ERROR, 0) {
            Ok(0) => None,
            Ok(errno) => Some(Error::from_raw_os_error(errno)),
            Err(error) => Some(error),
        }
    }

    /// Waits for a block of packets or an error; true if there is one.
    pub(crate) fn wait(&self, milliseconds: c_int) -> bool {
        let mut fd = libc::pollfd { fd: self.fd(), events: libc::POLLIN | libc::POLLERR, revents: 0 };
        // SAFETY: one structure, and the count says so.
        unsafe { libc::poll(&raw mut fd, 1, milliseconds) > 0 }
    }
}

/// SIOCSHWTSTAMP with `HWTSTAMP_FILTER_ALL` (`linux/net_tstamp.h`).
fn stamp_everything(fd: RawFd, interface: &str) -> Result<()> {
    #[repr(C)]
    struct Configuration {
        flags: c_int,
        tx_type: c_int,
        rx_filter: c_int,
    }
    const SIOCSHWTSTAMP: libc::c_ulong = 0x89b0;
    let mut configuration = Configuration { flags: 0, tx_type: 0, rx_filter: 1 };
    // SAFETY: all-zero is a valid request.
    let mut request: libc::ifreq = unsafe { std::mem::zeroed() };
    for (to, from) in request.ifr_name.iter_mut().zip(interface.bytes().take(libc::IFNAMSIZ - 1)) {
        *to = from as libc::c_char;
    }
    request.ifr_ifru.ifru_data = (&raw mut configuration).cast();
    // SAFETY: the request and the configuration that it points to live until the call returns.
    let done = unsafe { libc::ioctl(fd, SIOCSHWTSTAMP as _, &raw mut request) };
    if done < 0 { Err(Error::last_os_error()) } else { Ok(()) }
}
