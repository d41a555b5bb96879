// Every model version, the newest first.
MATCH (model:Model)
RETURN model.version AS version, model.active AS active, model.kind AS kind, model.identity AS identity,
  model.trainedAt AS trainedAt, coalesce(model.recall20, 0.0) AS recall20, coalesce(model.ndcg20, 0.0) AS ndcg20,
  model.parameters AS parameters, model.itemParameters AS itemParameters, model.metrics AS metrics,
  model.config AS config, model.provenance AS provenance
ORDER BY trainedAt DESC, version DESC
