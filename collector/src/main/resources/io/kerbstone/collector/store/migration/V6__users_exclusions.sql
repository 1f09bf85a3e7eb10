CREATE TABLE users (
  name          VARCHAR(64) NOT NULL PRIMARY KEY,
  password_hash VARCHAR(300) NOT NULL,
  created_at_ms BIGINT NOT NULL,
  disabled      SMALLINT NOT NULL
);

-- hash: SHA-256 of the secret, in hexadecimal; the secret itself is not kept.
CREATE TABLE api_tokens (
  hash          CHAR(64) NOT NULL PRIMARY KEY,
  user_name     VARCHAR(64) NOT NULL,
  label         VARCHAR(100) NOT NULL,
  created_at_ms BIGINT NOT NULL
);

-- approved_by is empty and approved_at_ms 0 while nobody has approved.
CREATE TABLE exclusions (
  id             BIGINT NOT NULL PRIMARY KEY,
  scope          SMALLINT NOT NULL,
  scope_id       VARCHAR(129) NOT NULL,
  from_ms        BIGINT NOT NULL,
  to_ms          BIGINT NOT NULL,
  reason         VARCHAR(500) NOT NULL,
  asked_by       VARCHAR(64) NOT NULL,
  created_at_ms  BIGINT NOT NULL,
  approved_by    VARCHAR(64) NOT NULL,
  approved_at_ms BIGINT NOT NULL
);
