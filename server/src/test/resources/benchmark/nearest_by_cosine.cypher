// The items nearest to a user by the vector index; as many more are fetched as may turn out to be seen.
MATCH (me:User {userId: $user})
CALL db.index.vector.queryNodes('item_by_cosine', 10 + COUNT { (me)-[:INTERACTED]->() }, me.embedding) YIELD node, score
WHERE NOT EXISTS { (me)-[:INTERACTED]->(node) }
RETURN node.itemId AS item, node.title AS title, score
ORDER BY score DESC
LIMIT 10
