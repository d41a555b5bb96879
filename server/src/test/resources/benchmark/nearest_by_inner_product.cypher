// As nearest_by_cosine, over vectors of equal length: their cosines with [user, 0] are in the order of the inner products.
MATCH (me:User {userId: $user})
CALL db.index.vector.queryNodes('item_by_inner_product', 10 + COUNT { (me)-[:INTERACTED]->() }, me.embedding + [0.0])
YIELD node, score
WHERE NOT EXISTS { (me)-[:INTERACTED]->(node) }
RETURN node.itemId AS item, node.title AS title, score
ORDER BY score DESC
LIMIT 10
