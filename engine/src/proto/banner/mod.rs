//! Protocols that are only named.
