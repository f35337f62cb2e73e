"""What every export says of its origin, and what stands in the notes of a slide."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dashboard import editions, explanations
from dashboard.answers import ask_if_connected, is_demo, snapshot
from dashboard.editions import Edition
from dashboard.elements.evidence import Evidence
from dashboard.exports import letters
from dashboard.filters import Filters
from dashboard.scenes import Scene
from dashboard.texts import dates, known, numbers, t
from dashboard.units import names
from dashboard.verdicts import Working

PARTS = ("inputs", "formula", "result", "rule", "source")


@dataclass(frozen=True)
class Source:
    """Where all figures of an export come from."""

    unit: str
    month: date
    cutoff: date
    snapshot: int
    edition: str  # worded
    is_demo: bool
    bureau: str = ""
    said: Sequence[str] = ()  # the unit's own words on the month, worded
    edition_id: str = ""  # the edition's whose figures they are; "" for figures of today

    @property
    def title(self) -> str:
        """安澜市局 2026年10月民意例会"""
        return t("exports.title", unit=self.unit, month=dates.month(self.month))

    @property
    def line(self) -> str:
        """Cut-off, edition, snapshot and 演示数据 in one line."""
        parts = [
            t("exports.cutoff", cutoff=dates.cutoff(self.cutoff)),
            self.edition,
            t("exports.snapshot", id=self.snapshot),
        ]
        if self.is_demo:
            parts.append(t("exports.demo"))
        return " · ".join(parts)


def source(choice: Filters) -> Source:
    """Of the snapshot in force and a choice: figures of today, whatever edition there is."""
    manifest = snapshot()
    unit = _official(choice.unit_id)
    edition = editions.in_force(choice)
    said = t("exports.edition_none")
    if edition is not None:
        said = t("exports.edition_other", name=editions.name(edition))
    own = [each.named_sentence() for each in explanations.of_unit(choice.unit_id, choice.month)]
    return Source(unit, choice.month, manifest.cutoff, manifest.id, said, is_demo(), unit, own)


def of_edition(edition: Edition) -> Source:
    """Of an edition, as it was frozen."""
    unit = _official(edition.unit_id)
    named = editions.name(edition)
    return Source(
        unit, edition.month, edition.cutoff, edition.snapshot_id, named, is_demo(), unit,
        edition_id=edition.edition_id,
    )  # fmt: skip


def _official(unit_id: str) -> str:
    """A unit's own name as its list has it."""
    units = ask_if_connected("choice/units")
    known_units = dict(units.select("unit_id", "unit_name").iter_rows()) if units.width else {}
    return str(known_units.get(unit_id) or names().get(unit_id, ""))


def name_of(scene: Scene) -> str:
    """What a scene is called in a list."""
    key = f"scenes.name.{scene.id.replace('.', '_')}"
    return t(key) if known(key) else scene.headline


def notes(scene: Scene, origin: Source) -> str:
    """讲稿, what is asked, the arithmetic, and where it all comes from."""
    parts = [f"{t('exports.notes.script')}\n{scene.script}"] if scene.script else []
    parts += [f"{t('exports.notes.said')}\n" + "\n".join(origin.said)] if origin.said else []
    if scene.question:
        parts.append(f"{t('exports.notes.asked')}\n{scene.question}")
    shown = workings(scene.working)
    if shown:
        parts.append(f"{t('exports.notes.working')}\n" + "\n".join(shown))
    if scene.evidence is not None:
        parts.append(f"{t('exports.notes.evidence')}\n" + behind(scene.evidence))
    if scene.figure is not None:
        parts.append(t("exports.notes.edited"))
    parts.append(f"{t('exports.notes.source')}\n{origin.line}")
    return "\n\n".join(parts)


def workings(found: Sequence[Working]) -> list[str]:
    """Each verdict's arithmetic as lines."""
    return [
        f"{t(f'working.{name}')}{t('exports.colon')}{letters.plain(getattr(working, name))}"
        for working in found
        for name in PARTS
        if getattr(working, name)
    ]


def behind(evidence: Evidence) -> str:
    """The rows behind a picture and what they were asked by."""
    rows = numbers.count(evidence.table.height, "row")
    asked = [f"queries/{question}.sql" for question in evidence.questions]
    return " · ".join([rows, *evidence.indicators, *asked])
