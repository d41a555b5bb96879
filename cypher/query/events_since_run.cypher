// How many more events there are than when the last training began; all where there was none. Earlier versions of Tessera did
// not note which place a training had.
OPTIONAL MATCH (run:TrainingRun) WHERE run.startedAt IS NOT NULL
WITH run ORDER BY coalesce(run.place, -1) DESC, run.startedAt DESC LIMIT 1
RETURN COUNT { ()-[:INTERACTED]->() } - coalesce(run.events, 0) AS events
