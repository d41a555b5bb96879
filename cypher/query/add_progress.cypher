// Adds an epoch to a training's progress. One that goes on from a checkpoint repeats what came after it.
MATCH (run:TrainingRun {runId: $run})
SET run.progress = run.progress[..$before] + [$entry], run.attempts = 0
