"""Runs on a schedule: the deployment, the server, the alerts."""
