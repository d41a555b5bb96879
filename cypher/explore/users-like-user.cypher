// The users whose histories are made of the same tokens as one user's: the shared tokens, and their part of all the
// tokens that either has (Jaccard likeness).
// @param user = 0    the user to start from
MATCH (codebook:Codebook)
WHERE EXISTS { (codebook)<-[:USES]-(:Model {active: true}) }
  OR NOT EXISTS { (:Model {active: true})-[:USES]->(:Codebook) }
WITH collect(codebook) AS codebooks
MATCH (:User {userId: $user})-[:INTERACTED]->(item:Item)-[:HAS_TOKEN]->(token:Token)-[:OF]->(codebook)
WHERE NOT coalesce(item.hidden, false) AND codebook IN codebooks
WITH codebooks, collect(DISTINCT token) AS own
UNWIND own AS token
MATCH (token)<-[:HAS_TOKEN]-(item:Item)<-[:INTERACTED]-(other:User)
WHERE NOT coalesce(item.hidden, false) AND other.userId <> $user
WITH codebooks, size(own) AS ownTokens, other, count(DISTINCT token) AS shared
CALL (codebooks, other) {
  MATCH (other)-[:INTERACTED]->(item:Item)-[:HAS_TOKEN]->(token:Token)-[:OF]->(codebook)
  WHERE NOT coalesce(item.hidden, false) AND codebook IN codebooks
  RETURN count(DISTINCT token) AS otherTokens
}
RETURN other.userId AS user, shared, round(toFloat(shared) / (ownTokens + otherTokens - shared), 4) AS likeness
ORDER BY likeness DESC, user
LIMIT 10
