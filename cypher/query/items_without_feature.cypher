// Items that have no feature of a modality.
MATCH (item:Item)
WHERE item[$feature] IS NULL
RETURN item.itemId AS item
ORDER BY item
