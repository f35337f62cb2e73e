"""The choice is in the address: deep link, back, reload, page and language keep it."""

import pytest

from tests.browser.reader import Reader

pytestmark = pytest.mark.browser

DEEP = "/?lang=zh&unit_id=990121000000&month=2026-03&span=12&compare=mom"
CHOICE = {"unit_id": "990121000000", "month": "2026-03", "span": "12", "compare": "mom"}


def kept(reader: Reader) -> bool:
    return reader.address.items() >= CHOICE.items()


def test_a_deep_link_is_what_it_says(reader: Reader) -> None:
    reader.opens(DEEP)
    assert kept(reader)
    assert reader.chosen("unit_id") == "云岭县局"
    assert reader.chosen("month") == "2026年3月"
    assert reader.chosen("span") == "12个月"


def test_page_language_reload_and_back_keep_the_choice(reader: Reader) -> None:
    reader.opens(DEEP)
    reader.clicks(reader.page.get_by_role("link", name="满意度"))
    assert reader.path == "/satisfaction" and kept(reader)
    reader.clicks(reader.page.locator(".st-key-lang").get_by_text("EN", exact=True))
    assert reader.address["lang"] == "en" and kept(reader)
    assert reader.chosen("month") == "Mar 2026"
    reader.page.reload()
    reader.rests()
    assert reader.address["lang"] == "en" and kept(reader)
    reader.goes_back()
    assert reader.address["lang"] == "zh" and kept(reader)
    reader.goes_back()
    assert reader.path == "/" and kept(reader)


def test_back_undoes_a_choice(reader: Reader) -> None:
    reader.opens("/?lang=zh")
    reader.chooses("unit_id", "城东分局")
    assert reader.address["unit_id"] == "990101000000"
    reader.goes_back()
    assert "unit_id" not in reader.address
    assert "全部" in reader.chosen("unit_id")


def test_a_choice_of_one_page_waits_for_it_on_return(reader: Reader) -> None:
    reader.opens("/small_cases?lang=zh&category_code=burglary")
    assert reader.address["category_code"] == "burglary"
    reader.clicks(reader.page.get_by_role("link", name="总览"))
    reader.clicks(reader.page.get_by_role("link", name="小案积案"))
    assert reader.address["category_code"] == "burglary"


def test_rubbish_falls_back_with_a_quiet_sentence(reader: Reader) -> None:
    reader.opens("/?lang=klingon&unit_id=nobody&month=soon&span=99")
    assert reader.address == {"lang": "zh"}
    for rubbish in ("nobody", "soon", "99", "klingon"):
        assert f"链接里的“{rubbish}”不认识" in reader.words()
