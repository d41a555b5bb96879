// Records a training that was asked for.
CREATE (:TrainingRun {
  runId: $run, status: 'QUEUED', order: $order, queuedAt: $now, progress: []
})
