"""The demo paper, The Harbour Record, and any number of generated stories for measuring."""
