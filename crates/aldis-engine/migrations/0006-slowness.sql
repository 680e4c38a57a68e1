-- How long the first answer took, of a surface that became slow: usually, and when we were sure.
ALTER TABLE incident_entry ADD COLUMN usual_ms INTEGER;
ALTER TABLE incident_entry ADD COLUMN lately_ms INTEGER;
