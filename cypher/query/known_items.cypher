// Those items of the given ids that are in the graph, with all that an import may change but features.
UNWIND $ids AS id
MATCH (item:Item {itemId: id})
RETURN id,
  item.title AS title,
  item.description AS description,
  item.imageUrl AS imageUrl,
  coalesce(item.hidden, false) AS hidden,
  item.imageSha256 AS imageSha256,
  item.imageDescribedBy AS imageDescribedBy,
  item.imageFetchedFrom AS imageFetchedFrom,
  item.createdAt AS createdAt,
  item.attributes AS attributes,
  COLLECT { MATCH (item)-[:IN_CATEGORY]->(category:Category) RETURN category.name AS name ORDER BY name } AS categories,
  COLLECT { MATCH (item)-[:BY]->(brand:Brand) RETURN brand.name AS name ORDER BY name } AS brands
