//! Named oddities: what a sensor should say instead of failing. Names are published and never change.

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $name:literal, $layer:literal;)*) => {
        /// An anomaly's code.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Code { $($(#[$doc])* $variant,)* }
        impl Code {
            /// Every code.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];
            /// The published name.
            pub const fn name(self) -> &'static str { match self { $(Self::$variant => $name,)* } }
            /// The layer it belongs to: `source wire flow tcp proto content engine`.
            pub const fn layer(self) -> &'static str { match self { $(Self::$variant => $layer,)* } }
        }
    };
}

codes! {
    /// A capture record is damaged; reading stopped at the offset in the detail.
    CaptureDamaged = "capture_damaged", "source";
    /// Capture time stepped backwards or jumped over an hour and was clamped.
    ClockJump = "clock_jump", "source";
    /// A header is shorter than it must be.
    HeaderTruncated = "header_truncated", "wire";
    /// A header contradicts itself.
    HeaderInvalid = "header_invalid", "wire";
    /// Tunnels nested deeper than the limit.
    TunnelTooDeep = "tunnel_too_deep", "wire";
    /// A link type that cannot be dissected.
    LinkTypeUnknown = "link_type_unknown", "wire";
    /// A frame's Ethernet type is none that is read, or what it carries is encrypted (802.1AE).
    EthertypeUnread = "ethertype_unread", "wire";
    /// IP fragments overlap with different bytes.
    FragmentOverlap = "fragment_overlap", "wire";
    /// Fragments were dropped: limit or time-out.
    FragmentTimeout = "fragment_timeout", "wire";
    /// Two copies of TCP bytes at one sequence number differ.
    OverlapConflict = "overlap_conflict", "tcp";
    /// A gap in the sequence was given up.
    StreamGap = "stream_gap", "tcp";
    /// Data was acknowledged that this sensor never saw.
    AckedUnseen = "acked_unseen", "tcp";
    /// A segment lies far outside the window and was ignored.
    OutOfWindow = "out_of_window", "tcp";
    /// The out-of-order buffer of a flow or of the worker is full; the oldest hole was given up.
    ReorderLimit = "reorder_limit", "tcp";
    /// The sensor could not keep up: the flow was given up, in the stated order, and its bytes are skipped.
    Overload = "overload", "flow";
    /// A flow was evicted for memory.
    FlowEvicted = "flow_evicted", "flow";
    /// A parser lost its place; the rest of the stream is scanned raw.
    ParserLost = "parser_lost", "proto";
    /// A parser found its place again after a gap.
    ParserResync = "parser_resync", "proto";
    /// A head, line or field exceeds its limit.
    HeadTooLong = "head_too_long", "proto";
    /// Content-Length contradicts Transfer-Encoding, another Content-Length, or the bytes that came.
    LengthConflict = "length_conflict", "proto";
    /// A chunk size line is malformed.
    ChunkInvalid = "chunk_invalid", "proto";
    /// A header line is malformed or obsolete (folding, whitespace before the colon).
    HeaderMalformed = "header_malformed", "proto";
    /// A response without a request.
    ResponseWithoutRequest = "response_without_request", "proto";
    /// More requests wait for their response than the limit; later ones are not paired.
    PipelineLimit = "pipeline_limit", "proto";
    /// A challenge-response login (Digest, NTLM, Negotiate): no readable secret.
    ChallengeLogin = "challenge_login", "proto";
    /// A header of the PROXY protocol is malformed, or its checksum is wrong.
    ProxyMalformed = "proxy_malformed", "proto";
    /// A DNS message is malformed.
    DnsMalformed = "dns_malformed", "proto";
    /// DNS labels or TXT carry encoded data.
    DnsTunnel = "dns_tunnel", "proto";
    /// Echoes of ICMP carry data.
    IcmpTunnel = "icmp_tunnel", "proto";
    /// A TLS record or handshake is malformed.
    TlsMalformed = "tls_malformed", "proto";
    /// A record does not open with the keys that were given for it.
    DecryptFailed = "decrypt_failed", "proto";
    /// Records waited for their secrets beyond the budget, and stay encrypted.
    SecretsLate = "secrets_late", "proto";
    /// More connections have secrets than the limit; the oldest were dropped.
    SecretsLimit = "secrets_limit", "engine";
    /// A key log has lines that cannot be read.
    KeylogMalformed = "keylog_malformed", "source";
    /// A compressed or encoded body is damaged.
    DecodeFailed = "decode_failed", "content";
    /// An archive or document is locked with a password: its content is `undecodable`.
    ArchiveEncrypted = "archive_encrypted", "content";
    /// The decode budget of a message is spent: bytes out.
    DecodeBudget = "decode_budget", "content";
    /// The expansion ratio says decompression bomb.
    DecodeBomb = "decode_bomb", "content";
    /// Containers nested deeper than the limit.
    NestingLimit = "nesting_limit", "content";
    /// More parts or fields than the limit.
    PartsLimit = "parts_limit", "content";
    /// More findings, places or values in a message than the limit.
    FindingsLimit = "findings_limit", "content";
    /// A fault of the engine: the flow was dropped.
    EngineFault = "engine_fault", "engine";
    /// Bytes that no stage accounted for (a defect; they are counted as skipped).
    Unaccounted = "unaccounted", "engine";
}
