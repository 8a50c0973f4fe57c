"""Parameters of commands, without Typer's conversion of values that need none.

Typer converts with Pydantic, whose import takes a fifth of a command that asks the lake a question.
Most values come out as they went in: those that are not given, defaults, and texts.
"""

from typing import Any

from typer.core import TyperArgument, TyperCommand, TyperOption

_BY_TYPER = object()


class Command(TyperCommand):
    """A command that has Typer convert only the values that need it."""

    def get_params(self, ctx: Any) -> list[Any]:
        """The parameters, the option for help included."""
        return converted_where_needed(super().get_params(ctx))


class _Option(TyperOption):
    def process_value(self, ctx: Any, value: Any) -> Any:
        """The value as Typer processes it."""
        if (converted := _converted(self, value)) is _BY_TYPER:
            return super().process_value(ctx, value)
        return converted if self.callback is None else self.callback(ctx, self, converted)


class _Argument(TyperArgument):
    def process_value(self, ctx: Any, value: Any) -> Any:
        """The value as Typer processes it."""
        if (converted := _converted(self, value)) is _BY_TYPER:
            return super().process_value(ctx, value)
        return converted if self.callback is None else self.callback(ctx, self, converted)


def converted_where_needed(parameters: list[Any]) -> list[Any]:
    """Parameters of Typer, which now have values converted only where that changes them."""
    for parameter in parameters:
        if type(parameter) is TyperOption:
            parameter.__class__ = _Option
        elif type(parameter) is TyperArgument:
            parameter.__class__ = _Argument
    return parameters


def _converted(parameter: TyperOption | TyperArgument, value: Any) -> Any:
    """What Typer converts a value to, or `_BY_TYPER` where only Typer knows."""
    is_single = parameter.nargs == 1 and not parameter.multiple
    if value is None and is_single and not parameter.required:
        return None
    described = getattr(parameter, "type_descriptor", None)  # is not documented
    if described is None or described.parameter_info.parser is not None:
        return _BY_TYPER
    annotation = described.annotation
    if not is_single:
        return list(value) if annotation == list[str] and value else _BY_TYPER
    is_default = value is parameter.default and type(value) is annotation
    return value if is_default or type(value) is annotation is str else _BY_TYPER
