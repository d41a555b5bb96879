// Records a training that was asked for.
CREATE (:TrainingRun {
  runId: $run, status: 'QUEUED', order: $order, activate: $activate, minimumRecall20: $minimum, queuedAt: $now,
  progress: []
})
