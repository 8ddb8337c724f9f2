"""How far from now things lie: no midnight on which the tests may run reaches them."""

from datetime import timedelta

DAY = timedelta(days=1)
LATER = timedelta(days=3)
