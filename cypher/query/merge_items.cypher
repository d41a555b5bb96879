// Creates or updates items: sets the given properties, removes those given as null, leaves the others.
UNWIND $rows AS row
MERGE (item:Item {itemId: row.itemId})
ON CREATE SET item.hidden = false
SET item += row.properties
