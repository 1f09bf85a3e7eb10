-- Whether every channel has taken, or given up, the message of the raising and of the end; 0 is told again after a restart.
ALTER TABLE alerts ADD COLUMN told_raised SMALLINT NOT NULL DEFAULT 0;
ALTER TABLE alerts ADD COLUMN told_ended SMALLINT NOT NULL DEFAULT 0;
