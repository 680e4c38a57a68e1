-- The time a model took for its first word.
ALTER TABLE sample ADD COLUMN first_token_ms INTEGER;

-- Completions asked for on the user's account; days are days since the Unix epoch, UTC.
CREATE TABLE spent (
    service TEXT    NOT NULL,
    day     INTEGER NOT NULL,
    count   INTEGER NOT NULL,
    PRIMARY KEY (service, day)
) WITHOUT ROWID;
