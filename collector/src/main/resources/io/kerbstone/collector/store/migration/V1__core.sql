-- Derby and PostgreSQL differ in one word here: VARCHAR(n) FOR BIT DATA is bytea there.
CREATE TABLE checkpoints (
  name             VARCHAR(32) NOT NULL PRIMARY KEY,
  archive_position BIGINT NOT NULL
);

CREATE TABLE received (
  agent_id VARCHAR(64) NOT NULL,
  epoch    CHAR(32) NOT NULL,
  ranges   VARCHAR(30000) NOT NULL,
  PRIMARY KEY (agent_id, epoch)
);

CREATE TABLE chunks (
  kind      SMALLINT NOT NULL,
  chunk_key VARCHAR(400) NOT NULL,
  number    BIGINT NOT NULL,
  part      SMALLINT NOT NULL,
  revision  INTEGER NOT NULL,
  bytes     VARCHAR(30000) FOR BIT DATA NOT NULL,
  PRIMARY KEY (kind, chunk_key, number, part)
);

CREATE TABLE agents (
  id               VARCHAR(64) NOT NULL PRIMARY KEY,
  name             VARCHAR(200) NOT NULL,
  site             VARCHAR(200) NOT NULL,
  signing_key      VARCHAR(64) FOR BIT DATA NOT NULL,
  revoked          SMALLINT NOT NULL,
  enrolled_at_ms   BIGINT NOT NULL,
  last_seen_ms     BIGINT NOT NULL,
  software_version VARCHAR(64) NOT NULL,
  config_version   BIGINT NOT NULL,
  applied_version  BIGINT NOT NULL,
  mistakes         VARCHAR(8000) NOT NULL,
  local_at_ns      BIGINT NOT NULL
);

CREATE TABLE tokens (
  secret_hash   VARCHAR(128) NOT NULL PRIMARY KEY,
  site          VARCHAR(200) NOT NULL,
  created_by    VARCHAR(64) NOT NULL,
  created_at_ms BIGINT NOT NULL,
  expires_at_ms BIGINT NOT NULL,
  uses          INTEGER NOT NULL,
  used          INTEGER NOT NULL
);

-- document: the definition as JSON, secrets in it revealed and the whole sealed with the collector's sealing key.
CREATE TABLE devices (
  id       VARCHAR(129) NOT NULL PRIMARY KEY,
  agent_id VARCHAR(64) NOT NULL,
  is_local SMALLINT NOT NULL,
  document VARCHAR(16000) FOR BIT DATA NOT NULL
);

CREATE TABLE paths (
  id       VARCHAR(129) NOT NULL PRIMARY KEY,
  agent_id VARCHAR(64) NOT NULL,
  is_local SMALLINT NOT NULL,
  document VARCHAR(16000) FOR BIT DATA NOT NULL
);

CREATE TABLE path_groups (
  id           VARCHAR(64) NOT NULL PRIMARY KEY,
  name         VARCHAR(200) NOT NULL,
  policy       VARCHAR(16) NOT NULL,
  k            INTEGER NOT NULL,
  availability DOUBLE PRECISION NOT NULL,
  delay_ns     BIGINT NOT NULL,
  loss_ratio   DOUBLE PRECISION NOT NULL
);

CREATE TABLE group_members (
  group_id VARCHAR(64) NOT NULL,
  place    INTEGER NOT NULL,
  path_id  VARCHAR(129) NOT NULL,
  PRIMARY KEY (group_id, place)
);
