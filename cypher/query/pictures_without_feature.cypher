// What is kept of the pictures of items that have no feature of them.
MATCH (item:Item)
WHERE item.imageFeature IS NULL AND item.imageDescription IS NOT NULL
RETURN item.itemId AS item, item.imageDescription AS description, item.imageDescribedBy AS describer
ORDER BY item
