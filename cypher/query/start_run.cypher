// Records that a training begins, or goes on after its process was killed, and how many events there were.
MATCH (run:TrainingRun {runId: $run})
SET run.status = 'RUNNING', run.startedAt = coalesce(run.startedAt, $now), run.events = COUNT { ()-[:INTERACTED]->() }
