"""What can be set: in `dateline.toml`, in the environment, or on the command line."""

import os
from pathlib import Path
from tomllib import TOMLDecodeError
from typing import Annotated

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from transforms.text.decode import BYTE_LIMIT

MIB = 1 << 20


class Settings(BaseSettings):
    """Settings of a run; the environment wins over the file."""

    model_config = SettingsConfigDict(
        env_prefix="DATELINE_", toml_file="dateline.toml", extra="forbid", frozen=True
    )

    lake: Path = Field(default=Path("lake"), description="Folder of the lake")
    batch_pages: int = Field(default=1000, ge=1, description="Most pages in a batch")
    batch_bytes: int = Field(
        default=32 * MIB, ge=1, description="Most bytes in a batch of several pages"
    )
    page_byte_limit: int = Field(
        default=BYTE_LIMIT, ge=1, description="Size of the largest page that is read, in bytes"
    )
    wait_seconds: float = Field(
        default=0, ge=0, description="How long to wait while another run writes, in seconds"
    )
    settle_seconds: float = Field(
        default=0, ge=0, description="How long a file must stay as it is to be read, in seconds"
    )
    report: Path | None = Field(
        default=None, description="HTML file to write each run's report to, where Prefect runs it"
    )
    report_url: str | None = Field(
        default=None, description="Address at which that file can be read, for Prefect's pages"
    )
    alerts: tuple[SecretStr, ...] = Field(
        default=(),
        exclude=True,
        description="Whom to tell of failed and degraded runs: https:// and Apprise addresses",
    )
    rules: Annotated[tuple[Path, ...] | None, NoDecode] = Field(
        default=None,
        description="Files of rules of one's own, TOML or Python; None for those that lie where"
        " they are looked for",
    )

    @field_validator("rules", mode="before")
    @classmethod
    def _paths(cls, value: object) -> object:
        """One path, or several with `:` between them, as in PATH."""
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
        """Read what was passed, then the environment, then the file."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


class SettingsError(ValueError):
    """A setting that is unknown or has a value that it cannot have."""


def load_settings(lake: Path | None) -> Settings:
    """The settings that hold here; `lake`, where given, wins over all of them.

    Raises:
        SettingsError: the file or a setting is wrong; the message names it and its value.
    """
    try:
        return Settings() if lake is None else Settings(lake=lake)
    except TOMLDecodeError as error:
        raise SettingsError(f"dateline.toml is no valid TOML: {error}") from error
    except ValidationError as error:
        problems = "; ".join(
            f"{'.'.join(map(str, problem['loc']))} = {problem['input']!r}: {problem['msg']}"
            for problem in error.errors(include_url=False)
        )
        raise SettingsError(
            f"wrong settings, in dateline.toml or as DATELINE_… in the environment: {problems}"
        ) from error
