// How many events each of some items has, by whomever and of whatever kind.
UNWIND $items AS id
MATCH (counted:Item {itemId: id})
RETURN id AS item, COUNT { (counted)<-[:INTERACTED]-() } AS total
