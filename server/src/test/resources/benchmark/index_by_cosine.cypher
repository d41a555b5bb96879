CREATE VECTOR INDEX item_by_cosine IF NOT EXISTS FOR (item:Item) ON item.embedding
OPTIONS {indexConfig: {`vector.dimensions`: 64, `vector.similarity_function`: 'cosine'}}
