"""The engine as a package of its own: built, unpacked and run where there is no Django."""

import os
import subprocess
import sys
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from shutil import rmtree
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).resolve().parents[2]
NEEDED = ("numpy", "numpy.libs", "numba", "llvmlite", "tqdm")


def run(*command, **options):
    done = subprocess.run(command, capture_output=True, text=True, check=False, **options)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    run(*build, cwd=ROOT / "packaging/engine")
    (path,) = folder.glob("samenspel_engine-*.whl")
    return path


def installed(wheel, folder):
    """The wheel unpacked; kept as long as nothing in it changes, for its machine code."""
    with ZipFile(wheel) as archive:
        content = sorted((one.filename, one.CRC) for one in archive.infolist())
    target = folder / f"wheel-{sha256(repr(content).encode()).hexdigest()[:16]}"
    if not target.exists():
        for old in folder.glob("wheel-*"):
            rmtree(old)
        install = [sys.executable, "-m", "pip", "install", "--no-deps", "--no-index", "--quiet"]
        run(*install, "--target", str(folder / "wheel-new"), str(wheel))
        (folder / "wheel-new").rename(target)
    return target


@pytest.fixture(scope="module")
def alone(wheel, tmp_path_factory):
    """Runs Python with the wheel, NumPy, numba and tqdm, and nothing else."""
    folder = ROOT / "var/test"
    folder.mkdir(parents=True, exist_ok=True)
    target, libraries = installed(wheel, folder), tmp_path_factory.mktemp("libraries")
    home = Path(find_spec("numpy").origin).parents[1]
    for name in NEEDED:
        if (home / name).exists():
            (libraries / name).symlink_to(home / name)
    settings = {"PYTHONPATH": f"{target}{os.pathsep}{libraries}"}

    def python(*arguments):
        return run(sys.executable, "-S", *arguments, env=settings, cwd=target)

    return python


def test_every_module_and_data_file_is_in_the_wheel(wheel):
    source = ROOT / "src/samenspel_engine"
    expected = {
        f"samenspel_engine/{path.relative_to(source).as_posix()}"
        for path in source.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    with ZipFile(wheel) as archive:
        inside = {name for name in archive.namelist() if name.startswith("samenspel_engine/")}
    assert inside == expected
    assert "samenspel_engine/weekplan/__init__.py" in inside
    assert "samenspel_engine/data/parameters.csv" in inside


def test_the_wheel_matches_and_checks_without_django(alone, wheel, tmp_path):
    # all in one test: the wheel is unpacked in one place, and tests run in several processes
    look = (
        "from importlib.util import find_spec;"
        "print([n for n in ('django', 'samenspel', 'scipy', 'ortools') if find_spec(n)])"
    )
    assert alone("-c", look).strip() == "[]"
    engine = "-m", "samenspel_engine"
    alone(*engine, "generate", "--requests", "20", "--offers", "15", "-o", str(tmp_path))
    files = [str(tmp_path / name) for name in ("requests.csv", "offers.csv")]
    told = alone(*engine, "match", *files, "-o", str(tmp_path / "plan.csv"))
    assert "gap 0: proven optimal" in told
    assert "the proof holds" in alone(
        *engine, "check-certificate", str(tmp_path / "plan-proof.json")
    )
    with ZipFile(wheel) as archive:
        (points,) = [name for name in archive.namelist() if name.endswith("entry_points.txt")]
        assert "samenspel-engine = samenspel_engine.cli:main" in archive.read(points).decode()
