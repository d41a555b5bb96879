// The one switch: makes a version the active one, and says that the nodes do not mirror it yet. Earlier versions of Tessera did
// not note when a version became active.
MATCH (model:Model)
SET model.activatedAt = CASE
    WHEN model.version = $version THEN $now
    WHEN model.active THEN coalesce(model.activatedAt, model.trainedAt)
    ELSE model.activatedAt
  END,
  model.active = (model.version = $version),
  model.writeBack = CASE WHEN model.version = $version THEN 'PENDING' ELSE 'DONE' END
