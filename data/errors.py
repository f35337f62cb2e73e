"""What can go wrong while data comes in, as messages for people.

DataError                 everything below; its key names a text under [error] of data/texts
├── IntakeError           a file that cannot be read or understood
│   └── PrivacyError      a file with a forbidden column or value, refused whole
├── ContractError         a frame or a code list that does not fit the contract
├── WarehouseError        a warehouse that cannot be read or changed
└── JournalError          an entry that cannot be written or read
"""

from data.texts import t


class DataError(Exception):
    """An error shown to people without a traceback: which file, which row, what to do.

    `key` is looked up as `error.<key>` in data/texts; `holes` fill its {holes}.
    """

    def __init__(self, key: str, **holes: object) -> None:
        self.key = key
        self.holes = holes
        super().__init__(key)

    def text(self, language: str) -> str:
        """The message in one language, "zh" or "en"."""
        return t(f"error.{self.key}", language, **self.holes)

    def __str__(self) -> str:
        return f"{self.text('zh')}\n{self.text('en')}"


class IntakeError(DataError):
    """A file that cannot be read or understood."""


class PrivacyError(IntakeError):
    """A file with a forbidden column or value; nothing of it is stored."""


class ContractError(DataError):
    """A frame or a code list that does not fit the contract."""


class WarehouseError(DataError):
    """A warehouse that cannot be read or changed."""


class JournalError(DataError):
    """An entry that cannot be written into the journal, or read from it."""
