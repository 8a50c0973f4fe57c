"""The article of a page: its fields, out of the labelled lines."""
