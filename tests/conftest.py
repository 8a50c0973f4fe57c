"""Settings of the tools that all tests share."""

from hypothesis import settings

# No example fails for being slow: how long one takes is the machine's affair.
settings.register_profile("no deadline", deadline=None)
settings.load_profile("no deadline")
