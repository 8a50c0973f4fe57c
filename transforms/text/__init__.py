"""Text before it is news: bytes to characters, and what holds of characters, dates and languages."""
