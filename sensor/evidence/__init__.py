"""Evidence that only the holder of a private key can read: whose data leaked, sealed as it is found."""
