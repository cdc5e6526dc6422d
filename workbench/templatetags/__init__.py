"""What templates of the page may ask for."""
