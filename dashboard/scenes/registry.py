"""Every picture of every page by "<page>.<name>": the name the page shows it under."""

from collections.abc import Callable, Mapping

from dashboard.elements.picture import Picture
from dashboard.filters import Filters
from dashboard.pictures import (
    complaints,
    data_quality,
    promises,
    satisfaction,
    small_cases,
    unit_profile,
)
from dashboard.pictures.overview import bridge, ratings, tiles
from dashboard.pictures.overview import promises as ten_in_short
from dashboard.pictures.satisfaction import Flags
from dashboard.pictures.small_cases import loss_chain, undated
from dashboard.texts import t

Drawn = Callable[[Filters], Picture]


def _of_satisfaction(name: str) -> Drawn:
    """A picture of 满意度, which shows only what can be drawn of its unit."""

    def drawn(choice: Filters) -> Picture:
        could, lacks = satisfaction.pictures(choice)
        for each, shown, _ in (*could, *lacks):
            if each == name:
                return _listed(shown) if isinstance(shown, Flags) else shown
        return Picture(t(f"scenes.name.satisfaction_{name}"), state=t("state.nothing"))

    return drawn


def _listed(flags: Flags) -> Picture:
    body = "".join(f'<div class="line"><span>{words}</span></div>' for _, words, _ in flags.lines)
    return Picture(flags.title, flags.subtitle, body=body)


def _checks(choice: Filters) -> Picture:
    head, lines = data_quality.checks(choice)
    if not lines:
        return head
    body = "".join(f'<div class="line"><span>{line.words}</span></div>' for line in lines)
    return Picture(head.title, head.subtitle, body=body)


OF_PAGES: Mapping[str, Mapping[str, Drawn]] = {
    "overview": {
        "ratings": ratings.picture,
        "bridge": bridge.picture,
        "chain": lambda choice: loss_chain.picture(choice.but(category_code=""), True),
        "tiles": tiles.picture,
        "promises": ten_in_short.picture,
    },
    "satisfaction": {
        name: _of_satisfaction(name)
        for name in (
            "both",
            "by_notice",
            "grades",
            "units_branch",
            "units_station",
            "response",
            "effort",
            "windows",
            "flags",
            "published",
            "published_units",
        )
    },
    "small_cases": {
        "chain": loss_chain.picture,
        "flows": small_cases.flows,
        "ages": small_cases.ages,
        "cohorts": small_cases.cohorts,
        "solving": small_cases.curves,
        "callbacks_due": small_cases.due,
        "clearance": small_cases.clearance,
        "premises": small_cases.premises,
        "series": small_cases.series,
        "oldest": small_cases.oldest,
        "by_month": undated.by_month,
        "outcomes": undated.outcomes,
        "by_unit": undated.by_unit,
    },
    "complaints": {
        "areas": lambda choice: complaints.areas(choice, True),
        "cells": complaints.by_category,
        "reasons": complaints.by_frequency,
        "register": complaints.register,
        "cooling": complaints.cooling,
        "received": complaints.received,
        "in_time": complaints.in_time,
        "difficulties": complaints.difficulties,
        "due": complaints.due,
        "state": complaints.state,
        "silent": complaints.silent,
    },
    "unit_profile": {
        "needing": unit_profile.help_needed,
        "steady": unit_profile.well,
        "among": unit_profile.among,
        "pairs": unit_profile.pairs,
        "charts": unit_profile.charts,
        "beside": unit_profile.beside,
        "help_list": unit_profile.help_list,
        "history": unit_profile.history,
    },
    "promises": {
        "ten": promises.ten,
        "four_steps": promises.four_steps,
        "enterprises": promises.enterprises,
        "backlog": promises.backlog,
        "ratings": promises.ratings,
        "issues": promises.issues,
        "four_small": promises.four_small,
        "three_rates": promises.three_rates,
        "three_clearings": promises.three_clearings,
        "others": promises.others,
    },
    "data_quality": {
        "arrived": data_quality.arrived,
        "checks": _checks,
        "refusals": data_quality.refusals,
        "datasets": data_quality.datasets,
        "lateness": data_quality.lateness,
        "pairs": data_quality.pairs,
        "published": data_quality.published,
        "entered": data_quality.entered,
        "definitions": data_quality.definitions,
        "rules": data_quality.rules,
        "glossary": data_quality.glossary,
    },
}  # fmt: skip
PICTURES: Mapping[str, Drawn] = {
    f"{page}.{name}": drawn for page, own in OF_PAGES.items() for name, drawn in own.items()
}
