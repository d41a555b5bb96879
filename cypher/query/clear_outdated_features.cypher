// Removes what an encoder made of earlier content of some items in a modality: the feature, and the tokens, which are told.
UNWIND $items AS id
MATCH (item:Item {itemId: id})
WHERE item[$maker] IS NOT NULL
SET item += $nothing
WITH item
MATCH (item)-[carried:HAS_TOKEN]->(token:Token {modality: $modality})
WITH carried, token.tokenId AS token
DELETE carried
RETURN DISTINCT token
