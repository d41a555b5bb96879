// Items that look like one item but are described in other words: they share its picture tokens and few of its text
// tokens.
// @param item = 0    the item to start from
MATCH (codebook:Codebook)
WHERE EXISTS { (codebook)<-[:USES]-(:Model {active: true}) }
  OR NOT EXISTS { (:Model {active: true})-[:USES]->(:Codebook) }
MATCH (item:Item {itemId: $item})-[:HAS_TOKEN]->(token:Token)-[:OF]->(codebook)
WHERE NOT coalesce(item.hidden, false)
MATCH (token)<-[:HAS_TOKEN]-(other:Item)
WHERE other <> item AND NOT coalesce(other.hidden, false)
WITH other, count(CASE token.modality WHEN 'IMAGE' THEN 1 END) AS pictureTokens,
  count(CASE token.modality WHEN 'TEXT' THEN 1 END) AS textTokens
WHERE pictureTokens > textTokens
RETURN other.itemId AS item, other.title AS title, pictureTokens, textTokens
ORDER BY pictureTokens - textTokens DESC, item
LIMIT 10
