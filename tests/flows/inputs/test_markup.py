import pytest

from dateline.flows.inputs.markup import with_few_attributes


@pytest.mark.parametrize("attribute", ["a{}", "a{}=b", "a{} = '>'", 'a{}=">"', "/a{}"])
def test_an_element_of_very_many_attributes_loses_them(attribute: str) -> None:
    many = " ".join(attribute.format(number) for number in range(1500))
    few = " ".join(attribute.format(number) for number in range(500))
    assert with_few_attributes(f"<b>a</b> <p {many}>c</p>") == "<b>a</b> <p>c</p>"
    assert with_few_attributes(f"<p {few}>c</p>") == f"<p {few}>c</p>"


@pytest.mark.parametrize(
    "markup",
    [
        '<p class="a b" id=c>1 < 2 and 3 > 2</p>',
        f'<p data-props="{"word " * 5000}">a</p>',
        f"<img src=data:image/png;base64,{'A' * 50_000}>",
        '<p a="never closed',
        "<<<<p <a <b>",
        f"a < {'word ' * 5000}",
        "",
    ],
    ids=range(7),
)
def test_other_markup_stays_as_it_is(markup: str) -> None:
    assert with_few_attributes(markup) == markup
