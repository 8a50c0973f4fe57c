"""What must hold: rules, and Great Expectations to judge by them."""
