"""What the reader chose; between the address and values. Pure: knows no Streamlit and no data.

Every field's name is its name in the address, the widget's key and the SQL $parameter.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any

SPANS = (12, 24, 36)
COMPARISONS = ("yoy", "mom", "mean12")
STRUCTURES = ("current", "as_was")


@dataclass(frozen=True)
class Filters:
    """One choice. Empty text means "all" or "the default"; `scope` () means every unit."""

    unit_id: str = ""
    month: date = date(1970, 1, 1)  # 截至月份: first day of the last month shown
    span: int = 24  # months
    compare: str = "yoy"
    other_unit_id: str = ""
    category_code: str = ""
    complaint_category: str = ""
    programme: str = ""
    indicator_id: str = ""  # which indicator units are compared by
    structure: str = "current"
    scope: tuple[str, ...] = ()  # units whose rows this reader may open; not in the address

    def parameters(self) -> dict[str, Any]:
        """The fields as SQL parameters."""
        return {f.name: getattr(self, f.name) for f in fields(self)} | {"scope": list(self.scope)}

    def but(self, **changes: Any) -> "Filters":
        """The same choice with some fields changed."""
        return replace(self, **changes)


@dataclass(frozen=True)
class Offer:
    """What there is to choose from, and the defaults; told by the data."""

    unit_ids: Sequence[str] = ()  # in display order; the first is the default
    months: Mapping[str, Sequence[date]] = field(default_factory=dict)  # by unit, oldest first
    default_month: Mapping[str, date] = field(default_factory=dict)  # by unit
    category_codes: Sequence[str] = ()
    complaint_categories: Sequence[str] = ()
    programmes: Sequence[str] = ()
    indicator_ids: Sequence[str] = ()

    def default(self, unit_id: str = "") -> Filters:
        """The choice of a reader who has chosen nothing (but, perhaps, a unit)."""
        unit_id = unit_id or (self.unit_ids[0] if self.unit_ids else "")
        month = self.default_month.get(unit_id, Filters.month)
        return Filters(unit_id=unit_id, month=month)

    def settled(self, chosen: Filters) -> Filters:
        """The choice with whatever is not on offer replaced by its default."""
        unit_id = chosen.unit_id if chosen.unit_id in self.unit_ids else self.default().unit_id
        default = self.default(unit_id)
        allowed = self._allowed(unit_id)
        changes = {
            name: getattr(default, name)
            for name, values in allowed.items()
            if getattr(chosen, name) not in values
        }
        return replace(chosen, **({"unit_id": unit_id} | changes))

    def _allowed(self, unit_id: str) -> dict[str, Sequence[Any]]:
        return {
            "month": self.months.get(unit_id, ()),
            "span": SPANS,
            "compare": COMPARISONS,
            "other_unit_id": ("", *self.unit_ids),
            "category_code": ("", *self.category_codes),
            "complaint_category": ("", *self.complaint_categories),
            "programme": ("", *self.programmes),
            "indicator_id": ("", *self.indicator_ids),
            "structure": STRUCTURES,
        }


NAMES = tuple(f.name for f in fields(Filters) if f.name != "scope")


def written(value: Any) -> str:
    """A value as it stands in the address: a month is 2026-10."""
    return value.strftime("%Y-%m") if isinstance(value, date) else str(value)


def read(name: str, text: str) -> Any:
    """The value behind a text of the address; ValueError where it is rubbish."""
    if name == "month":
        return date.fromisoformat(f"{text}-01")
    if name == "span":
        return int(text)
    return text


def from_address(address: Mapping[str, str], offer: Offer) -> tuple[Filters, list[str]]:
    """The choice an address names, and the texts in it that could not be used.

    Whatever is missing, unreadable or not on offer is the default.
    """
    given: dict[str, Any] = {}
    unusable: list[str] = []
    for name in NAMES:
        if name in address:
            try:
                given[name] = read(name, address[name])
            except ValueError:
                unusable.append(address[name])
    chosen = replace(offer.default(str(given.get("unit_id", ""))), **given)
    settled = offer.settled(chosen)
    for name in given:
        if getattr(settled, name) != given[name]:
            unusable.append(address[name])
    return settled, unusable


def to_address(chosen: Filters, offer: Offer) -> dict[str, str]:
    """What the address must name: everything that differs from the default."""
    default = offer.default()
    return {
        name: written(getattr(chosen, name))
        for name in NAMES
        if getattr(chosen, name) != getattr(default, name)
    }
