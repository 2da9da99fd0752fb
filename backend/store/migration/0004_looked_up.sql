-- By which revision of the directory and the places the records of a source were
-- looked up: looked_up is that of all of them, '' while they differ. A pass that is
-- under way has its own, and goes from the newest record to the oldest: those of an id
-- above access_left and audit_left were looked up by it.
ALTER TABLE source ADD COLUMN looked_up TEXT NOT NULL DEFAULT '';
ALTER TABLE source ADD COLUMN looking TEXT NOT NULL DEFAULT '';
ALTER TABLE source ADD COLUMN access_left INTEGER NOT NULL DEFAULT 0;
ALTER TABLE source ADD COLUMN audit_left INTEGER NOT NULL DEFAULT 0;
