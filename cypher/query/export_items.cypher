// A page of the items with all that was given, in the order of their ids; features that were encoded are not.
MATCH (page:Item)
WHERE page.itemId > $after
WITH page
ORDER BY page.itemId
LIMIT $limit
WITH collect(page) AS items
UNWIND items AS item
RETURN item.itemId AS id,
  item.title AS title,
  item.description AS description,
  item.imageUrl AS imageUrl,
  coalesce(item.hidden, false) AS hidden,
  item.createdAt AS createdAt,
  item.attributes AS attributes,
  COLLECT { MATCH (item)-[:IN_CATEGORY]->(category:Category) RETURN category.name AS name ORDER BY name } AS categories,
  head(COLLECT { MATCH (item)-[:BY]->(brand:Brand) RETURN brand.name AS name ORDER BY name }) AS brand,
  CASE WHEN item.textFeatureBy IS NULL THEN item.textFeature END AS text,
  CASE WHEN item.imageFeatureBy IS NULL THEN item.imageFeature END AS image,
  CASE WHEN item.audioFeatureBy IS NULL THEN item.audioFeature END AS audio,
  item.imageSha256 AS pictureSha256,
  item.imageDescribedBy AS describedBy,
  item.imageDescription AS pictureDescription,
  item.imageFetchedFrom AS fetchedFrom
ORDER BY id
