"""What do we look at today, and was last time's work done?"""

from dashboard import meetings
from dashboard.answers import snapshot
from dashboard.elements import (
    choice_bar,
    decide,
    drafts,
    heading,
    picture,
    playlist,
    preview,
    states,
)
from dashboard.elements.heading import ShortAnswer
from dashboard.filters import Filters
from dashboard.freezing import panel
from dashboard.scenes import prepared
from dashboard.scenes.played import draft
from dashboard.texts import t

choice = choice_bar.show()
if not choice.unit_id or choice.month == Filters.month:
    heading.show(t("meeting.question"), ShortAnswer())
    states.not_connected("cases" if choice.unit_id else "units")
else:
    # The meeting the choice means, as the reader has it before him.
    kept = drafts.kept(choice.unit_id, choice.month, snapshot().cutoff)
    meeting = drafts.draft(kept)
    is_changed = meeting != kept

    # The question: was last time's work done, and what is there today?
    heading.show(t("meeting.question"), prepared.short_answer(meeting))
    playlist.play(meeting, is_changed, meetings.before(kept.unit_id, kept.month))

    # The scenes in order, the chosen one as it will be seen, and what is said with it.
    with picture.row("meeting", [4.4, 7], 600):
        with picture.card("order"):
            picture.title(t("meeting.order"), t("meeting.order_note"))
            place = playlist.order(meeting, prepared.lines(meeting))
            playlist.adding(meeting, prepared.names())
            playlist.settings(meeting)
            playlist.saving(meeting, is_changed)
        with picture.card("chosen"):
            computed, slide = prepared.shown(meeting, place)
            preview.show(slide)
            decide.button(draft(computed, kept.meeting_id if kept.revision else ""), "scene")
            playlist.words(meeting, place, computed.headline, computed.script)

    # What is kept of it for good, and what would still move.
    panel.show(kept, is_changed)
    picture.foot(t("meeting.footer"))
