"""Where things are; the only reader of the environment."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
QUERIES = ROOT / "queries"
CODES = ROOT / "data" / "codes"
CONFIG = ROOT / ".streamlit" / "config.toml"
REGISTRY = QUERIES / "indicators" / "registry.toml"
ICON = ROOT / "static" / "icon.png"


def warehouse() -> Path:
    """The folder of imported data; read anew each time so that a test may point elsewhere."""
    return Path(os.environ.get("MINYI_WAREHOUSE", "warehouse")).resolve()


def journal() -> Path:
    """The folder of what people enter, beside the tables."""
    return warehouse() / "journal"
