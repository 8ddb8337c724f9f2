"""Commands that are killed anywhere, and run again; and a file that moves in meanwhile."""
