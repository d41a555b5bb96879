// Says which versions are to be deleted: of those that were active all but the $kept last, the active one among them, and of those
// that never were all but the $kept trained last, so that versions that are rejected leave those to go back to.
MATCH (model:Model)
WITH model ORDER BY model.active DESC, coalesce(model.activatedAt, model.trainedAt) DESC, model.version DESC
WITH model.active OR model.activatedAt IS NOT NULL AS wasActive, collect(model) AS models
UNWIND models[$kept..] AS doomed
WITH doomed WHERE NOT doomed.active
SET doomed.doomed = true
