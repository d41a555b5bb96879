// Items that have a feature of a modality by a codebook's own encoder, but no token of that codebook in it, in the order of their ids.
MATCH (codebook:Codebook {codebookId: $codebook})
MATCH (item:Item)
WHERE item.itemId > $after AND item[$property] IS NOT NULL
  AND coalesce(item[$maker], '') = coalesce(codebook[$encodedBy], '')
  AND NOT EXISTS { (item)-[:HAS_TOKEN]->(:Token {modality: $modality})-[:OF]->(codebook) }
RETURN item.itemId AS item, item[$property] AS feature
ORDER BY item
LIMIT $limit
