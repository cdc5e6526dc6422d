"""What is written about the service, and the program that takes its pictures."""
