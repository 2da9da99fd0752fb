-- The line of the entry at a file's position; 0 where it is not known: who goes on
-- from there counts the lines before it once more.
ALTER TABLE file ADD COLUMN line INTEGER NOT NULL DEFAULT 0;
