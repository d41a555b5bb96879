// Removes an item with all that is known of it; says which tokens it carried.
MATCH (item:Item {itemId: $item})
WITH item, COLLECT { MATCH (item)-[:HAS_TOKEN]->(token:Token) RETURN token.tokenId } AS tokens
DETACH DELETE item
RETURN tokens
