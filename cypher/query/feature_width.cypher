// How wide the features of one modality are; no row where no item has one.
MATCH (item:Item)
WHERE item[$property] IS NOT NULL
RETURN size(item[$property]) AS width
LIMIT 1
