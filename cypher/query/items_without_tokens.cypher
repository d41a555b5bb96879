// Items that have a feature of a modality, but no token of a codebook in it.
MATCH (item:Item)
WHERE item[$property] IS NOT NULL AND NOT EXISTS {
  (item)-[:HAS_TOKEN]->(:Token {modality: $modality})-[:OF]->(:Codebook {codebookId: $codebook})
}
RETURN item.itemId AS item, item[$property] AS feature
LIMIT $limit
