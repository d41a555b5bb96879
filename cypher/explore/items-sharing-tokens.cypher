// The items that share the most tokens with one item.
// @param item = 0    the item to start from
MATCH (codebook:Codebook)
WHERE EXISTS { (codebook)<-[:USES]-(:Model {active: true}) }
  OR NOT EXISTS { (:Model {active: true})-[:USES]->(:Codebook) }
MATCH (item:Item {itemId: $item})-[:HAS_TOKEN]->(token:Token)-[:OF]->(codebook)
WHERE NOT coalesce(item.hidden, false)
MATCH (token)<-[:HAS_TOKEN]-(other:Item)
WHERE other <> item AND NOT coalesce(other.hidden, false)
WITH other, token
ORDER BY token.tokenId
WITH other, count(token) AS shared, collect(token.label) AS labels
RETURN other.itemId AS item, other.title AS title, shared, labels
ORDER BY shared DESC, item
LIMIT 10
