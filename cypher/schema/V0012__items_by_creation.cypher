CREATE INDEX item_created_at IF NOT EXISTS FOR (i:Item) ON (i.createdAt)
