"""What a flow or a command does; it prints nothing and knows no Prefect."""
