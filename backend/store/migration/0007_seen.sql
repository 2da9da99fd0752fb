-- What a source held when it was last looked at, for who looks at the list of sources: 0 in
-- seen where it never was. Times are ms since 1970, UTC; zone is minutes east of it.
ALTER TABLE recent_source ADD COLUMN seen INTEGER NOT NULL DEFAULT 0;
ALTER TABLE recent_source ADD COLUMN families INTEGER NOT NULL DEFAULT 0;
ALTER TABLE recent_source ADD COLUMN bytes INTEGER NOT NULL DEFAULT 0;
ALTER TABLE recent_source ADD COLUMN lines INTEGER NOT NULL DEFAULT 0;
ALTER TABLE recent_source ADD COLUMN first_ms INTEGER NOT NULL DEFAULT 0;
ALTER TABLE recent_source ADD COLUMN last_ms INTEGER NOT NULL DEFAULT 0;
ALTER TABLE recent_source ADD COLUMN zone INTEGER NOT NULL DEFAULT 0;
