"""The sites that benchmarks measure: ours, in several ways, and Wagtail's beside it."""
