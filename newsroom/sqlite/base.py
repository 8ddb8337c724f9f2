"""The ENGINE `newsroom.sqlite`: Django's own, but for one question.

Django asks each connection once whether it knows JSON, inside a transaction. Ours begin with the
lock for writing (settings.DATABASES): while somebody else holds it, the answer would be no, and
every page that this thread makes from then on a fault.
"""

from django.db.backends.sqlite3 import base, features


class DatabaseFeatures(features.DatabaseFeatures):
    supports_json_field = True  # every SQLite since 3.38, unless it was built without on purpose


class DatabaseWrapper(base.DatabaseWrapper):
    features_class = DatabaseFeatures
