CREATE INDEX interaction_at IF NOT EXISTS FOR ()-[r:INTERACTED]-() ON (r.at)
