// The ids that follow one id, of items that are not hidden.
MATCH (found:Item)
WHERE found.itemId > $after AND NOT coalesce(found.hidden, false)
RETURN found.itemId AS item
ORDER BY found.itemId
LIMIT $limit
