"""What a page means: pure functions from text to rows."""
