-- Times named *_ns are nanoseconds since the epoch by the sensor's clock. Bodies are alerts as JSON (sensor.model.alert),
-- their values masked. A checksum is BLAKE2b with 8 bytes over the row's id (or name), a zero byte and the body.

-- What was said of alerts, in order. Rows are only added, and removed when they are delivered and old, or at the limit.
CREATE TABLE events (
    seq          INTEGER PRIMARY KEY AUTOINCREMENT,  -- its place; never used again, so that cursors stay true
    id           TEXT    NOT NULL UNIQUE,            -- UUID version 5 of the alert's id and revision
    alert_id     TEXT    NOT NULL,                   -- the alert it is about
    revision     INTEGER NOT NULL CHECK (revision >= 1),  -- counts what was said of this alert
    activity     TEXT    NOT NULL CHECK (activity IN ('create', 'update', 'close')),  -- what happened to it
    severity     TEXT    NOT NULL CHECK (severity IN ('info', 'low', 'medium', 'high', 'critical')),  -- of the alert
    committed_ns INTEGER NOT NULL,                   -- when it was stored
    body         BLOB    NOT NULL,                   -- the alert as it stood
    checksum     BLOB    NOT NULL CHECK (length(checksum) = 8)  -- verified whenever it is read
) STRICT;
-- At the limit the lowest severity goes first; counts what waits without reading bodies.
CREATE INDEX events_severity ON events (severity, seq);
CREATE INDEX events_alert ON events (alert_id, seq);

-- Alerts as they stand: one row each.
CREATE TABLE alerts (
    id                  TEXT    NOT NULL PRIMARY KEY,  -- UUID version 5
    key                 TEXT    NOT NULL,              -- the leak: stays the same over its alerts
    rule                TEXT    NOT NULL,              -- id of the rule
    severity            TEXT    NOT NULL CHECK (severity IN ('info', 'low', 'medium', 'high', 'critical')),  -- of the rule
    status              TEXT    NOT NULL CHECK (status IN ('open', 'closed')),  -- closed once it was quiet for long
    acknowledged_by     TEXT,                          -- who took note of it; null: nobody
    acknowledged_ns     INTEGER,                       -- when
    acknowledged_reason TEXT,                          -- why that is all right
    acknowledged_until  INTEGER,                       -- ns: how long that holds; null: for ever
    first_seen          TEXT    NOT NULL,              -- RFC 3339 in UTC with nine decimals: sorts as text
    last_seen           TEXT    NOT NULL,              -- as first_seen
    revision            INTEGER NOT NULL,              -- of the last event
    count               INTEGER NOT NULL,              -- occurrences of values, or flows of a transport alert
    distinct_count      INTEGER NOT NULL,              -- different values
    committed_ns        INTEGER NOT NULL,              -- when the row last changed by an event
    body                BLOB    NOT NULL,              -- the alert as of its last event
    checksum            BLOB    NOT NULL CHECK (length(checksum) = 8)  -- verified whenever it is read
) STRICT;
CREATE INDEX alerts_seen ON alerts (last_seen);
CREATE INDEX alerts_committed ON alerts (committed_ns);
CREATE INDEX alerts_acknowledged ON alerts (key) WHERE acknowledged_by IS NOT NULL;

-- How far each destination is.
CREATE TABLE cursors (
    exporter        TEXT    NOT NULL PRIMARY KEY,   -- name of the destination in the configuration
    active          INTEGER NOT NULL CHECK (active IN (0, 1)),  -- 1 while it is configured: only then it holds events
    seq             INTEGER NOT NULL,               -- all events up to this one are dealt with
    sent            INTEGER NOT NULL DEFAULT 0,     -- events that it took
    rejected        INTEGER NOT NULL DEFAULT 0,     -- events that it refused for ever
    failures        INTEGER NOT NULL DEFAULT 0,     -- deliveries that failed and were repeated
    last_success_ns INTEGER NOT NULL DEFAULT 0,     -- when it last took one; 0: never
    last_error      TEXT    NOT NULL DEFAULT ''     -- why the last delivery failed; empty: it did not
) STRICT, WITHOUT ROWID;

-- Events that a destination refused for ever; gone with the event.
CREATE TABLE rejected (
    event       TEXT    NOT NULL REFERENCES events (id) ON DELETE CASCADE,  -- id of the event
    exporter    TEXT    NOT NULL,                   -- who refused it
    reason      TEXT    NOT NULL,                   -- what it said, without payload
    rejected_ns INTEGER NOT NULL,                   -- when
    PRIMARY KEY (event, exporter)
) STRICT, WITHOUT ROWID;

-- What the evaluator must remember over a restart; written together with the events that follow from it.
CREATE TABLE states (
    name     TEXT NOT NULL PRIMARY KEY,             -- the evaluator's name for it
    body     BLOB NOT NULL,                         -- opaque to the store
    checksum BLOB NOT NULL CHECK (length(checksum) = 8)  -- verified whenever it is read
) STRICT;

-- Runs of the sensor: what lies between them, nobody watched.
CREATE TABLE heartbeats (
    run        INTEGER PRIMARY KEY AUTOINCREMENT,   -- counts runs
    started_ns INTEGER NOT NULL,                    -- when it began to watch
    last_ns    INTEGER NOT NULL,                    -- last sign of life
    stopped_ns INTEGER,                             -- when it ended; null: still runs, or was cut off
    clean      INTEGER NOT NULL DEFAULT 0 CHECK (clean IN (0, 1))  -- 1 if it ended by itself
) STRICT;

-- Rows whose checksum was wrong, moved aside for whoever looks into it.
CREATE TABLE damaged (
    origin   TEXT    NOT NULL,                      -- the table it was in
    name     TEXT    NOT NULL,                      -- its id or name there
    found_ns INTEGER NOT NULL,                      -- when that was noticed
    body     BLOB    NOT NULL                       -- what was read
) STRICT;

-- Events that were given up before all destinations had them.
CREATE TABLE losses (
    reason   TEXT    NOT NULL CHECK (reason IN ('limit', 'memory', 'damaged')),  -- size limit; disk full for too long; checksum
    severity TEXT    NOT NULL,                      -- of the event; empty: not known
    count    INTEGER NOT NULL,                      -- how many
    PRIMARY KEY (reason, severity)
) STRICT, WITHOUT ROWID;
