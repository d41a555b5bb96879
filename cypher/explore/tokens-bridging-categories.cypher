// The tokens that bridge two categories: carried by items of both, those with the most items on their weaker side first.
// @param category = any    one category, or any
// @param other = any       the other category, or any
MATCH (codebook:Codebook)
WHERE EXISTS { (codebook)<-[:USES]-(:Model {active: true}) }
  OR NOT EXISTS { (:Model {active: true})-[:USES]->(:Codebook) }
MATCH (codebook)<-[:OF]-(token:Token)<-[:HAS_TOKEN]-(item:Item)-[:IN_CATEGORY]->(category:Category)
WHERE NOT coalesce(item.hidden, false)
WITH token, category, count(item) AS items
WITH token, collect({name: category.name, items: items}) AS sides
UNWIND sides AS one
UNWIND sides AS other
WITH token, one, other
WHERE one.name <> other.name
  AND ($category = 'any' OR one.name = $category)
  AND ($other = 'any' OR other.name = $other)
  AND ($category <> $other OR one.name < other.name)
RETURN token.tokenId AS token, token.label AS label, one.name AS category, one.items AS items,
  other.name AS otherCategory, other.items AS otherItems
ORDER BY CASE WHEN items < otherItems THEN items ELSE otherItems END DESC, items + otherItems DESC, token, category,
  otherCategory
LIMIT 20
