-- What the user asked to be silent about. An empty service is all of them; without a time it is
-- until the service works again.
CREATE TABLE mute (
    service TEXT    NOT NULL PRIMARY KEY,
    until   INTEGER
) STRICT, WITHOUT ROWID;
