-- Whether the user asked to be told when it is over.
ALTER TABLE incident ADD COLUMN awaited INTEGER NOT NULL DEFAULT 0;
