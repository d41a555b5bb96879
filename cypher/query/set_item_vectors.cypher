// Writes what was learned of items.
UNWIND $rows AS row
MATCH (item:Item {itemId: row.id})
SET item.embedding = row.embedding, item.context = row.context, item.trainDegree = row.degree
