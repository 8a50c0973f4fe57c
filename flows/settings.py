"""Settings, from `dateline.toml`, the environment or the command line."""

import os
import re
from enum import StrEnum
from pathlib import Path
from tomllib import TOMLDecodeError
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import (
    ByteSize,
    Field,
    SecretStr,
    SkipValidation,
    ValidationError,
    ValidationInfo,
    field_serializer,
    field_validator,
)
from pydantic_core import ErrorDetails, PydanticCustomError
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)
from pydantic_settings import SettingsError as UnparsedSettingError

from dateline.flows.lake_setting import DEFAULT_LAKE, ENVIRONMENT_PREFIX, SETTINGS_FILE
from dateline.flows.remedies import choose_from, nearest_name, remedy
from dateline.transforms.text.decode import BYTE_LIMIT
from dateline.warehouse.catalog.address import (
    LakeAddress,
    PostgresAddress,
    data_path_of,
    lake_address,
    without_password,
)
from dateline.warehouse.catalog.connection import MEMORY_BYTES
from dateline.warehouse.errors import EnvironmentFailedError, UsageError

MIB = 1 << 20
_SHOWN_WIDTH = 60
_SECRET = frozenset({"alerts", "lineage"})
# A scheme of one letter is a drive; pathlib leaves one slash of `s3://`.
_SCHEDULER = re.compile(r"((tcp|tls|ws|wss)://)?(\[[0-9a-fA-F:]+\]|[^\s/@:\[\]]+):[0-9]{1,5}")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:/")


class RecordLayout(StrEnum):
    """A common layout of records, by the name of what writes it."""

    NEWS_PLEASE = "news-please"
    CC_NEWS = "cc-news"
    NEWSAPI = "newsapi"
    DOLMA = "dolma"
    C4 = "c4"
    DATATROVE = "datatrove"


class Settings(BaseSettings):
    """Settings of a run; the environment overrides the file."""

    model_config = SettingsConfigDict(
        env_prefix=ENVIRONMENT_PREFIX, toml_file=SETTINGS_FILE, extra="forbid", frozen=True
    )

    # Before the lake, whose address has it.
    data_path: str | None = Field(
        default=None,
        description="Where a lake in PostgreSQL keeps its data files: a folder, or "
        "`s3://bucket/prefix`; needed when the lake is made, and read from its catalog afterwards",
    )
    lake: SkipValidation[LakeAddress] = Field(
        default=DEFAULT_LAKE,
        description="Folder of the lake, or the PostgreSQL database of its catalog, such as "
        "`postgres://dateline@db.example.org/lake`",
    )
    batch_pages: int = Field(default=1000, ge=1, description="Maximum pages per batch")
    batch_bytes: int = Field(
        default=32 * MIB, ge=1, description="Maximum bytes per batch of several pages"
    )
    workers: int | None = Field(
        default=None,
        ge=1,
        description="Processes that read pages, for more than 100 new ones; by default, as many as "
        "there are cores",
    )
    dask: str | None = Field(
        default=None,
        description="Address of the scheduler of a Dask cluster whose workers read pages, such as "
        "`tcp://scheduler:8786`",
    )
    memory_limit: ByteSize = Field(
        default=ByteSize(MEMORY_BYTES),
        ge=100_000_000,
        description="Memory for the queries of DuckDB, such as `500MB` or `4GB`; what goes beyond "
        "lies in temporary files",
    )
    threads: int | None = Field(
        default=None,
        ge=1,
        description="Threads for the queries of DuckDB in a large lake; by default, as many as "
        "there are cores",
    )
    page_byte_limit: int = Field(
        default=BYTE_LIMIT,
        ge=1,
        description="Maximum size of a page, in bytes; larger pages are quarantined",
    )
    wait_seconds: float = Field(
        default=0, ge=0, description="Time to wait while another run writes, in seconds"
    )
    settle_seconds: float = Field(
        default=0,
        ge=0,
        description="Time for which a file must be unmodified to be read, in seconds",
    )
    report: Path | None = Field(
        default=None, description="HTML file for the report of each run that Prefect runs"
    )
    report_url: str | None = Field(
        default=None, description="URL of that file, linked from Prefect's pages"
    )
    alerts: tuple[SecretStr, ...] = Field(
        default=(),
        exclude=True,
        description="Recipients of alerts for failed and degraded runs: https:// and Apprise URLs",
    )
    lineage: SecretStr | None = Field(
        default=None,
        exclude=True,
        description="File of JSON lines, or `http://` or `https://` address, that gets OpenLineage "
        "events of each run",
    )
    rules: Annotated[tuple[Path, ...] | None, NoDecode] = Field(
        default=None,
        description="Files of custom rules, TOML or Python; by default, `rules.toml` in the "
        "working folder, in `expectations/` and in the lake",
    )

    lexicons: Annotated[tuple[Path, ...], NoDecode] = Field(
        default=(),
        description="Folders of lexicons with rows of your own: files named as in `seeds/`, such "
        "as `line_phrases.csv`",
    )

    layout: RecordLayout | None = Field(
        default=None,
        description="Layout of records: news-please, cc-news, newsapi, dolma, c4 or datatrove; by "
        "default, it is detected record by record",
    )
    text_field: str | None = Field(
        default=None, description="Field of a record that has the page's text"
    )
    id_field: str | None = Field(default=None, description="Field that identifies the record")
    url_field: str | None = Field(default=None, description="Field that has the page's address")
    fetched_field: str | None = Field(
        default=None, description="Field that has the time when the page was fetched"
    )
    title_field: str | None = Field(default=None, description="Field that has the title")
    authors_field: str | None = Field(
        default=None, description="Field that has the authors, as a string or a list"
    )
    date_field: str | None = Field(
        default=None, description="Field that has the date of publication"
    )
    language_field: str | None = Field(default=None, description="Field that has the language")
    description_field: str | None = Field(
        default=None, description="Field that has a summary of the article"
    )
    publisher_field: str | None = Field(default=None, description="Field that has the outlet")
    section_field: str | None = Field(
        default=None, description="Field that has the section of the outlet"
    )

    @field_validator("dask")
    @classmethod
    def _dask(cls, value: str | None) -> str | None:
        """Reject what is no address of a scheduler."""
        return None if value is None else scheduler_address(value)

    @field_validator("data_path")
    @classmethod
    def _data_path(cls, value: str | None) -> str | None:
        """Reject what is neither a folder nor a bucket."""
        return None if value is None else data_path_of(value)

    @field_validator("lake", mode="before")
    @classmethod
    def _lake(cls, value: object, info: ValidationInfo) -> LakeAddress:
        """Reject an empty text, which as a path would be the working folder, and a password."""
        if isinstance(value, PostgresAddress):
            return value
        if not isinstance(value, str | Path):
            raise PydanticCustomError("path_type", "neither a path nor an address")
        return lake_address(str(value), info.data.get("data_path"))

    @field_serializer("lake", when_used="json")
    def _shown_lake(self, lake: LakeAddress) -> str:
        """The address as a text; its data path is a setting of its own."""
        return str(lake)

    @field_validator("lineage")
    @classmethod
    def _lineage_target(cls, value: SecretStr | None) -> SecretStr | None:
        """Reject an empty text, and an address that events cannot be sent to."""
        return value if value is None else lineage_target(value.get_secret_value())

    @field_validator("rules", "lexicons", mode="before")
    @classmethod
    def _paths(cls, value: object) -> object:
        """Split paths separated by `:`, as in PATH."""
        return list(filter(None, value.split(os.pathsep))) if isinstance(value, str) else value

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Order the sources: arguments, then the environment, then the file."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


def scheduler_address(address: str) -> str:
    """The value of the setting `dask`.

    Raises:
        ValueError: no scheduler can be there; the message has the remedy.
    """
    if not _SCHEDULER.fullmatch(address):
        raise ValueError("use an address such as tcp://scheduler:8786")
    return address


def lineage_target(target: str) -> SecretStr:
    """The value of the setting `lineage`.

    Raises:
        ValueError: it is neither a file nor an address; the message has the remedy, and not the
            value, which may hold a password.
    """
    if not target or "\0" in target:
        raise ValueError("name a file, such as lineage.jsonl, or an address")
    if not _SCHEME.match(target):
        return SecretStr(target)
    try:
        address = urlsplit(target)
        is_sound = address.scheme in ("http", "https") and bool(address.hostname)
        is_sound = is_sound and address.port != 0 and target.isascii() and " " not in target
    except ValueError:
        is_sound = False
    if not is_sound:
        raise ValueError("use the path of a file, or an address such as https://host:5000")
    return SecretStr(target)


class SettingsError(UsageError):
    """A setting is unknown or has an invalid value."""


class UnreadableSettingsError(EnvironmentFailedError):
    """The file of the settings cannot be read."""


def load_settings(lake: LakeAddress | str | None) -> Settings:
    """The settings in effect; `lake`, an address, overrides all sources if it is given.

    Raises:
        SettingsError: the file or a setting is invalid; the message names it, its value, where it
            stands and what to write instead.
        UnreadableSettingsError: the file cannot be read.
    """
    _check_environment()
    try:
        given: dict[str, Any] = {} if lake is None else {"lake": lake}
        return Settings(**given)
    except (TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"{SETTINGS_FILE} is not valid TOML: {error}; write each setting as `name = value`, "
            "texts in quotation marks"
        ) from error
    except OSError as error:
        raise UnreadableSettingsError(
            f"cannot read {SETTINGS_FILE}: {error.strerror}; change who may read it"
        ) from error
    except UnparsedSettingError as error:
        # Only its message says which setting it is.
        name = str(error).split('"')[1]
        raise SettingsError(
            f'{_variable(name)} in the environment is not JSON; use a list, such as ["…", "…"]'
        ) from error
    except ValidationError as error:
        problems = [_described(problem, lake) for problem in error.errors(include_url=False)]
        raise SettingsError("\n".join(problems)) from error


def _check_environment() -> None:
    """Reject a variable whose name is nearly that of a setting, and which nothing would read."""
    known = {f"{ENVIRONMENT_PREFIX}{name.upper()}" for name in Settings.model_fields}
    for variable in os.environ:
        name = variable.upper()
        if name.startswith(ENVIRONMENT_PREFIX) and name not in known:
            nearest = nearest_name(name.removeprefix(ENVIRONMENT_PREFIX), Settings.model_fields)
            if nearest is not None:
                raise SettingsError(
                    f"unknown setting {variable} in the environment; "
                    f"did you mean {ENVIRONMENT_PREFIX}{nearest.upper()}?"
                )


def _described(problem: ErrorDetails, lake: LakeAddress | str | None) -> str:
    """A wrong setting: its name and value, where it stands, and what to write instead."""
    name, *parts = map(str, problem["loc"])
    if problem["type"] == "extra_forbidden":
        names = choose_from(name, Settings.model_fields)
        return f"unknown setting {name!r} in {SETTINGS_FILE}; {names}"
    variable = _variable(name)
    if name == "lake" and lake is not None:
        where, shown = "on the command line", "--lake"
    elif variable is not None:
        where, shown = "in the environment", variable
    else:
        where, shown = f"in {SETTINGS_FILE}", name
    index = "".join(f"[{part}]" for part in parts)
    setting = f"{shown}{index}{_shown_value(name, problem['input'])}"
    return f"invalid setting {setting} {where}; {remedy(problem)}"


def _shown_value(name: str, value: object) -> str:
    """The value of a setting, shortened; an address may hold a password."""
    if name in _SECRET:
        return ""
    text = repr(without_password(str(value)) if isinstance(value, str | Path) else value)
    return f" = {text if len(text) <= _SHOWN_WIDTH else text[: _SHOWN_WIDTH - 1] + '…'}"


def _variable(name: str) -> str | None:
    """The environment variable that gives a setting; None if none does."""
    wanted = f"{ENVIRONMENT_PREFIX}{name.upper()}"
    return next((variable for variable in os.environ if variable.upper() == wanted), None)
