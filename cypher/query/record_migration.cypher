// Remembers that a migration was applied.
MERGE (migration:Migration {name: $name})
SET migration.checksum = $checksum, migration.appliedAt = datetime()
