// The tokens of one codebook that items carry, and how far each is from the item's features.
UNWIND $items AS id
MATCH (:Item {itemId: id})-[has:HAS_TOKEN]->(carried:Token)-[:OF]->(:Codebook {codebookId: $codebook})
RETURN id AS item, carried.tokenId AS token, has.slot AS slot, has.distance AS distance
ORDER BY item, carried.modality, slot
