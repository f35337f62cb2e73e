"""Further evidence beside the test of single cells: Gi* of an area together with its neighbours."""

from dataclasses import dataclass

from dashboard.answers import remembered
from dashboard.charts import shapes
from dashboard.filters import Filters
from dashboard.pictures.complaints import counted
from dashboard.statistics.hotspots import LEAST_AREAS, SHRINKAGE, gi_star
from dashboard.statistics.neighbours import beside_in_a_grid, sharing_a_border
from dashboard.verdicts import hot_cells


@dataclass(frozen=True)
class Around:
    """One area with those beside it: z, q, how many neighbours; 1 hot, −1 cold, 0 neither."""

    z: float
    q: float
    neighbours: int
    state: int


@dataclass(frozen=True)
class Evidence:
    """What could be tested of the bureau's areas: nothing below thirty or without places."""

    areas: int
    by_cell: dict[tuple[str, str], Around]


@remembered
def around(choice: Filters) -> Evidence:
    """Gi* of every area of the bureau in every category ("" for all), by unit and category.

    The values are complaints per matter handled, shrunk towards the whole city's: (O + 4)/(E + 4).
    The chosen unit and category change nothing.
    """
    whole = choice.but(unit_id=counted.root(choice), complaint_category="")
    known = {cell.unit_id: cell for cell in hot_cells.cells(whole) if cell.expected is not None}
    inside = [unit_id for unit_id in counted.areas(whole) if unit_id in known]
    beside = _neighbours(whole, inside)
    if len(inside) < LEAST_AREAS or not any(beside):
        return Evidence(len(inside), {})
    rates = _rates(whole, inside)
    found: dict[tuple[str, str], Around] = {}
    for category, values in rates.items():
        tested = gi_star(values, beside)
        states = tested.states
        for place, unit_id in enumerate(inside):
            found[unit_id, category] = Around(
                tested.z[place], tested.q[place], len(beside[place]), states[place]
            )
    return Evidence(len(inside), found)


def _rates(choice: Filters, inside: list[str]) -> dict[str, list[float]]:
    """The shrunk ratio of each area, by category and ("") in all."""
    at = {unit_id: place for place, unit_id in enumerate(inside)}
    sums: dict[str, list[list[float]]] = {}
    for cell in hot_cells.cells(choice):
        if cell.unit_id in at:
            for category in (cell.category, ""):
                both = sums.setdefault(category, [[0.0, 0.0] for _ in inside])[at[cell.unit_id]]
                both[0] += cell.compared
                both[1] += cell.expected or 0.0
    return {
        category: [(o + SHRINKAGE) / (e + SHRINKAGE) for o, e in pairs]
        for category, pairs in sums.items()
    }


def _neighbours(choice: Filters, inside: list[str]) -> list[list[int]]:
    """By the areas' own borders, else by their tiles; nobody where neither is known."""
    found = counted.places(choice)
    rows = {row["unit_id"]: row for row in found.iter_rows(named=True)}
    drawn = {
        unit_id: shape
        for unit_id in inside
        if (text := rows[unit_id]["geometry_geojson"]) and (shape := shapes.outline(text))
    }
    if drawn:
        flat = shapes.flattened(drawn)
        return sharing_a_border([flat.get(unit_id, ()) for unit_id in inside])
    tiles = [(rows[unit_id]["grid_row"], rows[unit_id]["grid_col"]) for unit_id in inside]
    return beside_in_a_grid([None if None in tile else tile for tile in tiles])
