// What a token means: its label, and the items that fit it best, with their categories.
// @param token = text/0/0   the token's id as tokens-of-item shows it; the codebook's part of it may be left out
MATCH (token:Token)-[:OF]->(codebook:Codebook)
WHERE (token.tokenId = $token OR token.tokenId ENDS WITH '/' + $token)
  AND (EXISTS { (codebook)<-[:USES]-(:Model {active: true}) }
    OR NOT EXISTS { (:Model {active: true})-[:USES]->(:Codebook) })
MATCH (token)<-[has:HAS_TOKEN]-(item:Item)
WHERE NOT coalesce(item.hidden, false)
RETURN token.tokenId AS token, token.label AS label, item.itemId AS item, item.title AS title, has.distance AS distance,
  COLLECT { MATCH (item)-[:IN_CATEGORY]->(category:Category) RETURN category.name ORDER BY category.name } AS categories
ORDER BY token, distance, item
LIMIT 10
