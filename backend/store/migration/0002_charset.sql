-- How the text of a family of a source (its path) is read, where somebody set it;
-- trunk is the path that all copies of the family share.
CREATE TABLE charset (
  source  TEXT NOT NULL,
  trunk   TEXT NOT NULL,
  charset TEXT NOT NULL,
  PRIMARY KEY (source, trunk)
) STRICT, WITHOUT ROWID;
