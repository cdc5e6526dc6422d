"""The learner's page: a sentence becomes a dataset to look at, to understand, to change and to take along."""
