// Some events are about to be deleted: the last training is taken to have begun with so many less, so that those that came since are
// still counted as they came. Earlier versions of Tessera did not note which place a training had.
MATCH (run:TrainingRun) WHERE run.startedAt IS NOT NULL
WITH run ORDER BY coalesce(run.place, -1) DESC, run.startedAt DESC LIMIT 1
SET run.events = coalesce(run.events, 0) - $events
