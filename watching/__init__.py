"""What is told to those who watch over the service: figures that all of its processes gather, and traces."""
