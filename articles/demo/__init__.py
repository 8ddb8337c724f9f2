"""The demo paper, The Harbour Record: what a newcomer reads first."""
