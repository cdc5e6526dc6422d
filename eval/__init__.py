"""How good the designer is, measured on the rows that come of its schemas. It knows the public surfaces only."""
