// The version of the active model.
MATCH (model:Model {active: true})
RETURN model.version AS version
