// The features of one modality that were given to items of the given ids.
UNWIND $ids AS id
MATCH (item:Item {itemId: id})
WHERE item[$property] IS NOT NULL AND item[$maker] IS NULL
RETURN id, item[$property] AS feature
