// Every item with its categories and brand.
MATCH (item:Item)
RETURN item.itemId AS item, item.title AS title, item.description AS description, item.imageUrl AS imageUrl,
  coalesce(item.hidden, false) AS hidden, item.createdAt AS createdAt, item.attributes AS attributes,
  COLLECT { MATCH (item)-[:IN_CATEGORY]->(category:Category) RETURN category.name ORDER BY category.name } AS categories,
  head(COLLECT { MATCH (item)-[:BY]->(brand:Brand) RETURN brand.name ORDER BY brand.name }) AS brand,
  CASE WHEN item.textFeature IS NULL THEN [] ELSE ['TEXT'] END
    + CASE WHEN item.imageFeature IS NULL THEN [] ELSE ['IMAGE'] END
    + CASE WHEN item.audioFeature IS NULL THEN [] ELSE ['AUDIO'] END AS modalities
ORDER BY item
