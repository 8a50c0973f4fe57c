"""What rows are: each column declared once, with all that follows from it."""
