from labelled_pages import article_page

from dateline.transforms.article.word_count import read_word_count


def test_words_are_what_white_space_parts() -> None:
    page = article_page(("body", "It rained.  All day\u00a0long"), ("body", "Rain!"))
    assert read_word_count(page).value == 6


def test_letters_count_where_no_spaces_part_words() -> None:
    page = article_page(("body", "港の壁が崩れた。"))
    assert read_word_count(page).value == 7
