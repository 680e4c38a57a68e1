-- Stretches in which Aldis ran and knew how a service was. A minute or two between two of its marks
-- is no gap; sleep, offline and not running are, and are in no stretch.
CREATE TABLE seen (
    service TEXT    NOT NULL,
    began   INTEGER NOT NULL,
    until   INTEGER NOT NULL,
    PRIMARY KEY (service, began)
) WITHOUT ROWID;
CREATE INDEX vantage_by_time ON vantage (at);
CREATE INDEX transition_by_time ON transition (at);
