// The ids of items that a full-text query finds, most relevant first.
CALL db.index.fulltext.queryNodes('item_text', $search) YIELD node AS found, score
WHERE NOT coalesce(found.hidden, false)
RETURN found.itemId AS item
ORDER BY score DESC, found.itemId
SKIP $skip
LIMIT $limit
