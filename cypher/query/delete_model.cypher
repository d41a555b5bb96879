// Forgets a version. The run that produced it stays.
MATCH (model:Model {version: $version})
DETACH DELETE model
