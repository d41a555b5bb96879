// Records that a training is to end, so that it is not gone on with where its process is killed before it has ended; says whether it had
// not ended. The first line takes the run's lock, for it may be ending now.
MATCH (run:TrainingRun {runId: $run})
SET run.locked = true
WITH run WHERE run.status IN ['QUEUED', 'RUNNING']
SET run.cancelled = true
RETURN count(run) AS cancelled
