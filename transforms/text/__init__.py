"""Text before it is news: decoding, characters, dates and languages."""
