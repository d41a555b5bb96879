// What is known of the pictures of those items of the given ids that are in the graph.
UNWIND $ids AS id
MATCH (item:Item {itemId: id})
RETURN id, item.imageSha256 AS sha256, item.imageDescribedBy AS describer
