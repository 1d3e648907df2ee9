"""Settings of care, as an administrator sees to them: which are on, for whom, and packs of her own."""

from dataclasses import asdict
from typing import Any

from flask_smorest import Blueprint

from server.office.reading import read
from server.settings import builtin, publishing, schemas
from server.settings.check import check_text
from server.store.database import writing
from server.web.context import require
from server.web.routing import get, post

blueprint = Blueprint("settings", __name__, url_prefix="/api", description="Settings of care.")
Json = dict[str, Any]


@get(blueprint, "/office/settings", "settings.read", answer=schemas.Settings)
def settings() -> Json:
    """All packs with their contents, and which are on."""
    with read("settings.read") as under_way:
        return _shown(publishing.standing(under_way.connection, under_way.caller.agency))


@post(blueprint, "/office/settings", "settings.change", body=schemas.Chosen, answer=schemas.Settings)
def choose(body: Json) -> Json:
    """Switch packs on and off. Tablets have it with their next exchange."""
    caller = require("settings.change")
    with writing() as connection:
        publishing.choose(connection, caller, body["on"], body["common"])
        return _shown(publishing.standing(connection, caller.agency))


@post(
    blueprint, "/office/settings/pack", "settings.change", body=schemas.PackText, answer=schemas.PackChecked
)
def check_pack(body: Json) -> Json:
    """Check a pack as the command line does; take it in where that is asked and it can be used."""
    caller = require("settings.change")
    checked = check_text(body["text"])
    kept = bool(body["keep"]) and checked.usable and checked.pack is not None
    if kept and checked.pack is not None:
        with writing() as connection:
            publishing.keep(connection, caller, checked.pack)
    return {
        "findings": [asdict(one) for one in checked.findings],
        "usable": checked.usable,
        "kept": kept,
        "pack": checked.pack if checked.usable else None,
    }


def _shown(standing: publishing.Standing) -> Json:
    lines = [
        {"code": code, "builtIn": code in builtin.BUILT_IN, "pack": pack, "latest": _latest(standing, code)}
        for code, pack in standing.packs.items()
    ]
    order = [*builtin.BUILT_IN, *sorted(standing.kept.keys() - set(builtin.BUILT_IN))]
    lines.sort(key=lambda line: order.index(str(line["code"])))
    return {"packs": lines, "on": list(standing.on), "common": list(standing.common)}


def _latest(standing: publishing.Standing, code: str) -> str | None:
    """The version that comes with the program, where tablets carry another one."""
    kept = standing.kept.get(code)
    if code not in builtin.BUILT_IN or kept is None or kept == standing.packs[code]:
        return None
    return str(standing.packs[code]["version"])
