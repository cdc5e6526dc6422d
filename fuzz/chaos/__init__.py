"""What goes wrong outside the code, tried for real on the shipped deployment."""
