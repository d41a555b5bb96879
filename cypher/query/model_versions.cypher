// All versions that are known, oldest first.
MATCH (model:Model)
RETURN model.version AS version
ORDER BY model.trainedAt, version
