// The tokens that some items carry, of whatever codebook.
UNWIND $items AS id
MATCH (:Item {itemId: id})-[:HAS_TOKEN]->(token:Token)
RETURN DISTINCT token.tokenId AS token
