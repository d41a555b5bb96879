// Those users of the given ids that are in the graph.
UNWIND $ids AS id
MATCH (user:User {userId: id})
RETURN id, user.attributes AS attributes
