// How many more events there are than when the last training began; all where there was none.
OPTIONAL MATCH (run:TrainingRun) WHERE run.startedAt IS NOT NULL
WITH run ORDER BY run.startedAt DESC LIMIT 1
RETURN COUNT { ()-[:INTERACTED]->() } - coalesce(run.events, 0) AS events
