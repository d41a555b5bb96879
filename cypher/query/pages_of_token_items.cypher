// For each page asked for: the items that carry the token, nearest first, and how many there are in all.
UNWIND $pages AS page
MATCH (token:Token {tokenId: page.token})
WITH page, COLLECT {
  MATCH (token)<-[carries:HAS_TOKEN]-(item:Item)
  WHERE NOT coalesce(item.hidden, false)
  RETURN item.itemId ORDER BY carries.distance, item.itemId
} AS items
RETURN page.number AS number,
  items[page.skip..page.skip + page.limit] AS items, size(items) AS total
