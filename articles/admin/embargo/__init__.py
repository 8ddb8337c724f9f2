"""An embargo at the desk: what lies under it, its hour, and moving or lifting it."""

from .admin import EmbargoAdmin

__all__ = ["EmbargoAdmin"]
