CREATE VECTOR INDEX item_by_inner_product IF NOT EXISTS FOR (item:Item) ON item.lengthened
OPTIONS {indexConfig: {`vector.dimensions`: 65, `vector.similarity_function`: 'cosine'}}
