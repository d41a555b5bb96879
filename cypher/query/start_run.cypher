// Records that a training begins, or goes on after its process was killed, how many events there were when it began, and how many
// trainings had begun before: a clock that was put back does not change their order. Says how often it was begun since it last ended
// an epoch.
MATCH (run:TrainingRun {runId: $run})
SET run.place = coalesce(run.place, COUNT { MATCH (other:TrainingRun) WHERE other.startedAt IS NOT NULL }),
  run.status = 'RUNNING', run.startedAt = coalesce(run.startedAt, $now),
  run.events = coalesce(run.events, COUNT { ()-[:INTERACTED]->() }),
  run.attempts = coalesce(run.attempts, 0) + 1
RETURN run.attempts AS attempts
