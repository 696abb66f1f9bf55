"""Make what the portal stands on: the virtual environment, the pinned packages, and Pango. Standard library only.

`python3 -m tools.environment` brings the product, `--dev` also what tests and checks need. What is there already is
left alone: a stamp in the environment holds the hash of the requirements it was made from.
"""

import ctypes
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
PRODUCT = ROOT / "requirements.txt"
DEVELOPMENT = ROOT / "requirements-dev.txt"
OLDEST = (3, 11)
PIP_OPTIONS = ("--disable-pip-version-check", "--no-input", "--require-hashes")

PANGO = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")
PANGO_LINE = "apt-get install -y --no-install-recommends " + " ".join(PANGO)


def prepare(*, dev: bool = False) -> None:
    """Everything below, in order. Exits with one sentence when it cannot be had."""
    if sys.version_info < OLDEST:
        sys.exit(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}.")
    install_packages([PRODUCT, DEVELOPMENT] if dev else [PRODUCT])
    install_pango()


def install_packages(files: list[Path]) -> None:
    """Install the pinned packages, every one checked against its hash, unless these very files were installed."""
    stamps = {VENV / f".{file.name}.sha256": hashlib.sha256(file.read_bytes()).hexdigest() for file in files}
    if PYTHON.exists() and all(stamp.is_file() and stamp.read_text() == wanted for stamp, wanted in stamps.items()):
        return
    make_venv()
    print(f"Installing {' and '.join(file.name for file in files)} (about a minute)", flush=True)
    lists = [part for file in files for part in ("-r", str(file))]
    if not succeeds([PYTHON, "-m", "pip", "install", "--quiet", *PIP_OPTIONS, *lists]):
        sys.exit("The packages could not be installed; see the message of pip above.")
    for stamp, wanted in stamps.items():
        stamp.write_text(wanted)


def make_venv() -> None:
    if PYTHON.exists() and succeeds([PYTHON, "-m", "pip", "--version"], quiet=True):
        return
    print(f"Making the virtual environment {VENV.name}", flush=True)
    if not succeeds([sys.executable, "-m", "venv", "--clear", VENV]):
        sys.exit("The virtual environment could not be made. On Debian and Ubuntu: apt-get install python3-venv")


def install_pango() -> None:
    """Bring the library that draws the PDF reports, or say how and go on: only reports need it."""
    if not has_pango() and not apt_install(*PANGO):
        print(f"Pango is missing: PDF reports will fail until an administrator runs\n    {PANGO_LINE}", flush=True)


def has_pango() -> bool:
    return has_library("libpango-1.0.so.0") and has_library("libpangoft2-1.0.so.0")


def has_library(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def apt_install(*packages: str) -> bool:
    """Install Debian packages when we are root or sudo asks nothing; False when that was not possible."""
    if not shutil.which("apt-get"):
        return False
    if os.geteuid() == 0:
        prefix = []
    elif shutil.which("sudo") and succeeds(["sudo", "-n", "true"], quiet=True):
        prefix = ["sudo", "-n"]
    else:
        return False
    print(f"Installing {' '.join(packages)} with apt-get", flush=True)
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    install = ["install", "-y", "--no-install-recommends", *packages]
    return succeeds([*apt, "update"]) and succeeds([*apt, "-o", "Dpkg::Use-Pty=0", *install])


def succeeds(command: Sequence[str | Path], *, quiet: bool = False) -> bool:
    output = subprocess.DEVNULL if quiet else None
    return subprocess.run(command, stdout=output, stderr=output, check=False).returncode == 0


if __name__ == "__main__":
    prepare(dev="--dev" in sys.argv[1:])
