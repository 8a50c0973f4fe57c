"""Full text search: the index, the words in it, and ranked queries."""
