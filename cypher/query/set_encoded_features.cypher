// Writes features that an encoder made, or removes them; one that was given stays.
UNWIND $rows AS row
MATCH (item:Item {itemId: row.item})
WHERE item[$feature] IS NULL OR item[$maker] IS NOT NULL
SET item += row.properties
