"""What several people have to do with one story at its desk: who writes at it, what they tell each
other, and who outside may read it.
"""
