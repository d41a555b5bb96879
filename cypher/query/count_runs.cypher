// How many trainings there were.
MATCH (run:TrainingRun)
RETURN count(run) AS total
