// The version to serve, and whether the nodes mirror it.
MATCH (model:Model {active: true})
RETURN model.version AS version, model.writeBack AS writeBack
