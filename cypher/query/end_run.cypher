// Records how a training ended, and the version that came of it.
MATCH (run:TrainingRun {runId: $run})
SET run.status = $status, run.endedAt = $now, run.error = $error
WITH run
MATCH (model:Model {version: $version})
MERGE (run)-[:PRODUCED]->(model)
