"""Estimates in, sentences out: the verdict templates, one module a family.

Every sentence stands in texts/verdicts.<language>.toml; here it is only chosen and filled.
"""

from dataclasses import dataclass

from dashboard.filters import Filters
from dashboard.texts import t


@dataclass(frozen=True)
class Working:
    """看算式: how a verdict came about, each field worded (Markdown); an empty one is left out.

    `page` and `choice` lead to the rows behind it.
    """

    inputs: str = ""
    formula: str = ""
    result: str = ""
    rule: str = ""
    source: str = ""
    page: str = ""
    choice: Filters | None = None


@dataclass(frozen=True)
class Verdict:
    """One judgement: a headline of at most 24 Chinese characters, a sentence, and its working.

    `template` is the id of the wording ("V2b"), `tag` a key under [tag] of the texts. `p` is the
    p value of the test behind it and orders 值得关注; 1 where nothing is tested.
    """

    template: str
    tag: str
    headline: str
    sentence: str
    working: Working | None = None
    p: float = 1.0


def say(
    template: str, tag: str, working: Working | None = None, p: float = 1.0, **holes: object
) -> Verdict:
    """The verdict under [verdict.<template>]; V1b_worse is a variant of the template V1b."""
    return Verdict(
        template=template.partition("_")[0],
        tag=tag,
        headline=t(f"verdict.{template}.headline", **holes),
        sentence=t(f"verdict.{template}.sentence", **holes),
        working=working,
        p=p,
    )
