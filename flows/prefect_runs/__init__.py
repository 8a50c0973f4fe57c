"""What the Prefect flows share: tasks, final states, defaults and the runs of a deployment."""
