"""Scheduled runs: the deployment, its Prefect server and its alerts."""
