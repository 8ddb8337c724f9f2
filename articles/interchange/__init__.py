"""In and out of the paper: imports from WordPress and from folders of pictures."""
