-- Which columns a desk shows of a source (its path), in their order, where somebody chose
-- them: names, separated by spaces.
CREATE TABLE columns (
  source TEXT NOT NULL,
  desk   TEXT NOT NULL,
  names  TEXT NOT NULL,
  PRIMARY KEY (source, desk)
) STRICT, WITHOUT ROWID;
-- What a note is about is its target, so that each has a history of its own; before, it
-- was the folder.
UPDATE audit_event SET target_id = json_extract(raw, '$.kind') || ':' || json_extract(raw, '$.of')
  WHERE verb = 'set note' AND file IN (SELECT id FROM file WHERE fingerprint = 'cordwood-trail') AND json_valid(raw);
