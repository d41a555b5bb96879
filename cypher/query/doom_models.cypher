// Says which versions are to be deleted: all but the $kept that were active, or trained, last, the active one among them.
MATCH (model:Model)
WITH model ORDER BY model.active DESC, coalesce(model.activatedAt, model.trainedAt) DESC, model.version DESC
WITH collect(model) AS models
UNWIND models[$kept..] AS doomed
WITH doomed WHERE NOT doomed.active
SET doomed.doomed = true
