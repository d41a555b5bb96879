// The newest items that nobody has interacted with, each with the three warm items that share the most tokens with it.
MATCH (cold:Item)
WHERE NOT coalesce(cold.hidden, false) AND NOT EXISTS { (cold)<-[:INTERACTED]-() } AND EXISTS { (cold)-[:HAS_TOKEN]->() }
WITH cold
ORDER BY coalesce(cold.createdAt, datetime({epochSeconds: 0})) DESC, cold.itemId
LIMIT 10
CALL (cold) {
  MATCH (codebook:Codebook)
  WHERE EXISTS { (codebook)<-[:USES]-(:Model {active: true}) }
    OR NOT EXISTS { (:Model {active: true})-[:USES]->(:Codebook) }
  MATCH (codebook)<-[:OF]-(token:Token)<-[:HAS_TOKEN]-(cold)
  MATCH (token)<-[:HAS_TOKEN]-(warm:Item)
  WHERE NOT coalesce(warm.hidden, false) AND EXISTS { (warm)<-[:INTERACTED]-() }
  WITH warm, token
  ORDER BY token.tokenId
  WITH warm, count(token) AS shared, collect(token.label) AS labels
  RETURN warm, shared, labels
  ORDER BY shared DESC, warm.itemId
  LIMIT 3
}
RETURN cold.itemId AS item, cold.title AS title, warm.itemId AS nearest, warm.title AS nearestTitle, shared, labels
ORDER BY coalesce(cold.createdAt, datetime({epochSeconds: 0})) DESC, item, shared DESC, nearest
