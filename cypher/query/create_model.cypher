// Makes a trained version known; it is not active yet.
CREATE (model:Model {
  version: $version, kind: $kind, identity: $identity, trainedAt: $trainedAt, active: false, writeBack: 'DONE',
  parameters: $parameters, itemParameters: $itemParameters, metrics: $metrics, config: $config,
  provenance: $provenance, recall20: $recall20, ndcg20: $ndcg20
})
WITH model
MATCH (codebook:Codebook {codebookId: $codebook})
CREATE (model)-[:USES]->(codebook)
