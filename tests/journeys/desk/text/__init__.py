"""Writing in the text of a story."""
