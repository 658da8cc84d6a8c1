-- Times named *_ns are nanoseconds since the epoch in packet time. Bodies are JSON (sensor.transport.services); what a
-- peer wrote is in them redacted. Times named *_s are seconds since the epoch: certificates may hold until 9999.

-- Services: what answers at an address and a port, in a protocol, under a name.
CREATE TABLE services (
    address  TEXT    NOT NULL,                       -- of the responder
    port     INTEGER NOT NULL,                       -- of the responder
    protocol TEXT    NOT NULL,                       -- what protects it, or what it speaks in the clear
    sni      TEXT    NOT NULL,                       -- the name that clients asked for; empty: none
    first_ns INTEGER NOT NULL,                       -- first flow
    last_ns  INTEGER NOT NULL,                       -- latest flow
    body     BLOB    NOT NULL,                       -- the service
    PRIMARY KEY (address, port, protocol, sni)
) STRICT, WITHOUT ROWID;

-- Certificates that services or their clients showed.
CREATE TABLE certificates (
    sha256       TEXT    NOT NULL PRIMARY KEY,       -- of the whole certificate, lower-case hex
    not_after_s INTEGER NOT NULL,                   -- end of its validity; 0: it could not be read
    first_ns     INTEGER NOT NULL,                   -- first shown
    last_ns      INTEGER NOT NULL,                   -- last shown
    body         BLOB    NOT NULL                    -- the certificate's facts
) STRICT, WITHOUT ROWID;

-- What changed, in order.
CREATE TABLE drift (
    seq   INTEGER PRIMARY KEY AUTOINCREMENT,         -- its place
    at_ns INTEGER NOT NULL,                          -- the flow that showed it
    body  BLOB    NOT NULL                           -- the change
) STRICT;
CREATE INDEX drift_at ON drift (at_ns);

-- Numbers of the inventory as a whole: started_ns, and what was given up.
CREATE TABLE facts (
    name  TEXT    NOT NULL PRIMARY KEY,              -- of the number
    value INTEGER NOT NULL                           -- as of the last save
) STRICT, WITHOUT ROWID;
