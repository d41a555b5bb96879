// The items that share the most tokens with one item.
// @param item = 0    the item to start from
MATCH (:Item {itemId: $item})-[:HAS_TOKEN]->(token:Token)<-[:HAS_TOKEN]-(other:Item)
WHERE other.itemId <> $item
WITH other, count(token) AS shared, collect(token.label) AS labels
RETURN other.itemId AS item, other.title AS title, shared, labels
ORDER BY shared DESC, item
LIMIT 10
