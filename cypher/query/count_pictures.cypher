// How many items have a picture.
MATCH (item:Item)
WHERE item.imageSha256 IS NOT NULL
RETURN count(item) AS pictures
