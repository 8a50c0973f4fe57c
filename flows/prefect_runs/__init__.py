"""What the Prefect flows share: their tasks, settings and earlier runs."""
