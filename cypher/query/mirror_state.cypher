// The active model, and whether its learned properties are complete on the nodes.
MATCH (model:Model {active: true})
RETURN model.version AS version, model.writeBack AS writeBack
