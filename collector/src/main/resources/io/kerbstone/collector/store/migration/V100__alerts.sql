-- Alerts from raising to end. Absent parts are 0 in their first column: last_good (1 time only, 2 with round trip),
-- end_kind, ack_at_ms.
CREATE TABLE alerts (
  id               BIGINT NOT NULL PRIMARY KEY,
  kind             SMALLINT NOT NULL,
  cause            SMALLINT NOT NULL,
  subject_id       VARCHAR(129) NOT NULL,
  subject_name     VARCHAR(200) NOT NULL,
  target           VARCHAR(300) NOT NULL,
  agent_id         VARCHAR(64) NOT NULL,
  agent_name       VARCHAR(200) NOT NULL,
  since_ms         BIGINT NOT NULL,
  raised_at_ms     BIGINT NOT NULL,
  last_good        SMALLINT NOT NULL,
  last_good_at_ms  BIGINT NOT NULL,
  last_good_rtt_ns BIGINT NOT NULL,
  affected_paths   INTEGER NOT NULL,
  end_kind         SMALLINT NOT NULL,
  end_since_ms     BIGINT NOT NULL,
  end_at_ms        BIGINT NOT NULL,
  ack_by           VARCHAR(64) NOT NULL,
  ack_at_ms        BIGINT NOT NULL,
  ack_note         VARCHAR(500) NOT NULL
);

CREATE INDEX alerts_by_end ON alerts (end_kind, end_at_ms);
