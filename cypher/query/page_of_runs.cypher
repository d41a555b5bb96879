// The trainings before one, newest first; from the newest where $after is empty.
MATCH (run:TrainingRun)
WHERE $after = '' OR run.runId < $after
RETURN run.runId AS run
ORDER BY run.runId DESC
LIMIT $limit
