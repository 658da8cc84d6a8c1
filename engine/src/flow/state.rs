//! TCP as a passive observer sees it: enough to know when a flow begins, ends, and is reused.

/// State of a flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum TcpState {
    /// Not TCP.
    #[default]
    Datagram,
    /// Only SYNs of one side.
    SynSent,
    /// SYNs of both sides.
    SynReceived,
    /// Data or acknowledgements after the handshake.
    Established,
    /// Picked up without a SYN.
    Midstream,
    /// One side sent FIN.
    Closing,
    /// Both sides sent FIN.
    Closed,
    /// RST.
    Reset,
}

impl TcpState {
    /// The published name.
    pub const fn name(self, udp: bool) -> &'static str {
        match self {
            Self::Datagram if udp => "udp",
            Self::Datagram => "other",
            Self::SynSent => "syn_sent",
            Self::SynReceived => "syn_received",
            Self::Established => "established",
            Self::Midstream => "midstream",
            Self::Closing => "closing",
            Self::Closed => "closed",
            Self::Reset => "reset",
        }
    }

    /// True when a SYN on the same 5-tuple starts a new flow.
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Closed | Self::Reset | Self::Closing)
    }
}
