"""Journeys of readers, and of whoever looks at a page of the paper."""
