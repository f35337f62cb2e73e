"""定版 on the meeting's page: the rehearsal, the button, and the editions there are."""

from dashboard import editions
from dashboard.elements import editions as drawn
from dashboard.elements import picture
from dashboard.errors import NotEnteredError
from dashboard.freezing.checking import checked
from dashboard.freezing.figures import everyone
from dashboard.freezing.pictures import outcome, rehearsed
from dashboard.freezing.writing import freeze
from dashboard.meetings import Meeting
from dashboard.texts import dates, t


def show(meeting: Meeting, is_changed: bool) -> None:
    """One row of cards; freezes the meeting or checks an edition where that was clicked.

    Where the reader has changed the meeting and not saved it, nothing is frozen: for good it would
    be kept without his words.
    """
    choice = meeting.choice
    before = editions.of_month(meeting.unit_id, meeting.month)
    if before is not None and before.unit_id != meeting.unit_id:
        before = None
    inside = set(everyone(meeting.unit_id))
    known = [one for one in editions.every() if one.unit_id in inside]
    with picture.row("editions", [4.6, 3, 4.4], 384):
        picture.show("rehearsal", rehearsed(choice))
        asked = drawn.form(dates.month(meeting.month), before)
        to_check = drawn.listed(known, choice)
    if asked is not None and is_changed:
        drawn.refused(t("editions.form.unsaved"))
    elif asked is not None:
        try:
            with drawn.progress(t("editions.form.freezing")) as told:
                edition_id = freeze(meeting, asked.post, asked.reason, told)
            drawn.frozen(editions.get(edition_id))
        except NotEnteredError as error:
            drawn.refused(t(error.key, **error.holes))
    if to_check:
        with drawn.progress(t("editions.list.checking")) as told:
            found = checked(to_check, told)
        drawn.keep_outcome(to_check, outcome(found))
