"""Opening pages without a browser, and warehouses that lack something."""

import json
from pathlib import Path

from streamlit.testing.v1 import AppTest

from tests.cities import copied

ROOT = Path(__file__).parent.parent.parent
APP = ROOT / "streamlit_app.py"
FULL_SCREEN = "screen"  # draws a whole meeting at once and has tests of its own
FOUND = sorted(path.stem for path in (ROOT / "dashboard" / "pages").glob("[a-z]*.py"))
PAGES = [name for name in FOUND if name != FULL_SCREEN]


def opened(page: str, **address: str) -> AppTest:
    """The app with a page open under an address; the warehouse is told by the environment."""
    app = AppTest.from_file(str(APP), default_timeout=60)
    for name, value in address.items():
        app.query_params[name] = value
    if page != "overview":  # the front page has no name in its address
        # Before the first run a page is known by its file's name, which is its address here.
        app.switch_page(f"dashboard/pages/{page}.py")
    return app.run()


def said(app: AppTest) -> str:
    """Everything the page says in words: HTML, Markdown, captions, infos and errors."""
    parts = [element.proto.body for element in app.get("html")]
    for kind in (app.markdown, app.caption, app.info, app.error, app.title):
        parts += [str(element.value) for element in kind]
    return "\n".join(parts)


def without(warehouse: Path, copy: Path, *names: str) -> Path:
    """A warehouse like the given one whose snapshot lacks tables and marts; files are shared."""
    manifest = pointed_at(warehouse)
    said = json.loads(manifest.read_text("utf-8"))
    for kind in ("tables", "marts"):
        said[kind] = {name: value for name, value in said[kind].items() if name not in names}
    return _written(warehouse, copy, manifest.name, said)


def damaged(warehouse: Path, copy: Path, mart: str) -> Path:
    """A warehouse like the given one, one of whose files was cut short."""
    manifest = pointed_at(warehouse)
    said = json.loads(manifest.read_text("utf-8"))
    copied = _written(warehouse, copy, manifest.name, said)
    for name in said["marts"][mart]:
        path = copied / name
        content = path.read_bytes()
        path.unlink()
        path.write_bytes(content[: len(content) // 2])
    return copied


def pointed_at(warehouse: Path) -> Path:
    """The manifest in force."""
    name = (warehouse / "CURRENT").read_text("utf-8").strip()
    return warehouse / "snapshots" / name


def _written(warehouse: Path, copy: Path, name: str, said: object) -> Path:
    copied(warehouse, copy)
    target = copy / "snapshots" / name
    target.write_text(json.dumps(said), "utf-8")
    return copy
