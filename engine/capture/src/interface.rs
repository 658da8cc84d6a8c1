//! What the kernel says of an interface, from `/sys/class/net` and by its index.

use std::fs;
use std::path::PathBuf;

/// `ARPHRD_*` values (`linux/if_arp.h`) whose frames have a link header that the engine dissects.
const ETHERNET: [u16; 2] = [1, 772];
/// Those whose frames begin with the IP header: none, raw IP, and tunnels without a header of their own.
const RAW_IP: [u16; 2] = [65534, 519];
/// `IFF_UP | IFF_RUNNING` (linux/if.h).
const RUNNING: u32 = 0x1 | 0x40;

/// What kind of frames an interface delivers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Framing {
    /// Ethernet frames: `LINKTYPE_ETHERNET`.
    Ethernet,
    /// IP packets: `LINKTYPE_RAW`.
    RawIp,
    /// Everything else, and several interfaces at once: `LINKTYPE_LINUX_SLL2`.
    Cooked,
}

fn read(name: &str, what: &str) -> Option<String> {
    // A name from the configuration must not lead out of the directory.
    if name.is_empty() || name.contains('/') || name.starts_with('.') {
        return None;
    }
    let path: PathBuf = ["/sys/class/net", name, what].iter().collect();
    fs::read_to_string(path).ok().map(|text| text.trim().to_owned())
}

fn number(name: &str, what: &str) -> Option<u64> {
    let text = read(name, what)?;
    text.strip_prefix("0x").map_or_else(|| text.parse().ok(), |hex| u64::from_str_radix(hex, 16).ok())
}

/// Index of an interface; `None` if there is none of that name.
pub(crate) fn index(name: &str) -> Option<i32> {
    number(name, "ifindex").and_then(|index| i32::try_from(index).ok())
}

/// Present name of an index.
pub(crate) fn name_of(index: i32) -> Option<String> {
    let entries = fs::read_dir("/sys/class/net").ok()?;
    entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).find(|name| self::index(name) == Some(index))
}

/// True if it is up and has a carrier.
pub(crate) fn is_up(name: &str) -> bool {
    let flags = number(name, "flags").unwrap_or(0) as u32;
    let operates = read(name, "operstate").is_none_or(|state| state != "down" && state != "lowerlayerdown");
    flags & RUNNING & 0x1 != 0 && operates
}

/// What its frames look like.
pub(crate) fn framing(name: &str) -> Framing {
    match number(name, "type") {
        Some(kind) if ETHERNET.contains(&(kind as u16)) => Framing::Ethernet,
        Some(kind) if RAW_IP.contains(&(kind as u16)) => Framing::RawIp,
        _ => Framing::Cooked,
    }
}

/// True for the loopback interface, on which every packet is seen leaving and arriving.
pub(crate) fn is_loopback(name: &str) -> bool {
    number(name, "type") == Some(772)
}

/// Largest IP packet it carries.
pub(crate) fn mtu(name: &str) -> u64 {
    number(name, "mtu").unwrap_or(u64::MAX)
}

/// Packets that the adapter dropped so far: missed by the host, or lost in its own queues.
pub(crate) fn adapter_drops(name: &str) -> u64 {
    ["rx_missed_errors", "rx_fifo_errors"].iter().filter_map(|what| number(name, &format!("statistics/{what}"))).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loopback_is_there_and_is_told_by_its_index() {
        let index = index("lo").unwrap();
        assert_eq!(name_of(index).as_deref(), Some("lo"));
        assert_eq!(framing("lo"), Framing::Ethernet);
        assert!(is_loopback("lo"));
    }

    #[test]
    fn names_do_not_lead_out_of_the_directory() {
        assert_eq!(index("../../../proc/self"), None);
        assert_eq!(index("lo/../lo"), None);
        assert_eq!(index(""), None);
    }
}
