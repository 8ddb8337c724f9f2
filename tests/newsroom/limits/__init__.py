"""Rate limits, with Redis and without it."""
