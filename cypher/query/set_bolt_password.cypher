// Sets the password of the Bolt user; runs in the system database.
ALTER USER neo4j SET PASSWORD $password CHANGE NOT REQUIRED
