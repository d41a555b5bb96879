// What is kept of the items' pictures, as one describer made it.
MATCH (item:Item {imageDescribedBy: $describer})
WHERE item.imageDescription IS NOT NULL
RETURN item.itemId AS item, item.imageDescription AS description
ORDER BY item
