// The versions that are being deleted.
MATCH (model:Model {doomed: true})
RETURN model.version AS version
ORDER BY version
