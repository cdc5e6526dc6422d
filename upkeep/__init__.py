"""What keeps an installation in order: backups, restoring them, and the chores of the night."""
