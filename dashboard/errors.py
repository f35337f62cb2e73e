"""Everything that can go wrong on a screen, and the text that says it to people.

DashboardError
├── NoWarehouseError        nothing has been imported yet
├── DamagedSnapshotError    a file of the snapshot is missing or cannot be read
├── NotConnectedError       the question needs a table this snapshot does not have
├── UnknownQuestionError    no such file in queries/ (our bug)
├── FailedQuestionError     the question itself failed (our bug)
├── NotEnteredError         what a reader entered was refused and not kept
├── UnknownUnitError        the command line names a unit that is not there
├── NoSuchMonthError        … a month without data
├── NoSuchMeetingError      … a meeting or edition that is not there
├── OtherMeetingError       … one of another month or unit than it names beside it
├── FormOfTodayError        … an edition and only forms that are made of today's figures
└── EmptyWarehouseError     … a folder without data
"""


class DashboardError(Exception):
    """A sentence for people stands under `key` in the texts; `holes` fill its blanks."""

    key = "error.unexpected"

    def __init__(self, detail: str = "", **holes: str) -> None:
        super().__init__(detail)
        self.holes = holes


class NoWarehouseError(DashboardError):
    """Nothing has been imported yet."""

    key = "error.no_warehouse"


class DamagedSnapshotError(DashboardError):
    """A file of the snapshot is missing or cannot be read; holes: file."""

    key = "error.damaged_snapshot"


class NotConnectedError(DashboardError):
    """The question needs a table this snapshot does not have; holes: table."""

    key = "error.not_connected"


class UnknownQuestionError(DashboardError):
    """There is no such question in queries/; holes: question."""

    key = "error.unknown_question"


class FailedQuestionError(DashboardError):
    """The question failed; holes: question."""

    key = "error.failed_question"


class NotEnteredError(DashboardError):
    """What a reader entered was refused; holes: why, already worded."""

    key = "error.not_entered"


class UnknownUnitError(DashboardError):
    """There is no such unit; holes: unit."""

    key = "brief.error.unit"


class NoSuchMonthError(DashboardError):
    """There are no data of this month; holes: month, first, last."""

    key = "brief.error.month"


class BadTemplateError(DashboardError):
    """The bureau's template cannot be read; holes: file."""

    key = "brief.error.template"


class NoSuchMeetingError(DashboardError):
    """There is no such meeting or edition; holes: name."""

    key = "brief.error.meeting"


class OtherMeetingError(DashboardError):
    """The meeting or edition is of another month or unit; holes: name, unit, month."""

    key = "brief.error.other_meeting"


class FormOfTodayError(DashboardError):
    """Of an edition there are only deck and workbook; holes: name."""

    key = "brief.error.form_of_today"


class EmptyWarehouseError(DashboardError):
    """The folder holds no data; holes: folder."""

    key = "brief.error.empty"
