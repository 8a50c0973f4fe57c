"""What a time expression means before it is known what day its text speaks from."""

from dataclasses import dataclass

from dateline.transforms.times.periods import Period, duration, season_without_year


@dataclass(frozen=True, slots=True)
class Stated:
    """A time that is said in full: `May 3, 2024`, `the 1990s`, `776 BC`."""

    value: str
    period: Period | None = None

    @property
    def unresolved(self) -> str | None:
        """The value itself: nothing is left to resolve."""
        return self.value


@dataclass(frozen=True, slots=True)
class Moved:
    """A unit of the calendar so far from another time: `yesterday`, `last week`, `two days ago`.

    `is_in_text` if that other time is the one that the text named before: `the following day`.
    """

    unit: str
    amount: int
    is_in_text: bool = False

    @property
    def unresolved(self) -> str | None:
        """The distance, as a duration with a sign."""
        return duration(self.unit, self.amount)


@dataclass(frozen=True, slots=True)
class Stretch:
    """The units that lead up to a time or follow it: `the past two years`."""

    unit: str
    amount: int

    @property
    def unresolved(self) -> str | None:
        """The length of the stretch, with a sign."""
        return duration(self.unit, self.amount)


@dataclass(frozen=True, slots=True)
class Day:
    """A day of a month, or a month, without its year: `May 3`, `in October`."""

    month: int
    day: int | None = None
    last_day: int | None = None
    direction: int | None = None

    @property
    def unresolved(self) -> str | None:
        """The month or the day, with the year left open."""
        return f"XXXX-{self.month:02d}" + ("" if self.day is None else f"-{self.day:02d}")


@dataclass(frozen=True, slots=True)
class Weekday:
    """A day of the week, 1 for Monday: `on Tuesday`, `next Friday`."""

    weekday: int
    direction: int | None = None

    @property
    def unresolved(self) -> str | None:
        """The day of some week, as TIMEX3 writes it."""
        return f"XXXX-WXX-{self.weekday}"


@dataclass(frozen=True, slots=True)
class WeekdayOfWeek:
    """A day of a week that is said: `Monday last week`, `Tuesday of next week`."""

    weekday: int
    weeks: int

    @property
    def unresolved(self) -> str | None:
        """The day of some week, as TIMEX3 writes it."""
        return f"XXXX-WXX-{self.weekday}"


@dataclass(frozen=True, slots=True)
class Weekend:
    """The weekend that the words beside it tell: `over the weekend`."""

    @property
    def unresolved(self) -> str | None:
        """The weekend of some week, as TIMEX3 writes it."""
        return "XXXX-WXX-WE"


@dataclass(frozen=True, slots=True)
class Quarter:
    """A quarter of a business year, its year not said: `profit in the third quarter`."""

    number: int

    @property
    def unresolved(self) -> str | None:
        """The quarter of some year, as TIMEX3 writes it."""
        return f"XXXX-Q{self.number}"


@dataclass(frozen=True, slots=True)
class Half:
    """Half of a unit: `half an hour`."""

    unit: str

    @property
    def unresolved(self) -> str | None:
        """Its length."""
        unit, amount = _HALVES[self.unit]
        return duration(unit, amount)


_HALVES = {
    "hour": ("minute", 30),
    "day": ("hour", 12),
    "year": ("month", 6),
    "decade": ("year", 5),
    "century": ("year", 50),
}
"""Units whose half is a whole number of another one."""

HALVED = frozenset(_HALVES)


@dataclass(frozen=True, slots=True)
class Season:
    """A season by its first month: `last summer`; without a direction its year is not known."""

    first_month: int
    direction: int | None = None

    @property
    def unresolved(self) -> str | None:
        """The season of some year."""
        return season_without_year(self.first_month)


@dataclass(frozen=True, slots=True)
class Holiday:
    """A holiday by its rule (`periods.holiday`), its year not said."""

    rule: str

    @property
    def unresolved(self) -> str | None:
        """The day of some year, where it is the same each year."""
        return f"XXXX-{self.rule}" if self.rule[3:].isdecimal() else None


@dataclass(frozen=True, slots=True)
class Length:
    """How long something takes: `three years`, `a 21-day tour`."""

    unit: str
    amount: int | None

    @property
    def unresolved(self) -> str | None:
        """The length."""
        return duration(self.unit, self.amount)


@dataclass(frozen=True, slots=True)
class Repeated:
    """What comes again and again: `every day`, `on Mondays`, `annually`."""

    value: str

    @property
    def unresolved(self) -> str | None:
        """The distance, or the day of the week."""
        return self.value


Meaning = (
    Stated
    | Moved
    | Stretch
    | Day
    | Weekday
    | WeekdayOfWeek
    | Weekend
    | Quarter
    | Half
    | Season
    | Holiday
    | Length
    | Repeated
)
DEPENDS_ON_TENSE = (Day, Weekday, Weekend, Quarter, Season, Holiday)
"""What lies before the text's own day or behind it, as the words beside it tell."""
