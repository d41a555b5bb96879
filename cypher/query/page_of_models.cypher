// The versions before one, newest first; from the newest where $after is empty.
MATCH (model:Model)
WHERE $after = '' OR model.version < $after
RETURN model.version AS version
ORDER BY model.version DESC
LIMIT $limit
