-- By which clocks the times of a source (its path) were written, where somebody said
-- it: the row without a family is of the source itself.
CREATE TABLE clock (
  source   TEXT NOT NULL,
  family   TEXT NOT NULL,
  zone     TEXT NOT NULL, -- of times without one; '': the source's
  ahead_ms INTEGER NOT NULL, -- how far the clock was ahead of the true time
  PRIMARY KEY (source, family)
) STRICT, WITHOUT ROWID;
