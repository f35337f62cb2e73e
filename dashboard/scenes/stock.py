"""小案进出账: what moved the stock of open small cases in a year, and that it is no success."""

from dataclasses import replace

from dashboard.filters import Filters
from dashboard.pictures.overview import bridge
from dashboard.scenes import Big, Scene, figured, general
from dashboard.scenes.worded import fitted, script, subtitled
from dashboard.texts import dates, numbers, t
from dashboard.verdicts import stock

CLEARANCE = "CAS02"


def scene(choice: Filters) -> Scene:
    """The bridge from last year's stock to this year's."""
    choice = choice.but(category_code="")
    picture = bridge.picture(choice)
    drawn = general.of_picture("stock", picture, choice)
    change = stock.stock_change(choice)
    if picture.figure is None or change is None:
        return drawn
    flows, pace = stock.outflow(change), _pace(choice)
    difference = numbers.relative(change.now, change.before) if change.before else ""
    found = "beyond" if change.account.is_beyond_chance else "level"
    lines = (
        t(f"scenes.stock.{found}", difference=difference),
        figured.aim("CAS04", choice),
        *pace,
    )
    big = Big(
        numbers.count(change.now),
        numbers.unit_word("case", change.now),
        t("scenes.stock.label", month=dates.month_end(choice.month)),
        lines,
    )
    _, rest = fitted(picture.title)
    question = t("scenes.stock.question")
    told = (picture.title, stock.lead(change), flows, *map(figured.spoken, pace))
    return replace(
        drawn,
        subtitle=subtitled((rest, flows)),
        bigs=(big,),
        question=question,
        script=script((*told, t("scenes.stock.caution")), question),
        working=figured.workings("CAS04", CLEARANCE, choice=choice),
    )


def _pace(choice: Filters) -> tuple[str, ...]:
    """90日破案率 **41.3%**(±4.7), and whether it moved."""
    name = figured.named(CLEARANCE, choice)
    return (name, *figured.change_lines(CLEARANCE, choice)[-2:]) if name else ()
