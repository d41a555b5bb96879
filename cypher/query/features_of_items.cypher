// The features of one modality of those of some items that have one.
UNWIND $ids AS id
MATCH (item:Item {itemId: id})
WHERE item[$property] IS NOT NULL
RETURN id, item[$property] AS feature
