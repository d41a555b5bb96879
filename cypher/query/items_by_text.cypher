// The ids of items that a full-text query finds, hidden ones too, most relevant first.
CALL db.index.fulltext.queryNodes('item_text', $search) YIELD node AS found, score
RETURN found.itemId AS item
ORDER BY score DESC, found.itemId
