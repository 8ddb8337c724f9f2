"""For machines that read: RSS feeds, sitemaps, structured data, robots.txt."""
