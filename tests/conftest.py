"""What tests of several folders stand on."""

from pathlib import Path

import pytest

from data.demo import load


@pytest.fixture(scope="session")
def demo_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo city, imported once for all tests; nobody may write into it."""
    warehouse = tmp_path_factory.mktemp("demo") / "warehouse"
    load(warehouse, 1, None)
    return warehouse
