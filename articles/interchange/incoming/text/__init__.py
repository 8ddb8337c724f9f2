"""A text from elsewhere, as HTML, as the body of a story."""
