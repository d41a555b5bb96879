// How many items are not hidden.
MATCH (item:Item)
WHERE NOT coalesce(item.hidden, false)
RETURN count(item) AS total
