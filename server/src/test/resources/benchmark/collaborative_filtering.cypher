// What those who had the same items had besides, oftenest first: recommendations by plain Cypher.
MATCH (me:User {userId: $user})-[:INTERACTED]->(:Item)<-[:INTERACTED]-(other:User)-[:INTERACTED]->(item:Item)
WHERE NOT EXISTS { (me)-[:INTERACTED]->(item) }
RETURN item.itemId AS item, item.title AS title, count(*) AS score
ORDER BY score DESC, item
LIMIT 10
