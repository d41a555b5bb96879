// Models by version.
UNWIND $versions AS version
MATCH (model:Model {version: version})
RETURN version, model.kind AS kind, model.identity AS identity, coalesce(model.active, false) AS active,
  model.trainedAt AS trainedAt, model.parameters AS parameters, model.itemParameters AS itemParameters,
  model.config AS config, model.provenance AS provenance, model.metrics AS metrics
