// Gives items their tokens.
UNWIND $rows AS row
MATCH (item:Item {itemId: row.item})
MATCH (token:Token {tokenId: row.token})
CREATE (item)-[:HAS_TOKEN {slot: row.slot, distance: row.distance}]->(token)
