"""The texts that people read on the learner's page, and their translations: found, kept and compiled (`make texts`)."""
