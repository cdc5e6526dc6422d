"""What is said to a language model, what it answers, and what comes between."""
