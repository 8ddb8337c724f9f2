"""XML that a stranger wrote: its bytes mended, its elements one at a time."""
