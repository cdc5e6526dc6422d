"""Who asks, and how much they may: keys that open a closed door, and allowances that fill up again with time."""
