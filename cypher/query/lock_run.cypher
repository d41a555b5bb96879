// Takes a training's lock and says whether it was cancelled.
MATCH (run:TrainingRun {runId: $run})
REMOVE run.locked
RETURN coalesce(run.cancelled, false) AS cancelled
