// Records that a training begins, or goes on after its process was killed, how many events there were, and how many trainings had
// begun before: a clock that was put back does not change their order.
MATCH (run:TrainingRun {runId: $run})
SET run.place = coalesce(run.place, COUNT { MATCH (other:TrainingRun) WHERE other.startedAt IS NOT NULL }),
  run.status = 'RUNNING', run.startedAt = coalesce(run.startedAt, $now), run.events = COUNT { ()-[:INTERACTED]->() }
