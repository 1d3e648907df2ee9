"""The page that is put on paper: the printout as HTML, every value escaped, its style beside it."""

import re
from functools import cache
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from server.printing.model import Printout

_HERE: Final = Path(__file__).resolve().parent
_HASH_LENGTH: Final = 64
_BREAK: Final = "\u200b"


def page_of(printout: Printout) -> str:
    """The whole page as HTML. It names no address, and nothing in it could fetch one."""
    template = _environment().get_template("page.html")
    return template.render(printout=printout, css=_style())


def breakable(text: str, longest: int = _HASH_LENGTH) -> str:
    """Give a word that is longer places where a line may end: to seek them takes the square of its length."""
    return re.sub(rf"\S{{{longest}}}(?=\S)", lambda found: found.group() + _BREAK, text)


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(_HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    made.filters["breakable"] = breakable
    return made


@cache
def _style() -> Markup:
    # Our own file, not a value of any record.
    return Markup((_HERE / "page.css").read_text(encoding="utf-8"))  # noqa: S704
