"""Windows of a meeting stay in step also where they stand on several machines.

Those of one browser tell each other (stage.js). What they say goes to the server as well, where
the windows of other browsers ask for it; while the server is gone each goes on by its own clock.
"""

import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

FORGOTTEN = 5.0  # seconds after the last window asked: who comes then begins anew
MOST = 50  # sayings of a meeting whose names are known, to tell a new one from one said again


@dataclass
class _Room:
    """What was said last of a meeting, when, and when somebody last asked (seconds).

    `taken` names what was said, the newest last: a window says its own again until it is taken, and
    that must not undo what another window said after it.
    """

    said: dict[str, Any]
    moment: float
    asked: float
    taken: tuple[str, ...]


_rooms: dict[str, _Room] = {}  # by the name of the meeting, of all sessions of this server


def keep(channel: str, every: float) -> None:
    """Exchanges with the other windows of the channel, once in so many seconds."""
    with st.container(key="in_step"):
        st.fragment(_exchange, run_every=every)(channel)


def _exchange(channel: str) -> None:
    heard = _line()(
        key="line",
        data={"channel": channel, "said": told(channel)},
        on_said_change=lambda: None,
    )
    if heard.said:
        take(channel, heard.said)


def told(channel: str) -> dict[str, Any] | None:
    """What was said last, the milliseconds since, what was taken; None where nobody asks."""
    now, room = time.monotonic(), _rooms.get(channel)
    if room is None or now - room.asked > FORGOTTEN:
        _rooms.pop(channel, None)
        return None
    room.asked = now
    return room.said | {"ago": (now - room.moment) * 1000, "taken": list(room.taken)}


def take(channel: str, said: Any) -> None:
    """Keeps what a window says; what is no place of a meeting is left out."""
    try:
        name = str(said["id"])[:40]
        known = {
            "id": name,
            "at": max(int(said["at"]), 0),
            "held": bool(said["held"]),
            "spent": float(said["spent"]),
            "began": float(said["began"]),
        }
    except (KeyError, TypeError, ValueError):
        return
    room, now = _rooms.get(channel), time.monotonic()
    taken = room.taken if room else ()
    if name not in taken:
        _rooms[channel] = _Room(known, now, now, (*taken, name)[-MOST:])


@cache
def _line() -> Any:
    script = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
    return st.components.v2.component("line", js=script, html="")
