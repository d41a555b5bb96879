// Records that a training is to end, so that it is not gone on with where its process is killed before it has ended.
MATCH (run:TrainingRun {runId: $run})
SET run.cancelled = true
