-- Times are milliseconds since the Unix epoch, UTC; durations are milliseconds.
-- Words are those of CONTRACTS.md.

CREATE TABLE sample (
    at             INTEGER NOT NULL,
    service        TEXT    NOT NULL,
    surface        TEXT    NOT NULL,
    outcome        TEXT    NOT NULL,
    status         INTEGER,
    phase          TEXT,
    detail         TEXT,
    retry_after_ms INTEGER,
    dns_ms         INTEGER,
    connect_ms     INTEGER,
    tls_ms         INTEGER,
    first_byte_ms  INTEGER,
    body_ms        INTEGER,
    total_ms       INTEGER NOT NULL,
    vantage        TEXT    NOT NULL
);
CREATE INDEX sample_by_service ON sample (service, at);
CREATE INDEX sample_by_time ON sample (at);

CREATE TABLE transition (
    at          INTEGER NOT NULL,
    service     TEXT    NOT NULL,
    from_health TEXT    NOT NULL,
    to_health   TEXT    NOT NULL,
    confidence  TEXT,
    reason      TEXT    NOT NULL,
    incident    TEXT
);
CREATE INDEX transition_by_service ON transition (service, at);

CREATE TABLE vantage (
    at    INTEGER NOT NULL,
    state TEXT    NOT NULL
);

CREATE TABLE incident (
    id         TEXT PRIMARY KEY,
    service    TEXT    NOT NULL,
    worst      TEXT    NOT NULL,
    health     TEXT    NOT NULL,
    confidence TEXT    NOT NULL,
    source     TEXT    NOT NULL,
    began      INTEGER NOT NULL,
    opened     INTEGER NOT NULL,
    seen_here  INTEGER,
    posted     INTEGER,
    ended      INTEGER,
    reopened   INTEGER NOT NULL,
    told       TEXT    NOT NULL
);
CREATE INDEX incident_by_end ON incident (ended);

-- Our own telling, oldest first.
CREATE TABLE incident_entry (
    incident       TEXT    NOT NULL REFERENCES incident (id) ON DELETE CASCADE,
    position       INTEGER NOT NULL,
    at             INTEGER NOT NULL,
    kind           TEXT    NOT NULL,
    surface        TEXT,
    outcome        TEXT,
    status         INTEGER,
    phase          TEXT,
    detail         TEXT,
    retry_after_ms INTEGER,
    failed         INTEGER,
    tried          INTEGER,
    health         TEXT,
    title          TEXT,
    PRIMARY KEY (incident, position)
) WITHOUT ROWID;

-- The vendor's incidents that belong to ours, newest first.
CREATE TABLE incident_post (
    incident    TEXT    NOT NULL REFERENCES incident (id) ON DELETE CASCADE,
    position    INTEGER NOT NULL,
    id          TEXT    NOT NULL,
    title       TEXT    NOT NULL,
    phase       TEXT    NOT NULL,
    impact      TEXT,
    started_at  INTEGER,
    resolved_at INTEGER,
    url         TEXT,
    components  TEXT    NOT NULL,
    PRIMARY KEY (incident, position)
) WITHOUT ROWID;

-- What the vendor wrote under them, newest first.
CREATE TABLE incident_update (
    incident TEXT    NOT NULL REFERENCES incident (id) ON DELETE CASCADE,
    post     INTEGER NOT NULL,
    position INTEGER NOT NULL,
    at       INTEGER,
    phase    TEXT,
    text     TEXT    NOT NULL,
    PRIMARY KEY (incident, post, position)
) WITHOUT ROWID;
