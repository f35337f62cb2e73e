"""Single measurements, each run in a process of its own by tests.benchmark."""

import asyncio
import json
import os
import resource
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import polars as pl
import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.pages.city import APP

REPEATS = 9
# What the pages need to know of matters and events, were there no marts.
NEEDED = {
    "cases": [
        "case_id",
        "matter_kind",
        "category_code",
        "jurisdiction_unit_id",
        "handling_unit_id",
        "premises_type",
        "received_at",
        "first_action_at",
        "decision",
        "decision_at",
        "accepted_at",
        "filed_at",
        "solved_at",
        "solve_mode",
        "series_ref",
        "closed_at",
        "closure_kind",
        "property_loss_yuan",
        "recovered_yuan",
    ],
    "case_events": ["case_id", "event_type", "event_at", "unit_id"],
}


def demo(folder: str) -> dict[str, Any]:
    """The demo city into an empty warehouse."""
    from data.demo import load

    shutil.rmtree(folder, ignore_errors=True)
    begun = time.perf_counter()
    load(Path(folder))
    return {"seconds": time.perf_counter() - begun}


def tile(small: str, large: str, scale: str) -> dict[str, Any]:
    """A snapshot with every matter, event and complaint of the small one `scale` times."""
    from data.snapshot import current

    manifest = current(small)
    assert manifest is not None
    place = Path(large)
    if (place / "CURRENT").exists():
        said = json.loads((place / "snapshots" / "000001.json").read_text("utf-8"))
        return {"matters": said["tables"]["cases"]["rows"]}
    matters = 0
    tables: dict[str, Any] = {}
    for name, files in manifest.tables.items():
        folder = place / "tables" / name
        folder.mkdir(parents=True)
        keys = {
            "cases": ["case_id"],
            "case_events": ["event_id", "case_id"],
            "complaints": ["complaint_id"],
        }
        copies = int(scale) if name in keys else 1
        paths = []
        if not files:
            continue
        frame = pl.read_parquet(files)
        for copy in range(copies):
            path = folder / f"{copy:03d}.parquet"
            again = [
                pl.format(f"{copy}-{{}}", pl.col(key)).alias(key) for key in keys.get(name, [])
            ]
            (frame.with_columns(again) if copy else frame).write_parquet(path)
            paths.append(str(path.relative_to(place)))
        rows = frame.height * copies
        matters = rows if name == "cases" else matters
        tables[name] = {"files": paths, "rows": rows, "version": 0, "hash_recipe": ""}
    source = Path(small) / "snapshots"
    said = json.loads(sorted(source.glob("*.json"))[-1].read_text("utf-8"))
    said |= {"id": 1, "parent": None, "tables": tables, "marts": {}, "loads": []}
    (place / "snapshots").mkdir()
    (place / "snapshots" / "000001.json").write_text(json.dumps(said), "utf-8")
    (place / "CURRENT").write_text("000001.json", "utf-8")
    return {"matters": matters}


def marts(folder: str) -> dict[str, Any]:
    """All marts of a warehouse's tables, into a folder beside them; a tiled snapshot gets them."""
    from data.marts import build
    from data.snapshot import current

    manifest = current(folder)
    assert manifest is not None
    target = Path(folder).absolute() / "marts" / "benchmark"
    shutil.rmtree(target, ignore_errors=True)
    begun = time.perf_counter()
    files = build(manifest.tables, target, manifest.cutoff)
    seconds = time.perf_counter() - begun
    if not manifest.marts:
        path = Path(folder) / "snapshots" / "000001.json"
        said = json.loads(path.read_text("utf-8"))
        root = Path(folder).absolute()
        said["marts"] = {n: [str(Path(f).relative_to(root)) for f in fs] for n, fs in files.items()}
        path.write_text(json.dumps(said), "utf-8")
    return {"seconds": seconds}


def _asked(folder: str, page: str) -> tuple[Any, list[tuple[str, dict[str, Any]]]]:
    """Every question a page asks at its first look, with its parameters."""
    from streamlit.testing.v1 import AppTest

    from dashboard import database

    os.environ["MINYI_WAREHOUSE"] = folder
    heard: list[tuple[str, dict[str, Any]]] = []
    opened: list[Any] = []
    plain = database.Database.run

    def listening(self: Any, question: str, parameters: Any) -> pl.DataFrame:
        opened.append(self)
        heard.append((question, dict(parameters)))
        return plain(self, question, parameters)

    database.Database.run = listening  # type: ignore[method-assign]
    app = AppTest.from_file(str(APP), default_timeout=600).run()
    start = 0
    if page != "overview":
        start = len(heard)
        app.switch_page(f"dashboard/pages/{page}.py").run()
    assert not app.exception and not app.error, [e.value for e in app.error]
    database.Database.run = plain  # type: ignore[method-assign]
    return opened[0], heard[start:]


def questions(folder: str, page: str) -> dict[str, Any]:
    """The sum of one page's questions, each the median of nine, warm."""
    opened, asked = _asked(folder, page)
    total = 0.0
    slowest = ("", 0.0)
    for question, parameters in asked:
        taken = _median(lambda q=question, p=parameters: opened.run(q, p))
        total += taken
        slowest = max(slowest, (question, taken), key=lambda pair: pair[1])
    return {"seconds": total, "questions": len(asked), "slowest": slowest}


def scan(folder: str) -> dict[str, Any]:
    """One pass over the needed columns of the raw Parquet."""
    from data import engine
    from data.snapshot import current

    manifest = current(folder)
    assert manifest is not None
    connection = engine.connect(manifest.tables, manifest.cutoff, memory_limit="8GB")
    sums = [
        f"select {', '.join(f'max({column})::varchar' for column in columns)} from {table}"
        for table, columns in NEEDED.items()
    ]
    return {"seconds": sum(_median(lambda s=s: engine.frame(connection, s), 3) for s in sums)}


def csv(small: str, path: str, copies: str) -> dict[str, Any]:
    """The demo's matters `copies` times as a CSV of contract names."""
    from data.contract import TABLES
    from data.snapshot import current

    manifest = current(small)
    assert manifest is not None
    frame = pl.read_parquet(manifest.tables["cases"]).select(list(TABLES["cases"].dtypes))
    frame = frame.filter(pl.col("handling_unit_id") != "UNKNOWN")
    pieces = [
        frame.with_columns(pl.format(f"{copy}-{{}}", "case_id").alias("case_id"))
        for copy in range(int(copies))
    ]
    pl.concat(pieces).write_csv(path, datetime_format="%Y-%m-%d %H:%M:%S")
    return {"rows": frame.height * int(copies), "megabytes": Path(path).stat().st_size // 2**20}


def polars(path: str, target: str, typed: str) -> dict[str, Any]:
    """Polars' own way from CSV to Parquet; times are read as times if `typed` says yes."""
    begun, worked = time.perf_counter(), time.process_time()
    frame = pl.read_csv(path, try_parse_dates=typed == "yes", infer_schema_length=10_000)
    frame.write_parquet(target)
    return {
        "seconds": time.perf_counter() - begun,
        "processor": time.process_time() - worked,
    }


def import_(path: str, warehouse: str) -> dict[str, Any]:
    """Our import of the same file into an empty warehouse; `until_committed` leaves out marts."""
    from data import imports
    from data import marts as marts_module

    shutil.rmtree(warehouse, ignore_errors=True)
    began_marts: list[tuple[float, float]] = []
    plain = marts_module.build

    def listening(*arguments: Any, **named: Any) -> Any:
        began_marts.append((time.perf_counter(), time.process_time()))
        return plain(*arguments, **named)

    marts_module.build = listening
    begun, worked = time.perf_counter(), time.process_time()
    report = imports.run_import([path], Path(warehouse))
    assert report.accepted > 0 and report.rejected == 0, report
    (committed, processor) = began_marts[0]
    return {
        "seconds": time.perf_counter() - begun,
        "processor": time.process_time() - worked,
        "until_committed": committed - begun,
        "processor_until_committed": processor - worked,
    }


def rerun(folder: str, page: str) -> dict[str, Any]:
    """Server time of a rerun through the real websocket, median of nine, everything warm."""
    with tempfile.TemporaryDirectory() as place:
        script = "streamlit_app.py"
        if page == "empty":
            script = str(Path(place) / "empty.py")
            Path(script).write_text("import streamlit as st\n", "utf-8")
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        server = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", script, "--server.port", str(port)],
            env=os.environ | {"MINYI_WAREHOUSE": folder},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            return {"seconds": asyncio.run(_rerun_times(port, page))}
        finally:
            server.terminate()
            server.wait()


async def _rerun_times(port: int, page: str) -> float:
    address = f"ws://localhost:{port}/_stcore/stream"
    for _ in range(240):
        try:
            connection = await websockets.connect(
                address, max_size=None, subprotocols=[websockets.Subprotocol("streamlit")]
            )
            break
        except OSError:
            await asyncio.sleep(0.25)
    async with connection:
        taken = [await _one_rerun(connection, page) for _ in range(3 + REPEATS)]
    return median(taken[3:])


async def _one_rerun(connection: Any, page: str) -> float:
    """Seconds from the message that asks for a run to the one that says it is finished."""
    message = BackMsg()
    message.rerun_script.query_string = ""
    message.rerun_script.page_name = "" if page in ("empty", "overview") else page
    begun = time.perf_counter()
    await connection.send(message.SerializeToString())
    while True:
        answer = ForwardMsg()
        answer.ParseFromString(await asyncio.wait_for(connection.recv(), 300))
        if answer.WhichOneof("type") == "script_finished" and answer.script_finished == 0:
            return time.perf_counter() - begun


def _median(act: Callable[[], Any], repeats: int = REPEATS) -> float:
    taken = []
    for _ in range(repeats):
        begun = time.perf_counter()
        act()
        taken.append(time.perf_counter() - begun)
    return median(taken)


def main() -> None:
    """Runs the measurement named first with the other arguments; prints its result as JSON."""
    name, *arguments = sys.argv[1:]
    measurements: dict[str, Callable[..., dict[str, Any]]] = {
        "demo": demo,
        "tile": tile,
        "marts": marts,
        "questions": questions,
        "scan": scan,
        "csv": csv,
        "polars": polars,
        "import": import_,
        "rerun": rerun,
    }
    result = measurements[name](*arguments)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps({**result, "peak": peak}))


if __name__ == "__main__":
    main()
