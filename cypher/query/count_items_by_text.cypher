// How many items a full-text query finds.
CALL db.index.fulltext.queryNodes('item_text', $search) YIELD node AS found
WHERE NOT coalesce(found.hidden, false)
RETURN count(found) AS total
