// Whether there is neither a user nor an item.
RETURN NOT EXISTS { MATCH (:User) } AND NOT EXISTS { MATCH (:Item) } AS empty
