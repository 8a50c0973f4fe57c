"""A wheel, installed and used from the folder of a project that has a `flows/` of its own."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest
from made_pages import ARTICLE, ask
from servers import group, until

ROOT = Path(__file__).parents[2]
FOLDERS = ("transforms", "expectations", "warehouse", "flows", "seeds")
# Whoever imports one of these in place of Dateline's fails.
OWN = "raise RuntimeError('imported the module of the project')\n"
MORNING = """\
from pathlib import Path

from prefect import flow

import dateline


@flow
def morning() -> None:
    summary = dateline.run("pages", lake="lake")
    assert summary.run.loaded_count == 1, summary
    Path("done").touch()


if __name__ == "__main__":
    morning()
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel"]
    subprocess.run(
        [*build, "--directory", str(folder)], cwd=ROOT, check=True, capture_output=True, timeout=300
    )
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def bin_folder(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of a new environment with the wheel, which borrows the packages of this one."""
    environment = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", environment], check=True)
    pip = [sys.executable, "-m", "pip", "--python", str(environment / "bin/python")]
    install = [*pip, "install", "--quiet", "--no-deps", "--no-index", str(wheel)]
    subprocess.run(install, check=True, timeout=300)
    (packages,) = environment.glob("lib/python*/site-packages")
    # A folder that a .pth file names is searched, but not for .pth files of its own: the editable
    # install of this environment stays out.
    borrowed = [path for path in sys.path if path.endswith("site-packages")]
    (packages / "borrowed.pth").write_text("".join(f"{path}\n" for path in borrowed))
    return environment / "bin"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with a page, and with modules that are named like folders of Dateline."""
    (tmp_path / "flows").mkdir()
    (tmp_path / "flows/__init__.py").write_text(OWN)
    for module in ("warehouse", "transforms", "expectations", "seeds"):
        (tmp_path / f"{module}.py").write_text(OWN)
    (tmp_path / "morning.py").write_text(MORNING)
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages/bridge.txt").write_text(ARTICLE)
    return tmp_path


def run_in(project: Path, *command: str | Path) -> str:
    """What a command prints in the folder of a project; the folder comes first on Python's path."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    done = subprocess.run(
        command,
        cwd=project,
        env={
            **own,
            "HOME": str(project),
            "PREFECT_HOME": str(project / "prefect"),
            "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "180",
        },
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_wheel_has_one_name_at_its_top(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        names = set(archive.namelist())
    tops = {name.partition("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"dateline"}
    assert "dateline/py.typed" in names
    in_checkout = {
        f"dateline/{file.relative_to(ROOT)}"
        for folder in FOLDERS
        for file in (ROOT / folder).rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }
    assert in_checkout
    assert in_checkout <= names


def test_the_api_works_beside_modules_of_the_same_names(
    sample_lake: Path, bin_folder: Path, project: Path
) -> None:
    shutil.copytree(sample_lake, project / "lake")
    program = (
        "import pathlib, sys, dateline\n"
        f"page = dateline.parse({ARTICLE!r})\n"
        "with dateline.open_lake('lake') as lake:\n"
        "    count = lake.table('articles').to_arrow().num_rows\n"
        "print(dateline.__file__, page.article.headline, count, sep='\\n')\n"
    )
    file, headline, count = run_in(project, bin_folder / "python", "-c", program).splitlines()
    assert Path(file).is_relative_to(bin_folder.parent)
    assert (headline, count) == ("Harbour bridge to close for repairs", "5")


def test_prefect_loads_the_deployed_flow_beside_a_folder_of_the_same_name(
    bin_folder: Path, project: Path
) -> None:
    program = (
        "from prefect.flows import load_flow_from_entrypoint\n"
        "flow = load_flow_from_entrypoint('dateline.flows.ingest.ingest_flow')\n"
        "print(flow.name)\n"
    )
    assert run_in(project, bin_folder / "python", "-c", program) == "ingest\n"


@pytest.mark.soak
def test_a_run_inside_a_flow_of_the_project(bin_folder: Path, project: Path) -> None:
    run_in(project, bin_folder / "python", "morning.py")
    assert (project / "done").exists()
    assert ask(project / "lake", "SELECT source_id FROM documents") == [("bridge.txt",)]
    assert "1 already known" in run_in(project, bin_folder / "dateline", "run", "pages")


@pytest.mark.soak
def test_a_run_that_starts_a_server_of_its_own(bin_folder: Path, project: Path) -> None:
    run = "dateline.run('pages', lake='lake').run"
    program = f"import dateline; print({run}.loaded_count)"
    assert run_in(project, bin_folder / "python", "-c", program) == "1\n"
    in_event_loop = f"""
import asyncio, dateline
async def main(): print({run}.already_known_count)
asyncio.run(main())
"""
    assert run_in(project, bin_folder / "python", "-c", in_event_loop) == "1\n"


@pytest.mark.soak
def test_a_scheduled_deployment_runs_in_the_folder_of_the_project(
    bin_folder: Path, project: Path
) -> None:
    def loaded() -> list[tuple[str]]:
        is_made = any((project / "lake").rglob("*.parquet"))
        return ask(project / "lake", "SELECT source_id FROM documents") if is_made else []

    schedule = (str(bin_folder / "dateline"), "schedule", "pages", "--every", "4s")
    environment = {"PREFECT_HOME": str(project / "prefect")}
    with group(*schedule, environment=environment, folder=project) as process:
        assert until(loaded, process) == [("bridge.txt",)]
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=120) == 0
