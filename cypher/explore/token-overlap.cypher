// Two items side by side, slot by slot: where they carry the same token and where they part.
// @param item = 0    one item
// @param other = 1   the item to compare it with
MATCH (codebook:Codebook)
WHERE EXISTS { (codebook)<-[:USES]-(:Model {active: true}) }
  OR NOT EXISTS { (:Model {active: true})-[:USES]->(:Codebook) }
MATCH (item:Item)-[:HAS_TOKEN]->(token:Token)-[:OF]->(codebook)
WHERE item.itemId IN [$item, $other] AND NOT coalesce(item.hidden, false)
WITH codebook.codebookId AS codebook, token.modality AS modality, token.slot AS slot,
  collect({item: item.itemId, token: token}) AS carried
WITH codebook, modality, slot,
  head([c IN carried WHERE c.item = $item | c.token]) AS left,
  head([c IN carried WHERE c.item = $other | c.token]) AS right
RETURN codebook, modality, slot, left.label AS item, right.label AS other, coalesce(left = right, false) AS same
ORDER BY codebook, modality, slot
