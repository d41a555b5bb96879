// Removes an item with all that is known of it; says which tokens it carried, and how many events went with it.
MATCH (item:Item {itemId: $item})
WITH item, COLLECT { MATCH (item)-[:HAS_TOKEN]->(token:Token) RETURN token.tokenId } AS tokens,
  COUNT { ()-[:INTERACTED]->(item) } AS events
DETACH DELETE item
RETURN tokens, events
