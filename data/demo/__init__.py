"""The demo city Anlan: everything a bureau would deliver, invented, the same on every run."""

from data.demo.city import generate
from data.demo.files import load, write

__all__ = ["generate", "load", "write"]
