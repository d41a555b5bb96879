// The items whose feature of one modality was given, not made by an encoder.
MATCH (item:Item)
WHERE item[$feature] IS NOT NULL AND item[$maker] IS NULL
RETURN item.itemId AS item
