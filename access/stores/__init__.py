"""Where allowances are: in the database, or in a Redis server that all processes share."""
