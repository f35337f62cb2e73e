"""The demo city 安澜市: everything a bureau would deliver, invented, the same on every run."""

from __future__ import annotations

from data.demo.city import generate

__all__ = ["generate"]
