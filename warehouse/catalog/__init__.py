"""The lake itself: its catalog, its lock, its snapshots, its schema and its migration."""
