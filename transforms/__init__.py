"""What a page means: pure functions from text to rows; `parsing` is the way through all of them."""
