"""The data dictionary, printed from the contract: Markdown in both languages, a Chinese Excel."""

from collections.abc import Sequence
from pathlib import Path

import polars as pl
import xlsxwriter

from data.codes import shipped
from data.contract import TABLES, Column, Table, across
from data.contract.check import hard_rules, rule_name
from data.contract.reasons import labels, reason
from data.texts import LANGUAGES, t

Rows = list[list[str]]
MARKDOWN = "data_dictionary.md"


def write(folder: Path) -> list[Path]:
    """Write both dictionaries into a folder, which is made if need be; the files written."""
    folder.mkdir(parents=True, exist_ok=True)
    markdown = folder / MARKDOWN
    markdown.write_text(_markdown(), "utf-8")
    workbook = folder / t("dictionary.file", "zh")
    _write_workbook(workbook)
    return [markdown, workbook]


def type_key(column: Column) -> str:
    """The text key of a column's type as people call it."""
    if column.unit == "month":
        return "type.month"
    if column.dtype == pl.String:
        return "type.text"
    if column.dtype == pl.Boolean:
        return "type.flag"
    if column.dtype == pl.Date:
        return "type.day"
    if column.dtype == pl.Datetime:
        return "type.moment"
    return "type.whole" if column.dtype.is_integer() else "type.number"


def _word(key: str, language: str) -> str:
    return t(f"dictionary.{key}", language)


def _both(key: str) -> str:
    return f"{t(key, 'zh')} / {t(key, 'en')}"


# ---- Markdown, in both languages


def _markdown() -> str:
    parts = [f"# {_both('dictionary.title')}"]
    parts += [t("dictionary.introduction", language) for language in LANGUAGES]
    parts.append(_markdown_table(["table", "store", "key"], _overview_rows()))
    parts += [_markdown_section(table) for table in TABLES.values()]
    parts.append(f"## {_both('dictionary.codes')}")
    parts.append(_markdown_table(["table", "name", "parent", "code", "label", "english"], _codes()))
    return "\n\n".join(parts) + "\n"


def _overview_rows() -> Rows:
    return [
        [
            f"[{name}](#{name}) {t(f'tables.{name}.label')}",
            _both(f"store.{table.store}"),
            ", ".join(table.key),
        ]
        for name, table in TABLES.items()
    ]


def _markdown_section(table: Table) -> str:
    about = "  \n".join(t(f"tables.{table.name}.description", lang) for lang in LANGUAGES)
    lines = [
        f"## {table.name}",
        f"**{_both(f'tables.{table.name}.label')}** ({_both(f'store.{table.store}')})",
        about,
    ]
    if table.replace_scope:
        lines.append(f"{_both('dictionary.replaced')}: {', '.join(table.replace_scope)}")
    head = ["name", "label", "english", "kind", "required", "description", "example"]
    lines.append(_markdown_table(head, [_markdown_column(table, c) for c in table.columns()]))
    rows = [
        [rule, _both(f"dictionary.{effect}"), f"{chinese}<br>{english}"]
        for rule, effect, chinese, english in _rules(table)
    ]
    lines.append(_markdown_table(["rule", "effect", "reason"], rows))
    return "\n\n".join(lines)


def _markdown_column(table: Table, column: Column) -> list[str]:
    unit = f" ({_both(f'unit.{column.unit}')})" if column.unit not in ("", "month") else ""
    required = "yes" if column.required else "no"
    default = table.defaults.get(column.name)
    given = "" if default is None else f" ({_text(default, 'zh')})"
    return [
        f"`{column.name}`",
        column.zh,
        column.en,
        _both(type_key(column)) + unit,
        _both(f"dictionary.{required}") + given,
        f"{column.description_zh}<br>{column.description_en}",
        column.example,
    ]


def _markdown_table(head: Sequence[str], rows: Rows) -> str:
    titles = [_both(f"dictionary.{word}") for word in head]
    lines = [titles, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(_escaped(cell) for cell in line) + " |" for line in lines)


def _escaped(cell: str) -> str:
    return cell.replace("|", "\\|").replace("\n", " ")


# ---- rows both forms share


def _text(value: object, language: str) -> str:
    if isinstance(value, bool):
        return _word("yes" if value else "no", language)
    return str(value)


def _rules(table: Table) -> Rows:
    """Rule, effect and its reason in both languages; columns of one rule stand together."""
    columns: dict[str, list[str]] = {}
    for rule, of in hard_rules(table).items():
        columns.setdefault(rule_name(rule), []).extend(of)
    hard = [*columns, *across.HARD.get(table.name, ())]
    soft = [*table.soft_rules, *across.SOFT.get(table.name, ())]
    rows = []
    for rule, effect in [(r, "rejected") for r in hard] + [(r, "flagged") for r in soft]:
        read = ", ".join(dict.fromkeys(columns.get(rule, [])))
        rows.append([rule, effect, *(reason(table.name, rule, read, lang) for lang in LANGUAGES)])
    return rows


def _codes() -> Rows:
    """Every code with its table, column and labels."""
    listed = shipped("enum_labels").select(
        "table_name", "column_name", "parent_code", "code", "label_zh", "label_en"
    )
    categories = shipped("category_map").select("category_code", "label_zh", "label_en")
    return [list(row) for row in listed.rows()] + [
        ["cases", "category_code", "", *row] for row in categories.rows()
    ]


# ---- the Chinese Excel


def _write_workbook(path: Path) -> None:
    with xlsxwriter.Workbook(str(path)) as book:
        _sheet(book, "tables", ["table", "label", "store", "key", "description"], _table_rows())
        head = ["table", "name", "label", "english", "kind", "unit", "required", "default"]
        head += ["description", "example", "allowed"]
        _sheet(book, "columns", head, _column_rows())
        _sheet(book, "codes", ["table", "name", "parent", "code", "label", "english"], _codes())
        rules = [
            [t(f"tables.{name}.label"), rule, _word(effect, "zh"), why]
            for name, table in TABLES.items()
            for rule, effect, why, _ in _rules(table)
        ]
        _sheet(book, "rules", ["table", "rule", "effect", "reason"], rules)


def _table_rows() -> Rows:
    return [
        [
            name,
            t(f"tables.{name}.label"),
            t(f"store.{table.store}"),
            labels(name, ", ".join(table.key), "zh") if table.key else "",
            t(f"tables.{name}.description"),
        ]
        for name, table in TABLES.items()
    ]


def _column_rows() -> Rows:
    return [
        [
            t(f"tables.{name}.label"),
            column.name,
            column.zh,
            column.en,
            t(type_key(column)),
            t(f"unit.{column.unit}") if column.unit not in ("", "month") else "",
            _word("yes" if column.required else "no", "zh"),
            _text(table.defaults.get(column.name, ""), "zh"),
            column.description_zh,
            column.example,
            "、".join(column.allowed) if len(column.allowed) <= 12 else _word("codes_below", "zh"),
        ]
        for name, table in TABLES.items()
        for column in table.columns()
    ]


def _sheet(book: xlsxwriter.Workbook, key: str, head: Sequence[str], rows: Rows) -> None:
    """One sheet with a frozen, filtered header row and columns as wide as their content."""
    sheet = book.add_worksheet(_word(key, "zh"))
    bold = book.add_format({"bold": True, "bottom": 1})
    plain = book.add_format({"text_wrap": True, "valign": "top"})
    titles = [_word(word, "zh") for word in head]
    sheet.write_row(0, 0, titles, bold)
    for at, row in enumerate(rows, start=1):
        for place, cell in enumerate(row):
            sheet.write_string(at, place, cell, plain)
    for place, title in enumerate(titles):
        widest = max(_width(cell) for cell in [title, *(row[place] for row in rows)])
        sheet.set_column(place, place, min(widest + 2, 60))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(rows), len(titles) - 1)


def _width(text: str) -> int:
    """How wide a text stands: Chinese characters take two places."""
    return sum(2 if ord(letter) > 0x2E80 else 1 for letter in text)
