// The trainings before one, newest first; from the newest where $after is empty.
MATCH (run:TrainingRun)
WHERE $after = '' OR run.runId < $after
WITH run ORDER BY run.runId DESC LIMIT $limit
RETURN run.runId AS run
