"""How rows come into the lake: staged, published in one transaction, accounted for."""
