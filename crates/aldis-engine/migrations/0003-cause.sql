-- What an incident has in common with others (`way`, or `upstream:` and an id), and since when it was
-- out, the last time it was.
ALTER TABLE incident ADD COLUMN cause TEXT;
ALTER TABLE incident ADD COLUMN out_since INTEGER;
