"""When it runs: the flow, its inputs, and the `dateline` command."""
