"""Where rows live: staging, the lake, publishing."""
