// A user's events before one of them, newest first; from the newest where $at is null.
MATCH (:User {userId: $user})-[done:INTERACTED]->(item:Item)
WHERE $at IS NULL OR done.at < $at OR done.at = $at AND done.eventId < $event
RETURN done.eventId AS event, item.itemId AS item, done.kind AS kind, done.weight AS weight, done.at AS at
ORDER BY done.at DESC, done.eventId DESC
LIMIT $limit
