// How wide the given features of one modality are; no row where no item has one.
MATCH (item:Item)
WHERE item[$property] IS NOT NULL AND item[$maker] IS NULL
RETURN size(item[$property]) AS width
LIMIT 1
