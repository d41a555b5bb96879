// Records that a training was stopped in good order, to go on at the next start.
MATCH (run:TrainingRun {runId: $run})
SET run.attempts = 0
