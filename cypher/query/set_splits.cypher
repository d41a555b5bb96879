// Gives every event between a user and an item the same part of an experiment.
UNWIND $rows AS row
MATCH (:User {userId: row.user})-[event:INTERACTED]->(:Item {itemId: row.item})
SET event.split = row.split
