// Names those of some tokens anew that are named by items: after the three nearest that are shown.
UNWIND $tokens AS id
MATCH (token:Token {tokenId: id})
WHERE token.label = '' OR token.label STARTS WITH 'like '
WITH token, COLLECT {
  MATCH (token)<-[carries:HAS_TOKEN]-(item:Item)
  WHERE NOT coalesce(item.hidden, false)
  RETURN coalesce(item.title, item.itemId) ORDER BY carries.distance, item.itemId LIMIT 3
} AS names
SET token.label = CASE WHEN size(names) = 0 THEN ''
  ELSE 'like ' + reduce(list = names[0], name IN names[1..] | list + ', ' + name) END
RETURN token.tokenId AS token, token.label AS label
