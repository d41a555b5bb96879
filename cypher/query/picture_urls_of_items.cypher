// Where those of some items have their pictures whose pictures were not fetched from there.
UNWIND $items AS id
MATCH (item:Item {itemId: id})
WHERE item.imageUrl IS NOT NULL AND item.imageUrl <> coalesce(item.imageFetchedFrom, '')
RETURN id AS item, item.imageUrl AS url
