"""The nine scenes a meeting starts from, in order."""

from dashboard.meetings import DEFAULT

__all__ = ["DEFAULT"]
