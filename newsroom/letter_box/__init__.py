"""Whether letters go out and are believed where they arrive, and in words what is in the way."""
