"""An old meeting exactly as it was: from the journal's own copy, and from nothing else."""

import json
from dataclasses import dataclass

from dashboard import entered
from dashboard.scenes import Scene, content


@dataclass(frozen=True)
class Published:
    """A scene of an edition, with what the program had said where somebody wrote otherwise."""

    scene: Scene
    computed_headline: str = ""
    computed_script: str = ""
    remark: str = ""


def replayed(edition_id: str, language: str) -> list[Scene]:
    """The scenes of an edition in order; empty where there is none.

    Neither data nor words nor formulas of today take part.
    """
    return [one.scene for one in published(edition_id, language)]


def published(edition_id: str, language: str) -> list[Published]:
    """The scenes of an edition in order, each with the words that were computed for it."""
    rows = entered.in_force("published_scenes", edition_id=edition_id, language=language)
    return [_published(text) for text in rows.sort("position")["content"]]


def _published(text: str) -> Published:
    told = json.loads(text)
    names = [name for name in Published.__dataclass_fields__ if name != "scene"]
    beside = {name: str(told.get(name, "")) for name in names}
    return Published(content.read(text), **beside)
