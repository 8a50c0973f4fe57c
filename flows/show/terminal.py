"""The console that commands print to, and what every printer shares."""

from collections.abc import Sequence

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text


class PipedConsole(Console):
    """A console that lets the command handle a broken pipe; Rich would exit with 1."""

    def on_broken_pipe(self) -> None:
        """Raise the `BrokenPipeError` that is being handled."""
        raise


def print_paged(console: Console, renderable: RenderableType, *, paged: bool) -> None:
    """Print, through a pager if `paged` and if it is longer than the terminal."""
    if paged and console.is_terminal and not console.is_dumb_terminal:
        lines = console.render_lines(renderable, console.options)
        if len(lines) >= console.height:
            # Without colours: not every pager is set up to show them.
            with console.pager(styles=False):
                console.print(renderable)
            return
    console.print(renderable)


def print_pairs(console: Console, pairs: Sequence[tuple[str, str]]) -> None:
    """Print pairs of a name and a text in two columns."""
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(no_wrap=True, style="bold")
    grid.add_column(overflow="fold")
    for name, text in pairs:
        grid.add_row(Text(name), Text(text))
    console.print(Padding(grid, (0, 0, 0, 2), expand=False))


def plural(count: int, noun: str, plural_noun: str | None = None) -> str:
    """A count and its noun, such as `1 page` or `1,200 pages`."""
    return f"{count:,} {noun if count == 1 else plural_noun or noun + 's'}"
