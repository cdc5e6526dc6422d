"""A schema held against its wish, on the rows that it makes; and mended where it does not keep to it."""
