// Takes a training's lock and says whether it was cancelled.
MATCH (run:TrainingRun {runId: $run})
SET run.locked = true
RETURN coalesce(run.cancelled, false) AS cancelled
