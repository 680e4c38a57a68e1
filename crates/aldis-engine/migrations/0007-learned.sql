-- What was learned of a surface, as the detector writes it: replaced every quarter of an hour.
CREATE TABLE learned (
    service TEXT NOT NULL,
    surface TEXT NOT NULL,
    what    TEXT NOT NULL,
    PRIMARY KEY (service, surface)
) STRICT, WITHOUT ROWID;
