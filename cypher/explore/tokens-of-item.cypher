// The mosaic of one item: each of its tokens, what it means, how well it fits (0 is exactly), and how many items carry
// it.
// @param item = 0    the item to take apart
MATCH (codebook:Codebook)
WHERE EXISTS { (codebook)<-[:USES]-(:Model {active: true}) }
  OR NOT EXISTS { (:Model {active: true})-[:USES]->(:Codebook) }
MATCH (item:Item {itemId: $item})-[has:HAS_TOKEN]->(token:Token)-[:OF]->(codebook)
WHERE NOT coalesce(item.hidden, false)
RETURN token.modality AS modality, token.slot AS slot, token.tokenId AS token, token.label AS label,
  has.distance AS distance,
  COUNT { (token)<-[:HAS_TOKEN]-(other:Item) WHERE NOT coalesce(other.hidden, false) } AS items
ORDER BY modality, slot, token
