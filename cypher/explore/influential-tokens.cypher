// The most influential tokens. Influence is the length of the token's learned vector times the interactions of the items
// that carry it: how strongly the token speaks, and how often it is heard. A user and an item count once.
// @needs mirror
MATCH (item:Item)<-[:INTERACTED]-(user:User)
WHERE NOT coalesce(item.hidden, false)
WITH item, count(DISTINCT user) AS users
MATCH (codebook:Codebook)
WHERE EXISTS { (codebook)<-[:USES]-(:Model {active: true}) }
  OR NOT EXISTS { (:Model {active: true})-[:USES]->(:Codebook) }
MATCH (item)-[:HAS_TOKEN]->(token:Token)-[:OF]->(codebook)
WHERE token.embedding IS NOT NULL
WITH token, sum(users) AS interactions
WITH token, interactions, sqrt(reduce(sum = 0.0, x IN token.embedding | sum + x * x)) AS length
RETURN token.tokenId AS token, token.label AS label, round(length, 4) AS length, interactions,
  round(length * interactions, 4) AS influence
ORDER BY influence DESC, token
LIMIT 20
