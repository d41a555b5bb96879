// The one switch: makes a version the active one, and says that the nodes do not mirror it yet. A version that was rolled back from
// is not gone back to any more. A clock that was put back does not change the order in which versions became active. Earlier versions
// of Tessera did not note when.
MATCH (model:Model)
WITH collect(model) AS models,
  max(CASE WHEN model.active THEN coalesce(model.activatedAt, model.trainedAt) END) AS present,
  max(CASE WHEN model.active THEN coalesce(model.activatedAt, model.trainedAt) ELSE model.activatedAt END) AS last
WITH models, present, CASE WHEN last >= $now THEN last + duration({milliseconds: 1}) ELSE $now END AS now
UNWIND models AS model
SET model.activatedAt = CASE
    WHEN model.version = $version THEN now
    WHEN model.active THEN coalesce(model.activatedAt, model.trainedAt)
    WHEN model.activatedAt > present THEN null
    ELSE model.activatedAt
  END,
  model.active = (model.version = $version),
  model.writeBack = CASE WHEN model.version = $version THEN 'PENDING' ELSE 'DONE' END
