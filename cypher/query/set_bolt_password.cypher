// Sets the password of the Bolt user; runs in the system database.
CREATE OR REPLACE USER neo4j SET PASSWORD $password CHANGE NOT REQUIRED
