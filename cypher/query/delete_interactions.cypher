// Removes events by their ids, and says between whom they were.
UNWIND $ids AS id
MATCH (user:User)-[event:INTERACTED {eventId: id}]->(item:Item)
WITH user.userId AS user, item.itemId AS item, event
DELETE event
RETURN user, item
