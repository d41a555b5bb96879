// What the active version is, and its settings.
MATCH (model:Model {active: true})
RETURN model.kind AS kind, model.identity AS identity, model.config AS config
