"""From concepts to columns: an expression for each, which keeps what was stated and agrees with the rest of its row."""
