// Trainings by id.
UNWIND $runs AS id
MATCH (run:TrainingRun {runId: id})
RETURN id AS run, run.status AS status, run.order AS order, coalesce(run.cancelled, false) AS cancelled,
  run.startedAt AS startedAt, run.endedAt AS endedAt, run.error AS error, [entry IN run.progress | entry] AS progress,
  head([(run)-[:PRODUCED]->(model:Model) | model.version]) AS version
