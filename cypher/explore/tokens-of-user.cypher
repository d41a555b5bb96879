// The tokens that a user's history is made of. Share is the part of the history's items that carry the token; lift is
// that share divided by the token's share of all items, so that 1 means no more than anybody's.
// @param user = 0    the user
MATCH (item:Item)
WHERE NOT coalesce(item.hidden, false)
WITH count(item) AS allItems
MATCH (:User {userId: $user})-[:INTERACTED]->(item:Item)
WHERE NOT coalesce(item.hidden, false)
WITH allItems, collect(DISTINCT item) AS history
MATCH (codebook:Codebook)
WHERE EXISTS { (codebook)<-[:USES]-(:Model {active: true}) }
  OR NOT EXISTS { (:Model {active: true})-[:USES]->(:Codebook) }
UNWIND history AS item
MATCH (item)-[:HAS_TOKEN]->(token:Token)-[:OF]->(codebook)
WITH allItems, size(history) AS historyItems, token, count(item) AS items
WITH token, items, toFloat(items) / historyItems AS share,
  toFloat(COUNT { (token)<-[:HAS_TOKEN]-(other:Item) WHERE NOT coalesce(other.hidden, false) }) / allItems AS usual
RETURN token.tokenId AS token, token.label AS label, items, round(share, 3) AS share, round(share / usual, 3) AS lift
ORDER BY items DESC, lift DESC, token
LIMIT 20
