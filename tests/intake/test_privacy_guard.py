"""Whatever a profile makes of a column, a file with a person's number in it is refused whole."""

from pathlib import Path
from textwrap import dedent

import polars as pl
import pytest

from data.errors import PrivacyError
from data.intake import prepare

HEADER = "case_id,received_at,category_code,handling_unit_id,matter_kind,property_loss_yuan,值班\n"
MOBILE, IDENTITY = "13912345678", "11010519491231002X"


def refused(folder: Path, text: str, rules: str = "") -> str:
    """The column the file is refused for."""
    (folder / "p.toml").write_text(dedent(rules), "utf-8")
    (folder / "x.csv").write_text(text, "utf-8")
    with pytest.raises(PrivacyError) as caught:
        list(prepare([folder / "x.csv"], folder / "p.toml"))
    assert "x.csv" in str(caught.value)
    assert MOBILE not in str(caught.value) and IDENTITY not in str(caught.value)
    return str(caught.value.holes["column"])


@pytest.mark.parametrize("number", [MOBILE, IDENTITY, "＋86 139 1234 5678", "13912345678.0"])
@pytest.mark.parametrize("place", [0, 2, 3, 4, 6])
def test_in_any_column_used_or_not(tmp_path: Path, place: int, number: str) -> None:
    columns = HEADER.strip().split(",")
    cells = ["m1", "2026-03-02", "theft_bike", "X", "criminal", "12", "甲"]
    cells[place] = number
    rows = "m0,2026-03-01,theft_bike,X,criminal,1,乙\n" * 3000 + ",".join(cells) + "\n"
    assert refused(tmp_path, HEADER + rows) == columns[place]


def test_in_a_column_of_numbers(tmp_path: Path) -> None:
    rows = (
        f"m0,2026-03-01,theft_bike,X,criminal,1,乙\nm1,2026-03-01,theft_bike,X,criminal,{MOBILE},\n"
    )
    assert refused(tmp_path, HEADER + rows) == "property_loss_yuan"


def test_in_a_column_the_profile_maps_to_codes(tmp_path: Path) -> None:
    rules = """
        [[source]]
        table = "cases"
        values.category_code = { "*" = "theft_bike" }
        """
    rows = f"m1,2026-03-02,{MOBILE},X,criminal,1,\n"
    assert refused(tmp_path, HEADER + rows, rules) == "category_code"


def test_in_a_column_of_seconds(tmp_path: Path) -> None:
    """As milliseconds since 1970 a mobile number is a fine date."""
    rules = """
        [[source]]
        table = "cases"
        dates.received_at = "epoch_ms"
        """
    rows = f"m1,{MOBILE},theft_bike,X,criminal,1,\n"
    assert refused(tmp_path, HEADER + rows, rules) == "received_at"


def test_within_words_that_would_be_stored(tmp_path: Path) -> None:
    text = "commitment_id,unit_id,month,due_n,done_n,on_time_n,note\nC01,X,2026-03,1,1,1,"
    assert refused(tmp_path, f"{text}请打{MOBILE}\n") == "note"


def test_after_renaming(tmp_path: Path) -> None:
    rules = """
        [[source]]
        table = "cases"
        rename = { "值班" = "victim_name" }
        """
    rows = "m1,2026-03-02,theft_bike,X,criminal,1,甲\n"
    assert refused(tmp_path, HEADER + rows, rules) == "victim_name"


def test_dropped_columns_may_hold_anything(tmp_path: Path) -> None:
    (tmp_path / "p.toml").write_text(
        '[[source]]\ntable = "cases"\ndrop = ["姓名", "值班"]\n', "utf-8"
    )
    rows = f"m1,2026-03-02,theft_bike,X,criminal,1,{MOBILE},张三\n"
    (tmp_path / "x.csv").write_text(HEADER.replace("值班", "值班,姓名") + rows, "utf-8")
    (found,) = prepare([tmp_path / "x.csv"], tmp_path / "p.toml")
    assert MOBILE not in str(found.frame.rows()) and "张三" not in str(found.frame.rows())


def test_the_line_is_named(tmp_path: Path) -> None:
    lines = [
        "m0,2026-03-01,theft_bike,X,criminal,1,",
        "",
        f"m1,2026-03-01,theft_bike,{MOBILE},criminal,1,",
    ]
    (tmp_path / "x.csv").write_text(HEADER + "\n".join(lines) + "\n", "utf-8")
    with pytest.raises(PrivacyError) as caught:
        list(prepare([tmp_path / "x.csv"]))
    assert caught.value.holes["line"] == 4


def test_numbers_inside_longer_numbers_pass(tmp_path: Path) -> None:
    """A case number of 23 characters holds what looks like a mobile number; so may a serial."""
    rows = (
        "A3301855500001391234567,2026-03-02,theft_bike,330185550000,criminal,1,202603021391234567\n"
    )
    (tmp_path / "x.csv").write_text(HEADER + rows, "utf-8")
    (found,) = prepare([tmp_path / "x.csv"])
    assert isinstance(found.frame, pl.DataFrame) and found.frame.height == 1
