"""`doorstep settings`."""

from pathlib import Path
from typing import Any

import click

from server.settings import builtin
from server.settings.check import ERROR, MOST_BYTES, Checked, check_text, conflicts
from server.settings.shape import PARTS, items_of

_WRONG = 1
_UNREADABLE = 2


@click.group()
def settings() -> None:
    """Look after the settings of care: acute, children's, and what an agency writes itself."""


@settings.command("list")
def list_packs() -> None:
    """Show the packs that come with the program, with how many items each has."""
    for code, pack in builtin.packs().items():
        items = [item for part in PARTS for item in items_of(pack, part)]
        proposals = sum(1 for item in items if item["basis"].get("proposal"))
        click.echo(
            f"{code}  {pack['version']}  {pack['title']['en']}: {len(items)} items, "
            f"{proposals} of them our proposal, {len(items) - proposals} from a published rule"
        )


@settings.command("check")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--with",
    "beside",
    multiple=True,
    metavar="NAME",
    type=click.Choice(builtin.BUILT_IN),
    help="Also say what it words otherwise than this pack of ours; it is taken as the earlier one.",
)
@click.pass_context
def check_files(context: click.Context, files: tuple[Path, ...], beside: tuple[str, ...]) -> None:
    """Say what is wrong with each pack, where (a JSON pointer), and how it is mended.

    Ends with 0 where every pack can be used, warnings or not; with 1 where one has errors; with 2 where a
    file could not be read. Several files are also compared with each other, in their order.
    """
    worst, packs = 0, [builtin.pack(name) for name in beside]
    for file in files:
        try:
            checked = check_text(_read(file))
        except (OSError, UnicodeDecodeError) as problem:
            click.echo(f"{file}: could not be read: {_why(problem)}", err=True)
            worst = _UNREADABLE
            continue
        _tell(file, checked)
        if checked.usable and checked.pack is not None:
            worst = max(worst, _WRONG if _is_double(file, checked.pack, packs) else 0)
            packs.append(checked.pack)
        else:
            worst = max(worst, _WRONG)
    for one in conflicts(packs):
        click.echo(f"together: {one.line()}")
    context.exit(worst)


def _read(file: Path) -> str:
    """Read no more than shows that it is too large: a file may have no end."""
    with file.open("rb") as opened:
        said = opened.read(MOST_BYTES + 1)
    return said.decode("utf-8", errors="replace") if len(said) > MOST_BYTES else said.decode("utf-8")


def _is_double(file: Path, pack: dict[str, Any], before: list[dict[str, Any]]) -> bool:
    for one in before:
        if one["id"] == pack["id"]:
            click.echo(
                f"{file}: error: /id is {pack['id']!r}, as of another pack that was given (version "
                f"{one['version']}): give each an id of its own, or check one version at a time"
            )
            return True
    return False


def _tell(file: Path, checked: Checked) -> None:
    for one in checked.findings:
        click.echo(f"{file}: {one.line()}")
    errors = sum(1 for one in checked.findings if one.level == ERROR)
    warnings = len(checked.findings) - errors
    verdict = "can be used" if checked.usable else "can't be used"
    click.echo(f"{file}: {verdict}; errors: {errors}, warnings: {warnings}")


def _why(problem: OSError | UnicodeDecodeError) -> str:
    if isinstance(problem, OSError):
        return problem.strerror or "the system says no more"
    return f"it is no text in UTF-8 from byte {problem.start + 1} on: save it anew as UTF-8"


commands = (settings,)
