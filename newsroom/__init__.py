"""What would make sense on a site without stories: settings, caching, security, mail, rate limits.

No models, ever. A module enters if two apps need it.
"""
