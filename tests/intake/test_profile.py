"""Profiles: every word checked, every operation on small files."""

from datetime import date, datetime
from pathlib import Path
from textwrap import dedent

import pytest

from data.errors import IntakeError
from data.intake import Delivery, load_profile, prepare
from data.intake.profile import SHIPPED


def profile(folder: Path, text: str) -> Path:
    path = folder / "本局.toml"
    path.write_text(dedent(text), "utf-8")
    return path


def taken(folder: Path, rules: str, text: str, name: str = "x.csv") -> list[Delivery]:
    path = folder / name
    path.write_text(text, "utf-8")
    return list(prepare([path], profile(folder, rules)))


@pytest.mark.parametrize(
    ("text", "said", "meant"),
    [
        ("titel = 'x'", "titel", "title"),
        ("[[source]]\ntable = 'case'", "case", "cases"),
        ("[[source]]\ntable = 'cases'\nrenames = {}", "renames", "rename"),
        ("[[source]]\ntable = 'cases'\nconstants = { chanel = 'x' }", "chanel", "channel"),
        ("[[source]]\ntable = 'cases'\ndates = { received_at = 'rok' }", "rok", "roc"),
        ("[[source]]\ntable = 'cases'\ndecimal = ';'", ";", ","),
        (
            "[[source]]\ntable = 'cases'\n[source.leave_out.x]\ncolumn = 'a'\nequal = 1",
            "equal",
            "equals",
        ),
        (
            "[[source]]\ntable = 'cases'\nrename = { '何时' = 'recieved_at' }",
            "recieved_at",
            "received",
        ),
        ("[[source]]\ntable = 'cases'\nvalues = { chanel = {} }", "chanel", "channel"),
        ("[[source]]\ntable = 'cases'\nderive = { caseid = { from = 'a' } }", "caseid", "case_id"),
        (
            "[[source]]\ntable = 'cases'\nscale = { property_los = 2 }",
            "property_los",
            "property_loss_yuan",
        ),
        ("[[source]]\ntable = 'cases'\nconstants = { decision = 'pendin' }", "pendin", "pending"),
        (
            "[[source]]\ntable = 'cases'\nvalues = { channel = { a = '119' } }",
            "119",
            "110",
        ),
        ("[units]\nrows = [{ naam = 'x' }]", "naam", "name"),
        ("[units]\nlevel = 'staton'", "staton", "station"),
        ("[units]\nfrom_values = 'cases.unit'", "unit", "handling_unit_id"),
        ("[rows]\nunit = [{}]", "unit", "units"),
    ],
)
def test_a_slip_is_named_with_the_nearest_word(
    tmp_path: Path, text: str, said: str, meant: str
) -> None:
    with pytest.raises(IntakeError) as caught:
        load_profile(profile(tmp_path, text))
    assert caught.value.key == "intake.profile_slip"
    assert caught.value.holes["said"] == said
    assert meant in str(caught.value.holes["meant"])
    assert "本局.toml" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("title = 5", "title"),
        ("cutoff = '2026-13-01'", "cutoff"),
        ("skip = 5", "skip"),
        ("[source]\ntable = 'cases'", "source"),
        ("[[source]]\ntable = 'cases'\nseparator = ';;'", "separator"),
        ("[[source]]\ntable = 'cases'\nrename = ['a']", "rename"),
        ("[[source]]\ntable = 'cases'\nvalues = { channel = { a = 5 } }", "a"),
        ("[[source]]\ntable = 'cases'\nconstants = { channel = ['110'] }", "channel"),
        ("[[source]]\ntable = 'cases'\nscale = { property_loss_yuan = 'x' }", "property_loss_yuan"),
        ("[[source]]\ntable = 'cases'\nderive = { case_id = 'a' }", "case_id"),
        (
            "[[source]]\ntable = 'cases'\nleave_out = { x = { column = 'a', empty = 'x' } }",
            "empty",
        ),
        ("[units]\nrows = [{ name = 'x', grid = [1] }]", "grid"),
        ("[[rows.survey_waves]]\nperiod_start = 'x'", "period_start"),
    ],
)
def test_a_word_of_the_wrong_kind_is_named_with_its_line(
    tmp_path: Path, text: str, word: str
) -> None:
    with pytest.raises(IntakeError) as caught:
        load_profile(profile(tmp_path, text))
    assert caught.value.key == "intake.profile_kind"
    assert caught.value.holes["word"] == word
    assert "本局.toml" in str(caught.value)


@pytest.mark.parametrize("pattern", ["(", "(?<=x)y"])
def test_a_pattern_that_is_none_is_named_with_its_line(tmp_path: Path, pattern: str) -> None:
    text = (
        f"[[source]]\ntable = 'cases'\n[source.derive.case_id]\nfrom = 'a'\npattern = '{pattern}'"
    )
    with pytest.raises(IntakeError) as caught:
        load_profile(profile(tmp_path, text))
    assert caught.value.key == "intake.profile_pattern"
    assert "本局.toml:5 [source 1.derive.case_id]" in str(caught.value)


def test_what_must_be_said_is_asked_for(tmp_path: Path) -> None:
    for text, word in (
        ("[[source]]\nfiles = '*'", "table"),
        ("[[source]]\ntable = 'cases'\nderive = { case_id = { prefix = 'a' } }", "from | join"),
        ("[units]\nrows = [{ id = 'a' }]", "name"),
    ):
        with pytest.raises(IntakeError, match="缺少") as caught:
            load_profile(profile(tmp_path, text))
        assert word in str(caught.value)


def test_no_toml_and_no_such_profile(tmp_path: Path) -> None:
    with pytest.raises(IntakeError) as caught:
        load_profile(profile(tmp_path, "title = "))
    assert caught.value.key == "intake.profile_syntax"
    with pytest.raises(IntakeError) as caught:
        load_profile("没有")
    assert "chicago" in str(caught.value)


def test_shipped_profiles_are_sound() -> None:
    names = sorted(path.stem for path in SHIPPED.glob("*.toml"))
    assert names == ["chicago", "kansas_city", "london_pas", "south_yorkshire", "taipei_theft"]
    for name in names:
        assert load_profile(name).feeds


RULES = """
    cutoff = 2026-04-01
    delivered = 2026-03-31
    nulls = ["-"]

    [[source]]
    files = "x*.csv"
    table = "cases"
    drop = ["电话"]
    rename = { "號" = "case_id", "何时" = "received_at", "種類" = "category_code" }
    constants = { decision = "pending", matter_kind = "public_security" }
    defaults = { premises_type = "street" }
    dates = { received_at = "dmy" }

    [source.leave_out]
    "试录入" = { column = "备注", equals = "试" }
    "无单位" = { column = "单位", empty = true }

    [source.derive]
    jurisdiction_unit_id = { from = "单位", pattern = '^(\\d+)' }
    series_ref = { join = ["案组", "單位2"], with = "-", prefix = "s" }
    stated_outcome = { from = "结果", where = { column = "種類", not_in = ["纠纷"] } }

    [source.values.category_code]
    "電動車" = "theft_ebike"
    "*" = "theft_other"

    [source.values.stated_outcome]
    "破" = "solved"
    "" = "unknown"
"""
ROWS = """號,何时,種類,单位,备注,电话,premises_type,案组,單位2,结果
1,02/03/2026,電動車,12所,,13912345678,,a,b,破
2,02/03/2026,别的,13所,试,,market,a,b,破
3,02/03/2026,别的,,,,market,a,b,破
4,2/3/2026 7:41,ＸＸ,14所,-,,market,-,b,
5,03/03/2026,纠纷,15所,,,,a,c,破
"""


def test_every_operation(tmp_path: Path) -> None:
    (found,) = taken(tmp_path, RULES, ROWS)
    rows = found.frame.select(
        "line", "case_id", "received_at", "category_code", "jurisdiction_unit_id",
        "premises_type", "series_ref", "stated_outcome",
    ).rows()  # fmt: skip
    day = datetime(2026, 3, 2)
    assert rows == [
        (2, "1", day, "theft_ebike", "12", "street", "sa-b", "solved"),
        (5, "4", datetime(2026, 3, 2, 7, 41), "theft_other", "14", "market", None, "unknown"),
        (6, "5", datetime(2026, 3, 3), "theft_other", "15", "street", "sa-c", "unknown"),
    ]
    assert found.filtered == {"试录入": 1, "无单位": 1}
    assert found.read == found.frame.height + 2
    assert found.delivery_at == datetime(2026, 3, 31)
    assert load_profile(tmp_path / "本局.toml").cutoff == date(2026, 4, 1)


def test_a_row_with_a_cell_too_many_is_refused_and_not_left_out_as_well(tmp_path: Path) -> None:
    extra = "6,02/03/2026,電動車,12所,试,,,a,b,破,多\n7,02/03/2026\n"
    (found,) = taken(tmp_path, RULES, ROWS + extra)
    assert found.bad_values["line"].to_list() == [7, 8]
    assert found.filtered == {"试录入": 1, "无单位": 1}
    assert found.read == found.frame.height + sum(found.filtered.values())


def test_a_header_the_profile_renames_and_the_file_lacks(tmp_path: Path) -> None:
    with pytest.raises(IntakeError) as caught:
        taken(tmp_path, RULES, ROWS.replace("何时", "时候"))
    assert caught.value.key == "intake.missing_renamed"
    assert "何时" in str(caught.value) and "时候" in str(caught.value)


def test_a_file_no_source_takes_and_sheets_to_skip(tmp_path: Path) -> None:
    with pytest.raises(IntakeError) as caught:
        taken(tmp_path, RULES, ROWS, name="y.csv")
    assert caught.value.key == "intake.not_in_profile"
    assert "x*.csv" in str(caught.value)


def test_a_column_the_profile_uses_and_the_file_lacks(tmp_path: Path) -> None:
    with pytest.raises(IntakeError) as caught:
        taken(tmp_path, RULES, ROWS.replace("备注", "说明"))
    assert caught.value.key == "intake.no_such_column"
    assert "备注" in str(caught.value) and "说明" in str(caught.value)


def test_one_file_feeds_two_tables(tmp_path: Path) -> None:
    rules = """
        [[source]]
        table = "commitment_progress"
        rename = { "事项" = "commitment_id", "所" = "unit_id", "月" = "month" }

        [[source]]
        table = "commitments"
        rename = { "事项" = "commitment_id", "名" = "title" }
        constants = { source = "other", owner_unit_id = "x" }
        defaults = { start_date = "2026-01-01" }
        [source.derive.public_text]
        from = "名"
        """
    text = "事项,名,所,月,due_n,done_n,on_time_n\nC01,快侦快破,x,2026-03-01,3,2,2\n"
    commitments, progress = taken(tmp_path, rules, text)
    assert commitments.table == "commitments"
    assert commitments.frame["title"].to_list() == ["快侦快破"]
    assert progress.frame["done_n"].to_list() == [2]


def test_units_from_values_rows_aliases_and_patterns(tmp_path: Path) -> None:
    rules = r"""
        [units]
        prefix = "U-"
        root = { id = "U", name = "某局" }
        rows = [{ id = "U-东", name = "城东所", short = "东", grid = [1, 2], population = 900 }]
        aliases = { "东门口" = "城东所" }
        patterns = { '0*(\d+)号所' = 'N-\1' }
        from_values = "complaints.unit_id"

        [[source]]
        table = "complaints"
        rename = { "所" = "unit_id" }
        constants = { kind = "complaint" }
        """
    text = "complaint_id,received_at,所\n" + "".join(
        f"{at},2026-03-0{at},{unit}\n"
        for at, unit in enumerate(["东", "城東所", "东门口", "城西所", "007号所", "U-东"], start=1)
    )
    units, complaints = taken(tmp_path, rules, text)
    by_id = {row["unit_id"]: row for row in units.frame.iter_rows(named=True)}
    assert list(by_id) == ["U", "U-东", "U-007号所", "U-城東所", "U-城西所"]
    assert by_id["U"]["level"] == "bureau" and by_id["U"]["parent_unit_id"] is None
    assert by_id["U-东"]["population"] == 900 and by_id["U-东"]["grid_col"] == 2
    assert by_id["U-城西所"]["parent_unit_id"] == "U"
    found = complaints.frame["unit_id"].to_list()
    assert found == ["U-东", "U-城東所", "U-东", "U-城西所", "U-007号所", "U-东"]


def test_patterns_name_units_of_another_file(tmp_path: Path) -> None:
    rules = r"""
        [units]
        patterns = { '0*(\d+)号所' = 'N-\1' }
        [[source]]
        table = "complaints"
        """
    text = "complaint_id,kind,received_at,unit_id\n1,投诉,2026-03-01,007号所\n"
    (complaints,) = taken(tmp_path, rules, text)
    assert complaints.frame["unit_id"].to_list() == ["N-7"]


def test_rows_said_in_the_profile(tmp_path: Path) -> None:
    rules = """
        [[rows.survey_waves]]
        wave_id = "w1"
        programme = "bureau_cati"
        mode = "cati"
        questionnaire_version = "v1"
        period_start = 2026-03-01
        period_end = 2026-03-31
        completed_n = 100
        """
    text = "wave_id,unit_id,period_month,completed_n\nw1,x,2026-03-01,100\n"
    waves, fieldwork = taken(tmp_path, rules, text)
    assert waves.table == "survey_waves"
    assert waves.frame["period_end"].to_list() == [date(2026, 3, 31)]
    assert fieldwork.table == "survey_fieldwork"


def test_skipped_files_and_the_name_of_the_file_as_a_value(tmp_path: Path) -> None:
    rules = r"""
        skip = ["labels*"]
        [[source]]
        files = "*.csv"
        table = "service_monthly"
        constants = { item_code = "x", item_name = "x", business_line = "household" }
        [source.derive]
        month = { from = "@file", pattern = '(\d{4}-\d{2})' }
        """
    (tmp_path / "labels.csv").write_text("a,b\n1,2\n")
    (tmp_path / "月报-2026-03.csv").write_text("unit_id,accepted_n\nx,5\n")
    (found,) = prepare(
        [tmp_path / "labels.csv", tmp_path / "月报-2026-03.csv"], profile(tmp_path, rules)
    )
    assert found.frame["month"].to_list() == [date(2026, 3, 1)]


def test_headers_are_dropped_however_they_are_written(tmp_path: Path) -> None:
    rules = '[[source]]\ntable = "complaints"\ndrop = ["Phone No", "q36*"]\n'
    text = (
        "complaint_id,kind,unit_id,received_at,PHONE_NO,q36_a\n1,投诉,x,2026-03-01,13912345678,1\n"
    )
    (found,) = taken(tmp_path, rules, text)
    assert found.frame.height == 1


def test_two_headers_for_one_column(tmp_path: Path) -> None:
    rules = '[[source]]\ntable = "complaints"\nrename = { "a" = "unit_id", "b" = "unit_id" }\n'
    with pytest.raises(IntakeError) as caught:
        taken(tmp_path, rules, "complaint_id,kind,a,b,received_at\n1,投诉,x,y,2026-03-01\n")
    assert caught.value.key == "intake.twice"


def test_the_examples_of_the_manual_are_sound(tmp_path: Path) -> None:
    manual = Path(__file__).parents[2] / "docs" / "profiles.md"
    blocks = manual.read_text("utf-8").split("```toml\n")[1:]
    assert len(blocks) == 4
    for block in blocks:
        text = block.split("```")[0]
        if text.startswith("[source."):
            text = '[[source]]\ntable = "survey_answers"\n' + text
        assert load_profile(profile(tmp_path, text))
