-- Rows of days, months and years that are older than what they were made of, or were never made.
CREATE TABLE spans_due (
  chunk_key VARCHAR(400) NOT NULL,
  kind      SMALLINT NOT NULL,
  number    BIGINT NOT NULL,
  PRIMARY KEY (chunk_key, kind, number)
);

-- The zone whose days, months and years the rows are of; one row at most.
CREATE TABLE spans_zone (
  zone VARCHAR(64) NOT NULL PRIMARY KEY
);
