"""What is hidden, and what is public, in a paper of which every field holds a word of its own."""
