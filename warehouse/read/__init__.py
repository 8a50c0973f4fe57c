"""How rows come out of the lake: views, search, comparisons and exports."""
