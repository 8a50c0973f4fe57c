"""Which articles tell the same story, and what their texts have in common.

Pure functions of texts. `shingles` makes of a text the set that it is compared by, `sketches` the
sample of it by which a lake is searched, `candidates` finds the pairs that are worth comparing,
`comparison` compares them exactly, and `clusters` puts together what belongs together.
"""
