// The items whose feature of one modality an encoder made.
MATCH (item:Item)
WHERE item[$maker] IS NOT NULL
RETURN item.itemId AS item
