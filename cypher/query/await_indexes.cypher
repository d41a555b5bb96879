// Waits until every index is built.
CALL db.awaitIndexes(300)
