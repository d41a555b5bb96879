// Items that name a picture elsewhere which is not the one that they have; what was given as bytes stays.
MATCH (item:Item)
WHERE item.imageUrl IS NOT NULL AND item.imageUrl <> coalesce(item.imageFetchedFrom, '')
  AND (item.imageSha256 IS NULL OR item.imageFetchedFrom IS NOT NULL)
RETURN item.itemId AS item, item.imageUrl AS url
ORDER BY item
