"""Who may import whom, where each library lives, and where words, colours and SQL may stand."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

# Top to bottom. A module may import only from lower rows, or from its own package.
LAYERS = [
    ["streamlit_app"],
    ["dashboard.frame"],
    ["dashboard.__main__"],
    ["dashboard.pages"],
    ["dashboard.exports"],
    ["dashboard.freezing"],
    ["dashboard.scenes"],
    ["dashboard.pictures"],
    ["dashboard.elements"],
    ["dashboard.actions", "dashboard.editions"],
    ["dashboard.judged", "dashboard.peers", "dashboard.findings"],
    ["dashboard.verdicts"],
    ["dashboard.measured", "dashboard.completeness"],
    ["dashboard.composed", "dashboard.designs"],
    ["dashboard.windows"],
    ["dashboard.units"],
    ["dashboard.meetings", "dashboard.explanations", "dashboard.workdays"],
    ["dashboard.entered"],
    ["dashboard.answers", "dashboard.charts"],
    ["dashboard.database", "dashboard.statistics", "dashboard.theme", "dashboard.navigation"],
    ["dashboard.indicators", "dashboard.promised", "dashboard.filters"],
    ["dashboard.texts"],
    ["dashboard.settings", "dashboard.errors", "dashboard.noticed"],
]

# Each library has one home on each side.
HOMES = {
    "duckdb": ["dashboard.database", "data.engine"],
    "plotly": ["dashboard.charts", "dashboard.theme", "dashboard.elements", "dashboard.scenes"],
    "streamlit": [
        "streamlit_app",
        "dashboard.frame",
        "dashboard.pages",
        "dashboard.elements",
        "dashboard.answers",
        "dashboard.entered",
        "dashboard.navigation",
        "dashboard.theme",
        "dashboard.texts",
    ],
    "pptx": ["dashboard.exports"],
    "docx": ["dashboard.exports"],
    "xlsxwriter": ["dashboard.exports", "dashboard.elements", "data"],
    "scipy": ["dashboard.statistics", "dashboard.charts", "data"],
    "deltalake": ["data"],
    "dataframely": ["data"],
}

OF_DATA = {"data.snapshot", "data.journal", "data.errors", "data.usage"}  # for the dashboard


def modules(*folders: str) -> list[str]:
    """Dotted names of all modules under the folders."""
    paths = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    return sorted(
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for path in paths
    )


def source(module: str) -> Path:
    """The file of a module."""
    path = ROOT / Path(*module.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def imports(module: str) -> set[str]:
    """Everything a module imports, anywhere in it, as dotted names."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source(module).read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{name.name}" for name in node.names}
    return found


def row_of(name: str) -> int | None:
    """The layer of a module or of something in it."""
    for row, packages in enumerate(LAYERS):
        if any(name == package or name.startswith(f"{package}.") for package in packages):
            return row
    return None


def package_of(name: str) -> str:
    """dashboard.elements for dashboard.elements.cards."""
    return ".".join(name.split(".")[:2])


DASHBOARD = ["streamlit_app", *(m for m in modules("dashboard") if m != "dashboard")]


@pytest.mark.parametrize("module", DASHBOARD)
def test_a_module_imports_only_from_lower_layers(module: str) -> None:
    own = row_of(module)
    assert own is not None, f"{module} stands in no layer"
    for name in imports(module):
        row = row_of(name)
        if name.startswith("dashboard.") and package_of(name) != package_of(module):
            assert row is not None and row > own, f"{module} imports {name}"


@pytest.mark.parametrize("module", DASHBOARD)
def test_the_dashboard_knows_only_the_reading_side_of_data(module: str) -> None:
    for name in imports(module):
        if name.split(".")[0] == "data":
            assert ".".join(name.split(".")[:2]) in OF_DATA, f"{module} imports {name}"


@pytest.mark.parametrize("module", modules("data"))
def test_data_knows_nothing_of_the_dashboard(module: str) -> None:
    assert not {name for name in imports(module) if name.split(".")[0] == "dashboard"}


@pytest.mark.parametrize("module", [*DASHBOARD, *modules("data")])
def test_each_library_has_its_home(module: str) -> None:
    for name in imports(module):
        homes = HOMES.get(name.split(".")[0])
        if homes is not None:
            assert any(module == home or module.startswith(f"{home}.") for home in homes), (
                f"{module} uses {name}"
            )


def spoken(module: str) -> Iterator[str]:
    """The string constants of a module that are no docstrings."""
    tree = ast.parse(source(module).read_text("utf-8"))
    told = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node.value


@pytest.mark.parametrize("module", DASHBOARD)
def test_no_word_of_a_reader_stands_in_python(module: str) -> None:
    for text in spoken(module):
        assert not re.search(r"[\u3400-\u9fff]", text), f"{module} says {text}"


SENTENCE = re.compile(r"\b[A-Za-z]{2,} [a-z]{2,} [a-z]{2,} [a-z]{2,}\b")
OF_PROGRAMS = ("create ", "set global", "select ", "set allowed", "\nexport default")


@pytest.mark.parametrize("module", [m for m in DASHBOARD if not m.endswith("database")])
def test_no_english_sentence_stands_in_python(module: str) -> None:
    logged = {  # the log is for us
        text.value
        for node in ast.walk(ast.parse(source(module).read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if node.func.attr in ("error", "exception", "warning")
        for text in node.args
        if isinstance(text, ast.Constant)
    }
    raised = {
        text.value
        for node in ast.walk(ast.parse(source(module).read_text("utf-8")))
        if isinstance(node, ast.Raise)
        for text in ast.walk(node)
        if isinstance(text, ast.Constant)
    }
    for text in spoken(module):
        if text not in logged | raised and not text.startswith(OF_PROGRAMS):
            assert not SENTENCE.search(text), f"{module} says {text}"


@pytest.mark.parametrize(
    "path",
    [
        path
        for pattern in ("dashboard/**/*.py", "dashboard/**/*.css", "streamlit_app.py")
        for path in ROOT.glob(pattern)
        if path != ROOT / "dashboard" / "theme.py"
    ],
    ids=lambda path: str(path.relative_to(ROOT)),
)
def test_no_colour_stands_outside_the_theme(path: Path) -> None:
    assert not re.findall(r"#[0-9A-Fa-f]{6}\b|#[0-9A-Fa-f]{3}\b", path.read_text("utf-8"))


QUERY = re.compile(r"^\s*(select|with|insert|update|delete)\s+\w", re.IGNORECASE)


@pytest.mark.parametrize(
    "module", [m for m in [*DASHBOARD, *modules("data")] if m not in HOMES["duckdb"]]
)
def test_no_sql_stands_outside_queries(module: str) -> None:
    for text in spoken(module):
        assert not (QUERY.match(text) and re.search(r"\bfrom\b", text)), f"{module}: {text}"


def test_no_folder_pages_stands_beside_the_entry_file() -> None:
    """Streamlit would run its files directly on a deep link, past the frame."""
    assert not (ROOT / "pages").exists()


@pytest.mark.parametrize("module", modules("dashboard"))
def test_modules_stay_small(module: str) -> None:
    length = len(source(module).read_text("utf-8").splitlines())
    assert length <= 400
