"""What looks alike and is not one story: templates, tickers, and other articles on a topic."""

from collections.abc import Callable, Mapping, Sequence

from benchmarks.story_corpus.language import Event, Language

_SKIES = ("sunny", "cloudy", "mostly dry", "foggy at first", "rainy", "clear", "overcast")
_WINDS = ("light", "moderate", "fresh", "strong", "gusty")
_SIDES = ("north", "south", "west", "east", "north-west", "south-east")
_MOVES = ("rose", "fell", "gained", "lost", "slipped", "climbed")
_INDICES = ("blue-chip index", "technology index", "broad index", "mid-cap index")


def weather(language: Language) -> list[str]:
    """A forecast: one sentence a part of the country, always the same sentences."""
    pick, day = language.pick, int(language.random.integers(1, 29))
    made = [f"The weather service published its forecast for the coming day, the {day}th."]
    for _ in range(5):
        made += (
            f"In {language.city()} it will be {pick(_SKIES)} with temperatures between "
            f"{int(language.random.integers(-5, 15))} and {int(language.random.integers(16, 35))} "
            "degrees during the day.",
            f"Winds will be {pick(_WINDS)} from the {pick(_SIDES)} and reach up to "
            f"{int(language.random.integers(10, 90))} kilometres an hour on the coast.",
        )
    made.append("Further details can be found in the warnings that the service updates every hour.")
    return made


def markets(language: Language) -> list[str]:
    """A report of the exchange, made from figures by a program."""
    pick, figure = language.pick, language.figure
    made = [f"Stocks in {language.city()} {pick(_MOVES)} at the close of trading."]
    made += [
        f"At the close the {pick(_INDICES)} {pick(_MOVES)} {figure()} percent to "
        f"{figure()} points, the best performers of the session being {language.city()} "
        f"Holding, which {pick(_MOVES)} {figure()} percent or {figure()} points to trade at "
        f"{figure()} at the close."
        for _ in range(6)
    ]
    made.append(
        f"Rising stocks outnumbered declining ones on the exchange by {figure()} to {figure()} "
        f"and {figure()} ended unchanged."
    )
    return made


def ticker(language: Language) -> list[str]:
    """A live page: the same frame, entries of its own."""
    event = language.event()
    made = ["This live page is closed, thank you for following our coverage of the day."]
    for hour in range(8, 20):
        made.append(f"{hour}:{int(language.random.integers(60)):02} {language.sentence(event)}")
        made.append("Share this post. Copy the link to this entry.")
    made.append("Follow all of our live coverage here, and tell us what we should look at next.")
    return made


TEMPLATES: Mapping[str, Callable[[Language], list[str]]] = {
    "weather": weather,
    "markets": markets,
    "ticker": ticker,
}


def same_topic(language: Language, event: Event, sentences: Sequence[str]) -> list[str]:
    """Another article on the event, which repeats a paragraph of background."""
    count = max(6, len(sentences))
    background = list(sentences[-max(2, len(sentences) // 8) :])
    return [*language.article(event, count), *background]
