"""`python -m data …` as a clerk uses it."""

import sys
from collections.abc import Callable

import pytest

from data import marts, recipes
from data.__main__ import main
from data.texts import LANGUAGES, t
from tests.warehouse.conftest import Warehouse

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command; its exit code and all it said."""

    def command(*words: object) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["data", *map(str, words)])
        with pytest.raises(SystemExit) as end:
            main()
        said = capsys.readouterr()
        return int(end.value.code or 0), said.out + said.err

    return command


def test_import_accounts_for_every_row_in_both_languages(warehouse: Warehouse, run: Run) -> None:
    path = warehouse.write(
        "cases",
        "case_id | decision\nm1 | pending\nm1 | pending\nm2 | docketed\n | ",
    )
    code, said = run("import", path, "--warehouse", warehouse.path)
    assert code == 0
    assert "快照 1" in said
    assert "snapshot 1" in said
    for language in LANGUAGES:
        assert t("rules.decision_without_time", language) in said
    code, said = run("import", path, "--warehouse", warehouse.path)
    assert t("report.no_snapshot", "zh") in said


def test_status_history_rollback_and_clean(with_units: Warehouse, run: Run) -> None:
    with_units.bring(cases="case_id | decision\nm1 | pending\nm2 | docketed")
    place = ("--warehouse", with_units.path)
    code, said = run("status", *place)
    assert code == 0
    assert "案事件" in said
    assert t("status.open_rows", "zh", open=1, closed=0) in said
    assert run("rollback", 1, *place)[0] == 0
    code, said = run("history", *place)
    assert "回退到 1" in said
    assert run("clean", *place)[0] == 0
    assert run("rollback", 99, *place)[0] == 1


def test_an_empty_warehouse_says_what_to_do(warehouse: Warehouse, run: Run) -> None:
    for command in ("status", "history", "clean", "rebuild"):
        code, said = run(command, "--warehouse", warehouse.path)
        assert code == 1
        assert "python -m data import" in said


def test_a_dry_run_says_that_nothing_changed(warehouse: Warehouse, run: Run) -> None:
    path = warehouse.write("cases", "case_id\nm1")
    code, said = run("import", path, "--dry-run", "--warehouse", warehouse.path)
    assert code == 0
    assert t("report.dry_run", "zh") in said
    assert not warehouse.path.exists()


def test_the_exit_code_tells_a_file_of_nothing_but_refused_rows(
    warehouse: Warehouse, run: Run
) -> None:
    path = warehouse.write("cases", "case_id | decision\nm2 | docketed")
    code, said = run("import", path, "--warehouse", warehouse.path)
    assert code == 1
    assert t("report.whole_file_refused", "zh", file="cases.csv") in said


def test_a_missing_file_and_no_file_are_errors(warehouse: Warehouse, run: Run) -> None:
    assert run("import", "nowhere.csv", "--warehouse", warehouse.path)[0] == 1
    assert run("import", "--warehouse", warehouse.path)[0] == 1
    assert run("rollback", "x", "--warehouse", warehouse.path)[0] == 2


def test_the_environment_names_the_warehouse(
    warehouse: Warehouse, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MINYI_WAREHOUSE", str(warehouse.path))
    assert run("import", warehouse.write("cases", "case_id\nm1"))[0] == 0
    assert warehouse.current.counts["cases"] == 1


def test_marts_of_an_older_program_are_named_and_built_anew(
    with_units: Warehouse, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = ("--warehouse", with_units.path)
    assert t("done.rebuild_idle", "zh") in run("rebuild", *place)[1]
    monkeypatch.setattr(marts, "SQL_HASHES", {**marts.SQL_HASHES, "stock_flow": "another"})
    assert "stock_flow" in run("status", *place)[1]
    assert run("rebuild", *place)[0] == 0
    assert with_units.current.id == 2
    assert "stock_flow" not in run("status", *place)[1]
    assert with_units.bring(cases="case_id\nm1").snapshot == 3


def test_dictionary_and_template_are_written(
    warehouse: Warehouse, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    warehouse.inbox.mkdir()
    monkeypatch.chdir(warehouse.inbox)
    assert run("dictionary", "out")[0] == 0
    assert run("template", "模板.xlsx")[0] == 0
    assert len(list((warehouse.inbox / "out").iterdir())) == 2
    assert (warehouse.inbox / "模板.xlsx").stat().st_size > 10_000


def test_all_forty_indicators_are_listed_in_both_languages(run: Run) -> None:
    code, said = run("indicators")
    assert code == 0
    for indicator_id, line in recipes.registry().items():
        assert f" {indicator_id} " in said
        assert line["name_zh"] in said
    assert "共 40 项" in said
    assert "40 in all" in said


@pytest.mark.parametrize(
    ("words", "zh", "en"),
    [
        (("imp",), "没有这个命令", "Did you mean 'import'?"),
        (("rollback",), "还要写 ID", "ID is needed"),
        (("rollback", "x"), "ID 后面的值不能用", "cannot be used"),
        (("status", "--level", "3"), "没有 --level 这个选项", "No such option: --level"),
        (("import", "--cutoff", "x"), "如 2026-10-01。", "such as 2026-10-01."),
        (("import", "--cutoff"), "命令写得不对", "requires an argument"),
    ],
)
def test_a_wrong_command_says_in_both_languages_how_it_is_written(
    words: tuple[str, ...], zh: str, en: str, run: Run
) -> None:
    code, said = run(*words)
    assert code == 2
    assert zh in said
    assert en in said
    assert "--help" in said
