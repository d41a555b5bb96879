// Items as people see them, by id.
UNWIND $items AS id
MATCH (found:Item {itemId: id})
RETURN found.itemId AS item, found.title AS title, found.description AS description, found.imageUrl AS imageUrl,
  coalesce(found.hidden, false) AS hidden, found.createdAt AS createdAt, found.attributes AS attributes,
  COLLECT { MATCH (found)-[:IN_CATEGORY]->(category:Category) RETURN category.name ORDER BY category.name } AS categories,
  head(COLLECT { MATCH (found)-[:BY]->(brand:Brand) RETURN brand.name ORDER BY brand.name }) AS brand,
  CASE WHEN found.textFeature IS NULL THEN [] ELSE ['TEXT'] END
    + CASE WHEN found.imageFeature IS NULL THEN [] ELSE ['IMAGE'] END
    + CASE WHEN found.audioFeature IS NULL THEN [] ELSE ['AUDIO'] END AS modalities
