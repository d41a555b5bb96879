// Those of the given ids that items have.
UNWIND $ids AS id
MATCH (item:Item {itemId: id})
RETURN item.itemId AS item
