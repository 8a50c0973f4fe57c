"""Rules of one's own: what a file may say, and what is said of a wrong one."""

from dataclasses import replace
from pathlib import Path

import pytest
from made_rows import as_tables, good_rows

from dateline.expectations.audit import audit
from dateline.expectations.locations import Location
from dateline.expectations.own_rules import load_rules
from dateline.expectations.rules import RowCondition, RuleError, TableCondition
from dateline.transforms.schema.content import Article

GOOD = """# Ours.
[[rule]]
name = "articles.headline.short"
meaning = "A headline has at most 100 characters."
severity = "warning"
condition = '''
length(headline) <= len(
[['x']][1]) * 100 -- no more
'''

[[rule]]
name = "articles.author.share"
meaning = "Half of the articles name an author."
severity = "critical"
scope = "table"
condition = "2 * count(*) FILTER (WHERE len(author) > 0) >= count(*) -- or more"
"""


def written(folder: Path, text: str, name: str = "rules.toml") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def test_rules_in_toml_are_judged_like_any_other(tmp_path: Path) -> None:
    file = written(tmp_path, GOOD)
    short, share = load_rules([file])
    assert (short.table, short.severity, short.scope) == ("articles", "warning", "row")
    assert (share.table, share.severity, share.scope) == ("articles", "critical", "table")
    assert (short.location, share.location) == (Location(file, 2), Location(file, 11))
    assert isinstance(short.check, RowCondition)
    assert isinstance(share.check, TableCondition)

    rows = good_rows()
    assert [v.passed for v in audit(as_tables(rows), [short, share]).results] == [True, True]
    rows[Article] = [replace(rows[Article][0], headline="x" * 101, author=())]
    judged = audit(as_tables(rows), [short, share])
    assert [result.failed_count for result in judged.results] == [1, 1]
    assert [result.rule for result in judged.blocking] == [share]


def test_rules_in_python_are_judged_like_any_other(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        "from dateline.expectations.rules import row_rule\n\n"
        "RULES = tuple(\n"
        "    row_rule(f'lines.{column}.low', 'It is low.', f'lines.{column} < 10', 'warning')\n"
        "    for column in ('line_number', 'score')\n"
        ")\n",
        "rules.py",
    )
    number, score = load_rules([file])
    assert (number.name, score.name) == ("lines.line_number.low", "lines.score.low")
    assert number.location == Location(file, 3)
    assert all(v.passed for v in audit(as_tables(good_rows()), [number, score]).results)


def test_no_files_and_empty_files_hold_no_rules(tmp_path: Path) -> None:
    assert load_rules([]) == load_rules([written(tmp_path, "")]) == ()


def rule(**changes: str) -> str:
    keys = {
        "name": '"articles.headline.short"',
        "meaning": '"It is short."',
        "severity": '"warning"',
        "condition": '"length(headline) < 9"',
    }
    return "[[rule]]\n" + "\n".join(f"{key} = {value}" for key, value in (keys | changes).items())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("rule = ", "not valid TOML"),
        ("[[rules]]", ":1: rules is unknown; use [[rule]], and in it name, meaning,"),
        ("[[rule]]\n", ":1: name is missing"),
        (f"\n{rule()}\ncolour = 3", ":7: colour is unknown"),
        (rule(severity='"fatal"'), ":4: severity = 'fatal': Input should be 'critical' or"),
        (rule(condition="3"), ":5: condition = 3: "),
        (rule(name='"article.short"'), ":1: invalid rule name 'article.short'"),
        (rule(name='"articles.Short one"'), ":2: name = 'articles.Short one': use lower-case"),
        (rule(name='"lines.label.in_set"'), "is taken by the rule in transforms/schema"),
        (f"{rule()}\n{rule()}", "rules.toml:6: name = 'articles.headline.short' is taken by"),
        (rule(condition='"headlin <> 3"'), '"headlin" not found'),
        (rule(condition='"headlin <> 3"'), 'Candidate bindings: "headline"'),
        (rule(condition='""'), ":1: the condition of articles.headline.short"),
        (rule(condition='"word_count"'), "gives BIGINT for a row, not BOOLEAN"),
        (rule(condition='"columns(*) IS NULL"'), "for a row, not BOOLEAN"),
        (rule(condition='"true; DROP TABLE lines"'), "is invalid"),
        (rule(condition='"true) AS holds FROM lines --"'), "is invalid"),
        (rule(condition='"true FROM lines"'), "is invalid"),
        (rule(condition='"$1 = 3"'), "is invalid"),
        (rule(condition='"count(*) > 3"'), "GROUP BY"),
        (rule(condition='"word_count > 3"', scope='"table"'), "needs aggregates"),
        (
            rule(condition='"(SELECT count(*) FROM read_text(\'/etc/hosts\')) > 0"'),
            "file system operations are disabled",
        ),
        (rule(condition='"(SELECT count(*) FROM TABLES) > 0"'), "TABLES does not exist"),
    ],
)  # fmt: skip
def test_a_wrong_file_is_named_with_its_place(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(RuleError) as raised:
        load_rules([written(tmp_path, text)])
    assert said in str(raised.value)
    assert "rules.toml" in str(raised.value)
    assert "LINE 1" not in str(raised.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("RULES = (", ":1: '(' was never closed"),
        ("\nRULES = 1 / 0", ":2: ZeroDivisionError"),
        ("", "RULES = None"),
        ("RULES = [3]", "RULES = [3]"),
        (
            "from dateline.expectations.rules import row_rule\n"
            "RULES = [row_rule('x.y', 'M.', 'true')]",
            ":2: RuleError: invalid rule name 'x.y': start it with the table",
        ),
        ("import sys\nsys.exit(0)", ":2: SystemExit: 0"),
        (
            "from dateline.expectations.rules import row_rule\n\n"
            "RULES = [row_rule('articles.x', 'M.', 'true', 'fatal')]",
            ":3: severity = 'fatal': Input should be 'critical' or 'warning'",
        ),
        (
            "from dateline.expectations.rules import row_rule\n"
            "RULES = [row_rule('articles.x', 'M.', 5)]",
            ":2: condition = 5: Input should be a valid string",
        ),
        (
            "from dateline.expectations.rules import NotNull, Rule\n"
            "RULES = [Rule('nope.x', 'nope', 'M.', 'critical', NotNull('x'))]",
            "made with dateline.expectations.rules.row_rule, table_rule or unique_rule",
        ),
    ],
)
def test_a_wrong_python_file_is_named_with_its_place(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(RuleError) as raised:
        load_rules([written(tmp_path, text, "own.py")])
    assert "own.py" in str(raised.value)
    assert said in str(raised.value)


def test_a_file_that_is_none_is_named(tmp_path: Path) -> None:
    for name in ("none.toml", "rules.yaml", ""):
        with pytest.raises(RuleError, match=tmp_path.name):
            load_rules([tmp_path / name])


def test_a_condition_that_a_row_makes_impossible_is_blamed_on_its_rule(tmp_path: Path) -> None:
    text = rule(condition='"CAST(headline AS INTEGER) > 0"')
    rules = load_rules([written(tmp_path, text)])
    with pytest.raises(RuleError, match=r"rules.toml:1: cannot evaluate articles.headline.short"):
        audit(as_tables(good_rows()), rules)
