// The schema migrations that this store has had.
MATCH (migration:Migration)
RETURN migration.name AS name, migration.checksum AS checksum
ORDER BY name
