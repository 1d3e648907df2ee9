"""Makes our FHIR R4 Questionnaires from the instruments' published facts.

`python -m server.forms.build [FOLDER]` reads `instruments.json`, `sdoh-domains.json` and
`icd10cm-z-codes.json` there (default `../shared/domain/json`) and rewrites the committed files.
The output depends on these inputs alone; a test rebuilds and compares.
"""

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from server.forms import extensions as ext
from server.forms.extensions import Json
from server.forms.needs_build import needs_table

HERE: Final = Path(__file__).resolve().parent
QUESTIONNAIRES: Final = HERE / "questionnaires"
NEEDS: Final = HERE / "needs.json"
SOURCE: Final = HERE.parents[2] / "shared" / "domain" / "json"

VERSION: Final = "1.0.0"
DATE: Final = "2026-11-23"

# What must be shown with each instrument; the LOINC notice follows it.
NOTICES: Final = {
    "phq-9": (
        "Developed by Drs. Robert L. Spitzer, Janet B.W. Williams, Kurt Kroenke and colleagues, with an "
        "educational grant from Pfizer Inc. No permission required to reproduce, translate, display or "
        "distribute. (c) Pfizer Inc."
    ),
    "ahc-hrsn-core": (
        "Accountable Health Communities Health-Related Social Needs Screening Tool, developed by the "
        "Centers for Medicare & Medicaid Services (CMS). Question 1: PRAPARE, National Association of "
        "Community Health Centers (NACHC). Questions 3 and 4: Hunger Vital Sign, copyright 2010 "
        "Dr. Erin Hager, Dr. Anna Quigg and the Children's HealthWatch research team. Questions 7 to 10: "
        "HITS, (c) Kevin Sherin."
    ),
}

# Headings that stand above a group. The private group's says nothing about what it asks.
HEADINGS: Final = {
    "housing": "Living situation",
    "food": "Food",
    "transportation": "Transportation",
    "utilities": "Utilities",
    "safety": "Private questions",
}
HITS_CUT: Final = 11


def _extension(url: str, kind: str, value: Any) -> Json:
    return {"url": url, "value" + kind: value}


def _expression(text: str, name: str | None = None) -> Json:
    named = {"name": name} if name else {}
    return {**named, "language": "text/fhirpath", "expression": text}


def _option(answer: Json, *, exclusive: bool) -> Json:
    marks = []
    if "score" in answer:
        marks.append(_extension(ext.ORDINAL, "Decimal", answer["score"]))
    if answer.get("positive"):
        marks.append(_extension(ext.POSITIVE, "Boolean", True))
    if exclusive:
        marks.append(_extension(ext.EXCLUSIVE, "Boolean", True))
    coding = {"system": ext.LOINC, "code": answer["code"], "display": answer["display"]}
    return {**({"extension": marks} if marks else {}), "valueCoding": coding}


def _question(item: Json, prefix: int) -> Json:
    repeats = bool(item.get("repeats"))
    question: Json = {
        "linkId": item["code"],
        "code": [{"system": ext.LOINC, "code": item["code"], "display": item["text"]}],
        "prefix": str(prefix),
        "text": item["text"],
        "type": item["type"],
        "required": bool(item.get("required", True)),
        "answerOption": [
            _option(answer, exclusive=repeats and answer["display"].startswith("None of"))
            for answer in item["answers"]
        ],
    }
    if repeats:
        question["repeats"] = True
    if "instruction" in item:
        concept = {"coding": [{"system": "http://hl7.org/fhir/questionnaire-item-control", "code": "help"}]}
        question["item"] = [
            {
                "extension": [_extension(ext.ITEM_CONTROL, "CodeableConcept", concept)],
                "linkId": item["code"] + "-instruction",
                "text": item["instruction"],
                "type": "display",
            }
        ]
    return question


def _ordinal_variables(scored: dict[str, str]) -> list[Json]:
    """For each question the chosen code (`%c_...`) and its score (`%...`).

    A score is empty until the question is answered, so a sum of them is empty until complete. Plain
    paths only (no `weight()`, no `ordinal()`), which every FHIRPath engine evaluates alike; no
    `repeat(item)`, which compares every item with every other; and the chosen code by itself, or it
    would be looked up anew for every option.
    """
    variables: list[Json] = []
    for name, link_id in scored.items():
        question = f"item.item.where(linkId = '{link_id}')"
        chosen = f"%resource.{question}.answer.valueCoding.code"
        score = (
            f"%questionnaire.{question}.answerOption.where(valueCoding.code = %c_{name})"
            f".extension.where(url = '{ext.ORDINAL}').valueDecimal"
        )
        variables.append(_extension(ext.VARIABLE, "Expression", _expression(chosen, f"c_{name}")))
        variables.append(_extension(ext.VARIABLE, "Expression", _expression(score, name)))
    return variables


def _band(band: Json) -> Json:
    parts = [
        _extension("min", "Decimal", band["min"]),
        _extension("max", "Decimal", band["max"]),
        _extension("label", "String", band["label"]),
    ]
    if band.get("flag"):
        parts.append(_extension("flag", "Boolean", True))
    return {"url": ext.SCORE_BAND, "extension": parts}


def _score(total: Json, title: str, scored: dict[str, str], bands: Iterable[Json]) -> Json:
    """A calculated, read-only item. `scored` maps variable name to the question's linkId."""
    low, high = total["range"]
    return {
        "extension": [
            _extension(ext.CALCULATED, "Expression", _expression(" + ".join(f"%{name}" for name in scored))),
            _extension(ext.SCORE_RANGE, "Range", {"low": {"value": low}, "high": {"value": high}}),
            *(_band(band) for band in bands),
            *(_extension(ext.SCORED_ITEM, "String", link_id) for link_id in scored.values()),
        ],
        "linkId": total["code"],
        "code": [{"system": ext.LOINC, "code": total["code"], "display": title}],
        "text": title,
        "type": "decimal",
        "readOnly": True,
    }


def _questionnaire(instrument: Json, notice: str, title: str, body: Json) -> Json:
    return {
        "resourceType": "Questionnaire",
        "id": instrument["id"],
        "url": f"https://doorstep.invalid/fhir/Questionnaire/{instrument['id']}",
        "version": VERSION,
        "name": "".join(part.capitalize() for part in instrument["id"].split("-")),
        "title": title,
        "status": "active",
        "experimental": False,
        "subjectType": ["Patient"],
        "date": DATE,
        "publisher": "Doorstep",
        "copyright": f"{NOTICES[instrument['id']]} {notice}",
        "code": [{"system": ext.LOINC, "code": instrument["panel"], "display": instrument["title"]}],
        **body,
    }


def phq9(instruments: dict[str, Json], notice: str) -> Json:
    """PHQ-2 first; 3 or more keeps the two answers and opens the other seven and the difficulty question."""
    two, nine = instruments["phq-2"], instruments["phq-9"]
    scored = {f"a{n}": item["code"] for n, item in enumerate(nine["items"][:9], 1)}
    first_two = dict(list(scored.items())[:2])
    critical = {each["code"] for each in nine["scoring"]["criticalItems"]}
    gate = [{"question": two["totalScore"]["code"], "operator": ">=", "answerDecimal": 3}]
    items: list[Json] = []
    for n, item in enumerate(nine["items"], 1):
        question = _question({**item, "required": bool(item.get("required"))}, n)
        if item["code"] in critical:
            question = {"extension": [_extension(ext.SAFETY_AT, "Decimal", 1)], **question}
        if n > len(first_two):
            question["enableWhen"] = gate
        items.append(question)
    phq2_score = _score(two["totalScore"], "PHQ-2", first_two, two["scoring"]["bands"])
    phq9_score = _score(nine["totalScore"], "PHQ-9", scored, nine["scoring"]["bands"])
    phq9_score["enableWhen"] = gate
    group = {
        "linkId": nine["panel"],
        "text": nine["stem"],
        "type": "group",
        "item": [*items[:2], phq2_score, *items[2:], phq9_score],
    }
    body = {"extension": _ordinal_variables(scored), "item": [group]}
    return _questionnaire(nine, notice, "PHQ-9", body)


def ahc_core(instruments: dict[str, Json], notice: str) -> Json:
    """The ten core questions by domain; the last four (HITS) in a private group with their own total."""
    core = instruments["ahc-hrsn-core"]
    groups: dict[str, Json] = {}
    scored: dict[str, str] = {}
    for item in core["items"]:
        domain = item["domain"]
        group = groups.setdefault(
            domain, {"linkId": domain, "text": HEADINGS[domain], "type": "group", "item": []}
        )
        group["item"].append(_question(item, item["n"]))
        if domain == "safety":
            scored[f"h{len(scored) + 1}"] = item["code"]
    low, high = core["totalScore"]["range"]
    bands = [
        {"min": low, "max": HITS_CUT - 1, "label": "Below the cut-off"},
        {"min": HITS_CUT, "max": high, "label": "Positive screen", "flag": True},
    ]
    private = groups["safety"]
    private["item"].append(_score(core["totalScore"], "HITS", scored, bands))
    # %h1 is the question on physical hurt, where any answer above "Never" (1) counts by itself.
    follow_up = f"%h1 > 1 or ({' + '.join(f'%{name}' for name in scored)}) >= {HITS_CUT}"
    groups["safety"] = {
        "extension": [
            _extension(ext.PRIVATE, "Boolean", True),
            _extension(ext.PRIVATE_FOLLOW_UP, "Expression", _expression(follow_up)),
        ],
        **private,
    }
    body = {"extension": _ordinal_variables(scored), "item": list(groups.values())}
    return _questionnaire(core, notice, "Social needs (AHC HRSN core)", body)


def build(source: Path) -> dict[Path, str]:
    """Every committed file made here, by path, as text."""
    facts = json.loads((source / "instruments.json").read_text(encoding="utf-8"))
    instruments = {each["id"]: each for each in facts["instruments"]}
    notice = facts["_loincNotice"]
    domains = json.loads((source / "sdoh-domains.json").read_text(encoding="utf-8"))
    z_codes = json.loads((source / "icd10cm-z-codes.json").read_text(encoding="utf-8"))
    forms = [phq9(instruments, notice), ahc_core(instruments, notice)]
    made: dict[Path, Json] = {QUESTIONNAIRES / f"{form['id']}.json": form for form in forms}
    made[NEEDS] = needs_table(domains, z_codes, forms)
    return {path: json.dumps(content, ensure_ascii=False, indent=1) + "\n" for path, content in made.items()}


def main(arguments: list[str]) -> None:
    for path, text in build(Path(arguments[0]) if arguments else SOURCE).items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
