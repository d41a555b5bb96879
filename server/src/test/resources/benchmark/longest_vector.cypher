// The square of the longest item vector.
MATCH (item:Item)
RETURN max(reduce(sum = 0.0, x IN item.embedding | sum + x * x)) AS square
