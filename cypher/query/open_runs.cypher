// The trainings that have not ended: what was running first, then those in the queue in their order.
MATCH (run:TrainingRun)
WHERE run.status IN ['RUNNING', 'QUEUED']
WITH run ORDER BY run.status = 'QUEUED', run.runId
RETURN run.runId AS run
