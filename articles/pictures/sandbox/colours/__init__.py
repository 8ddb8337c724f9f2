"""Which colours a file means, as sRGB, and what stands under what is transparent."""
