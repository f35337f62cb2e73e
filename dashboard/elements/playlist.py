"""A meeting as it is prepared: its scenes in order, the chosen one, and what holds for all."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from dashboard import meetings, navigation
from dashboard.answers import snapshot
from dashboard.elements import choice_bar, drafts, signature, unsaved
from dashboard.elements.style import tag
from dashboard.errors import NotEnteredError
from dashboard.filters import Filters
from dashboard.meetings import Meeting, Played
from dashboard.texts import dates, language, t
from dashboard.units import names

PLACE = "meeting_place"  # which scene is chosen, from 0
_EDITION = "meeting_fields"  # fields are new ones after scenes have moved
_SAID = "meeting_said"  # what came of the last press on 保存: a sentence, and whether it is kept
_LONGEST = {"zh": 40, "en": 70}  # letters of a headline that stand in one line of 44 px
_SPECIAL = re.compile(r"([\\*_\[\]~`$#:<>])")


@dataclass(frozen=True)
class Line:
    """A scene in the list: what it says, what it is called, and of what it tells."""

    headline: str
    name: str
    of: str = ""


def play(meeting: Meeting, is_changed: bool, copy_of: Meeting | None) -> None:
    """播放, the presenter's screen, last month's order, and how the meeting stands."""
    st.html(f"<style>{_rules()}</style>")
    choice = choice_bar.current().but(unit_id=meeting.unit_id, month=meeting.month)
    address = choice_bar.address_of(choice)
    address |= {"meeting": meeting.meeting_id} if meeting.revision else {}
    with st.container(key="play", horizontal=True, vertical_alignment="center"):
        _play_now(address, is_changed)
        st.link_button(
            t("meeting.presenter"),
            f"{navigation.FULL_SCREEN}?{urlencode(address | {'view': 'presenter'})}",
            help=t("meeting.presenter_help"),
        )
        if copy_of is not None:
            st.button(
                t("meeting.copy", month=dates.month_only(copy_of.month)),
                key="copy_meeting",
                help=t("meeting.copy_help"),
                on_click=_copy,
                args=(meeting, copy_of),
            )
        if navigation.exists("actions"):
            st.page_link(navigation.path_of("actions"), label=t("meeting.ledger"))
        st.html(f'<div class="state">{_state(meeting, is_changed)}</div>')


def _play_now(address: dict[str, str], is_changed: bool) -> None:
    """播放, in a window of its own while something is not saved, which this one keeps."""
    screen = navigation.FULL_SCREEN
    with st.container(key="play_now", width="content"):
        if is_changed:
            unsaved.ask_before_leaving()
            st.link_button(t("meeting.play"), f"{screen}?{urlencode(address)}")
        else:
            path = navigation.path_of(screen)
            st.page_link(path, label=t("meeting.play"), query_params=address)


def order(meeting: Meeting, lines: Sequence[Line]) -> int:
    """Draws the scenes with what moves and removes them; gives the place of the chosen one."""
    last = len(lines) - 1
    st.session_state[PLACE] = min(max(int(st.session_state.get(PLACE) or 0), 0), last)
    place = int(
        st.radio(
            t("meeting.order"),
            range(len(lines)),
            format_func=lambda n: f"{n + 1}　{_plain(lines[n].headline)}",
            captions=[_plain(" · ".join(filter(None, (one.name, one.of)))) for one in lines],
            key=PLACE,
            label_visibility="collapsed",
            width="stretch",
        )
        or 0
    )
    with st.container(horizontal=True):
        _button("up", place == 0, _move, meeting, place, -1)
        _button("down", place == last, _move, meeting, place, 1)
        _button("remove", last == 0, _remove, meeting, place)
    return place


def adding(meeting: Meeting, offered: Mapping[str, str]) -> None:
    """Any scene there is, by its id; it shows what is chosen in the bar now."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox(
            t("meeting.add"),
            list(offered),
            index=None,
            format_func=offered.__getitem__,
            placeholder=t("meeting.add_which"),
            key="meeting_added",
        )
        is_idle = st.session_state.get("meeting_added") is None
        _button("add_it", is_idle, _add, meeting, choice_bar.current())


def words(meeting: Meeting, place: int, headline: str, script: str) -> None:
    """What is written for a scene, the computed words beside it."""
    played, edition = meeting.scenes[place], st.session_state.get(_EDITION, 0)
    key = f"{meeting.meeting_id}_{edition}_{place}"

    def field(name: str, draw: Callable[..., Any], **more: Any) -> None:
        draw(
            t(f"meeting.{name}"),
            value=getattr(played, name),
            key=f"{name}_{key}",
            on_change=_write,
            args=(meeting, place, name, f"{name}_{key}", {"headline": headline, "script": script}),
            **more,
        )

    own, computed = st.columns(2)
    with own:
        field(
            "headline",
            st.text_input,
            max_chars=_LONGEST[language()],
            placeholder=t("meeting.as_computed"),
        )
        field("script", st.text_area, height=140, placeholder=t("meeting.as_computed"))
        field("remark", st.text_input, max_chars=200)
    with computed:
        _computed("headline", headline, played.headline and played.computed_headline)
        _computed("script", script, played.script and played.computed_script)


def settings(meeting: Meeting) -> None:
    """The day it is held on, how long a scene stays, and remarks."""
    key = f"{meeting.meeting_id}_{st.session_state.get(_EDITION, 0)}"
    with st.container(horizontal=True):
        st.date_input(
            t("meeting.held_on"),
            value=meeting.held_on,
            format="YYYY-MM-DD",
            key=f"held_on_{key}",
            on_change=_set,
            args=(meeting, "held_on", f"held_on_{key}"),
            width=180,
        )
        st.number_input(
            t("meeting.seconds"),
            min_value=0,
            max_value=600,
            step=5,
            value=meeting.seconds,
            help=t("meeting.seconds_help"),
            key=f"seconds_{key}",
            on_change=_set,
            args=(meeting, "seconds", f"seconds_{key}"),
            width=180,
        )
    st.text_area(
        t("meeting.remarks"),
        value=meeting.remarks,
        height=80,
        key=f"remarks_{key}",
        on_change=_set,
        args=(meeting, "remarks", f"remarks_{key}"),
    )


def saving(meeting: Meeting, is_changed: bool) -> None:
    """保存 under a post; what is refused stays on the screen with the reason."""
    with st.container(key="saving", horizontal=True, vertical_alignment="bottom"):
        signature.ask("meeting")
        st.button(
            t("meeting.save"),
            key="save_meeting",
            type="primary",
            on_click=_save,
            args=(meeting,),
            disabled=not is_changed and meeting.revision > 0,
        )
        if is_changed:
            _button("give_up", False, _give_up, meeting)
    sentence, is_kept = st.session_state.pop(_SAID, ("", True))
    if sentence:
        (st.caption if is_kept else st.error)(sentence)


def _state(meeting: Meeting, is_changed: bool) -> str:
    kind = "changed" if is_changed else "kept" if meeting.revision else "new"
    mark = tag("neutral" if kind == "kept" else "watch", t(f"meeting.state.{kind}"))
    rest = t(f"meeting.state.{kind}_note", month=dates.month(meeting.month))
    if choice_bar.current().unit_id != meeting.unit_id:
        rest = f"{names().get(meeting.unit_id, '')} · {rest}"
    return f"{mark}{escape(rest)}"


def _button(name: str, is_disabled: bool, then: Callable[..., None], *args: Any) -> None:
    st.button(
        t(f"meeting.{name}"), key=f"meeting_{name}", disabled=is_disabled, on_click=then, args=args
    )


def _computed(name: str, now: str, then: str) -> None:
    """The computed words; where somebody wrote beside other ones, those as well."""
    parts = [(t(f"meeting.computed_{name}"), now)]
    if then and then != now:
        parts.append((t("meeting.computed_then"), then))
    told = "".join(f"<span>{escape(label)}</span>{escape(said)}" for label, said in parts)
    st.html(f'<div class="computed">{told}</div>')


# What follows changes the draft as it is now: a field left and a button pressed come together.


def _write(meeting: Meeting, place: int, name: str, key: str, computed: dict[str, str]) -> None:
    text = str(st.session_state[key] or "").strip()
    changed: dict[str, str] = {name: text}
    if name in computed:
        changed[f"computed_{name}"] = computed[name] if text else ""
    now = drafts.draft(meeting)
    scenes = list(now.scenes)
    scenes[place] = replace(scenes[place], **changed)
    drafts.change(replace(now, scenes=tuple(scenes)))


def _set(meeting: Meeting, name: str, key: str) -> None:
    value: date | int | str | None = st.session_state[key]
    if isinstance(value, str):
        value = value.strip()
    drafts.change(replace(drafts.draft(meeting), **{name: value}))  # type: ignore[arg-type]


def _move(meeting: Meeting, place: int, by: int) -> None:
    scenes = list(drafts.draft(meeting).scenes)
    scenes[place], scenes[place + by] = scenes[place + by], scenes[place]
    _reorder(meeting, scenes, place + by)


def _remove(meeting: Meeting, place: int) -> None:
    scenes = list(drafts.draft(meeting).scenes)
    del scenes[place]
    _reorder(meeting, scenes, min(place, len(scenes) - 1))


def _add(meeting: Meeting, choice: Filters) -> None:
    scene = st.session_state["meeting_added"]
    now = drafts.draft(meeting).with_scene(scene, choice)
    _reorder(meeting, now.scenes, max(n for n, one in enumerate(now.scenes) if one.scene == scene))
    st.session_state["meeting_added"] = None


def _reorder(meeting: Meeting, scenes: Sequence[Played], place: int) -> None:
    drafts.change(replace(drafts.draft(meeting), scenes=tuple(scenes)))
    st.session_state[PLACE] = place
    _renew()


def _renew() -> None:
    st.session_state[_EDITION] = st.session_state.get(_EDITION, 0) + 1


def _copy(meeting: Meeting, earlier: Meeting) -> None:
    copy = meetings.copied(earlier, meeting.month, snapshot().cutoff)
    drafts.change(replace(copy, meeting_id=meeting.meeting_id, revision=meeting.revision))
    _renew()


def _give_up(meeting: Meeting) -> None:
    drafts.forget(meeting.meeting_id)
    _renew()


def _save(meeting: Meeting) -> None:
    post = str(st.session_state.get("post_meeting") or "")
    now = replace(drafts.draft(meeting), cutoff=snapshot().cutoff)
    try:
        meetings.save(now, post)
    except NotEnteredError as error:
        st.session_state[_SAID] = (t(error.key, **error.holes), False)
        return
    signature.keep(post)
    drafts.forget(meeting.meeting_id)
    st.session_state[_SAID] = (t("signature.kept"), True)


def _plain(words: str) -> str:
    """Words that Markdown leaves as they are."""
    return _SPECIAL.sub(r"\\\1", words)


@cache
def _rules() -> str:
    return (Path(__file__).parent / "playlist.css").read_text(encoding="utf-8")
