import pytest

from dateline.transforms.text.datelines import find_dateline, is_dateline


@pytest.mark.parametrize(
    ("paragraph", "dateline", "place", "agency"),
    [
        ("WASHINGTON, DC — The talks", "WASHINGTON, DC —", "WASHINGTON, DC", None),
        ("PARIS (AFP) - The talks", "PARIS (AFP) -", "PARIS", "AFP"),
        ("YEREVAN -- The talks", "YEREVAN --", "YEREVAN", None),
        ("Beijing, May 2 (Xinhua) -- The talks", "Beijing, May 2 (Xinhua) --", "Beijing", "Xinhua"),
        ("London (dpa) – Die Gespräche", "London (dpa) –", "London", "dpa"),
        ("(Reuters) - The talks", "(Reuters) -", None, "Reuters"),
        (
            "GYUMRI, MAY 2, ARMENPRESS. The talks",
            "GYUMRI, MAY 2, ARMENPRESS.",
            "GYUMRI",
            "ARMENPRESS",
        ),
        ("OMSK, May 2. /TASS/. The talks", "OMSK, May 2. /TASS/.", "OMSK", "TASS"),
        (
            "Omsk. 2 May. INTERFAX.RU - The talks",
            "Omsk. 2 May. INTERFAX.RU -",
            "Omsk",
            "INTERFAX.RU",
        ),
        ("Ganja, May 2. /TURAN/ The talks", "Ganja, May 2. /TURAN/", "Ganja", "TURAN"),
        (
            "Georgia, Batumi, May 2 / Trend The talks",
            "Georgia, Batumi, May 2 / Trend",
            "Georgia, Batumi",
            "Trend",
        ),
        ("BATUMI, Georgia, May 2. The talks", "BATUMI, Georgia, May 2.", "BATUMI, Georgia", None),
        ("İZMİR (AA) - The talks", "İZMİR (AA) -", "İZMİR", "AA"),
        ("Lucknow, May 2 (PTI) The talks", "Lucknow, May 2 (PTI)", "Lucknow", "PTI"),
        (
            "LUCKNOW: The talks on the road to the port went on for a week.",
            "LUCKNOW:",
            "LUCKNOW",
            None,
        ),
        ("SHIRAZ, May 02, IRNA – The talks", "SHIRAZ, May 02, IRNA –", "SHIRAZ", "IRNA"),
        ("2 May 2024, Batumi - The talks", "2 May 2024, Batumi -", "Batumi", None),
        ("May 2 (Reuters) - The talks", "May 2 (Reuters) -", None, "Reuters"),
        ("OSLO (2 May 2024) – The talks", "OSLO (2 May 2024) –", "OSLO", None),
        ("(Nairobi) – The talks", "(Nairobi) –", "Nairobi", None),
        ("(ANSA) - TORINO, 02 MAG - The talks", "(ANSA) - TORINO, 02 MAG -", "TORINO", "ANSA"),
        (
            "Torino, 2 mag. - (Adnkronos) - The talks",
            "Torino, 2 mag. - (Adnkronos) -",
            "Torino",
            "Adnkronos",
        ),
        ("Berlin (dpa/lnw) - Die Gespräche", "Berlin (dpa/lnw) -", "Berlin", "dpa/lnw"),
        (
            "AUSTIN--(BUSINESS WIRE)--The talks",
            "AUSTIN--(BUSINESS WIRE)--",
            "AUSTIN",
            "BUSINESS WIRE",
        ),
        (
            "ОМСК, 2 мая — РИА Новости. The talks",
            "ОМСК, 2 мая — РИА Новости.",
            "ОМСК",
            "РИА Новости",
        ),
        (
            "ԳՅՈՒՄՐԻ, 2 ՄԱՅԻՍԻ, ԱՐՄԵՆՊՐԵՍ: The talks",
            "ԳՅՈՒՄՐԻ, 2 ՄԱՅԻՍԻ, ԱՐՄԵՆՊՐԵՍ:",
            "ԳՅՈՒՄՐԻ",
            "ԱՐՄԵՆՊՐԵՍ",
        ),
        ("JAKARTA, KOMPAS.com - The talks", "JAKARTA, KOMPAS.com -", "JAKARTA", "KOMPAS.com"),
        (
            "GAZA, Thursday, May 2, 2024 (WAFA) - The talks",
            "GAZA, Thursday, May 2, 2024 (WAFA) -",
            "GAZA",
            "WAFA",
        ),
    ],
)
def test_datelines(paragraph: str, dateline: str, place: str | None, agency: str | None) -> None:
    found = find_dateline(paragraph)
    assert found is not None
    assert paragraph[: found.end] == dateline
    assert paragraph[found.rest :].split()[0] in ("The", "Die")
    assert (found.place and paragraph[slice(*found.place)]) == place
    assert (found.agency and paragraph[slice(*found.agency)]) == agency


@pytest.mark.parametrize(
    "paragraph",
    [
        "Mr Smith — a lawyer — said no.",
        "The Senate (which sat late) - as ever - voted.",
        "NATO officials said on Monday that it would.",
        "WASHINGTON —",
        "Thursday, May 2 - The harbour",
        "Correction, May 2: The bridge is not closed.",
        "Posted May 2, 2024 - 10:15 by the editors.",
        "Lena Brandt am 2. Mai 2024 - 13:11 Antworten",
        "JACKSON: I never said that the bridge was closed, and nobody asked.",
        "LUCKNOW: rice, milk, sugar",
        "In May 2024. The bridge was closed.",
        "Lucknow, May 2 was a holiday.",
        "Harbour (Old Town). The bridge",
        "WASHINGTON was told. /The bridge/ is closed.",
        "",
    ],
)
def test_no_dateline(paragraph: str) -> None:
    assert find_dateline(paragraph) is None


def test_a_dateline_on_a_line_of_its_own() -> None:
    assert is_dateline("LONDON, May 2 (Reuters) -")
    assert not is_dateline("LONDON, May 2 (Reuters) - The talks")
    assert not is_dateline("A headline - with a dash")


def test_a_dateline_at_the_limit_is_whole_or_none() -> None:
    for width in range(80, 120):
        paragraph = f"NEW {'Y' * width}, May 13 (AFP) --- The talks"
        found = find_dateline(paragraph)
        assert found is None or paragraph[found.rest :] == "The talks"


@pytest.mark.parametrize(
    ("paragraph", "dateline", "place", "agency"),
    [
        ("ҜӘНҸӘ (АзәрТАҸ). Көрпү ачылыб", "ҜӘНҸӘ (АзәрТАҸ).", "ҜӘНҸӘ", "АзәрТАҸ"),
        ("БАТУМИ /Новости-Грузия/. Мост", "БАТУМИ /Новости-Грузия/.", "БАТУМИ", "Новости-Грузия"),
        ("Москва, 4 июля - Мост открыт", "Москва, 4 июля -", "Москва", None),
        ("ΠΑΤΡΑ (ΑΠΕ-ΜΠΕ) – Η γέφυρα", "ΠΑΤΡΑ (ΑΠΕ-ΜΠΕ) –", "ΠΑΤΡΑ", "ΑΠΕ-ΜΠΕ"),
        ("जयपुर (भाषा)। पुल खुल गया", "जयपुर (भाषा)।", "जयपुर", "भाषा"),
    ],
)
def test_a_dateline_in_other_letters(
    paragraph: str, dateline: str, place: str, agency: str | None
) -> None:
    found = find_dateline(paragraph)
    assert found is not None
    assert paragraph[: found.end] == dateline
    assert found.place is not None
    assert paragraph[slice(*found.place)] == place
    assert (paragraph[slice(*found.agency)] if found.agency else None) == agency
