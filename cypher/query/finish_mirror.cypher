// Says that the nodes mirror the active version completely.
MATCH (model:Model {version: $version, active: true})
SET model.writeBack = 'DONE'
