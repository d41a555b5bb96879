// The one switch: makes a version the active one, and says that the nodes do not mirror it yet.
MATCH (model:Model)
SET model.active = (model.version = $version),
  model.writeBack = CASE WHEN model.version = $version THEN 'PENDING' ELSE 'DONE' END,
  model.activatedAt = CASE WHEN model.version = $version THEN $now ELSE model.activatedAt END
