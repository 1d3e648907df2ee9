"""Needs that answers suggest, and what was decided: the twin of `pwa/src/domain/suggestions.ts`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from server.review.progress import Progress, settled_parts
from server.review.reading import (
    Doc,
    Json,
    any_value,
    heads_of,
    list_of,
    object_of,
    objects,
    text_field,
    text_of,
)


@dataclass(frozen=True)
class Rule:
    """One rule of the agency's table, with what its answers have to be."""

    id: str
    domain: str
    title: str
    form: str
    when: Sequence[Json]


def rules_of(table: Doc) -> Iterator[Json]:
    """Give a table's rules as they are written, those over private answers too."""
    rules = any_value(table, "rules")
    return objects(rules.get("rules") if isinstance(rules, dict) else rules)


def read_rules(tables: Sequence[Doc]) -> list[Rule]:
    """Read the tables. Rules over private answers are left out: those are never offered as a listed need."""
    found = []
    for table in tables:
        for raw in rules_of(table):
            if raw.get("private") is not True:
                domain = text_of(object_of(raw.get("domain")).get("code"))
                when = list(objects(raw.get("when")))
                found.append(
                    Rule(
                        text_of(raw.get("id")),
                        domain,
                        text_of(raw.get("title")),
                        text_of(raw.get("form")),
                        when,
                    )
                )
    return found


def suggested(rules: Sequence[Rule], forms: Sequence[tuple[str, Progress]]) -> Iterator[Rule]:
    """Give the rules that an answered form asks for."""
    for rule in rules:
        ours = [progress for url, progress in forms if url == rule.form]
        if any(_fits(trigger, progress) for progress in ours for trigger in rule.when):
            yield rule


def _fits(trigger: Json, progress: Progress) -> bool:
    link_id = text_of(trigger.get("linkId"))
    if trigger.get("band") == "flag":
        return any(one.code == link_id and one.flagged for one in progress.scores)
    asked = {item["linkId"] for item in progress.questions} - progress.private
    if link_id not in asked:
        return False
    codes = set(list_of(trigger.get("codes")))
    return any(
        object_of(part.get("valueCoding")).get("code") in codes
        for part in settled_parts(progress.answers, link_id)
    )


def domain_of(need: Doc) -> str:
    """Give the code of what a need is about."""
    return text_of(object_of(any_value(need, "domain")).get("code"))


def title_of(need: Doc, rules: Sequence[Rule]) -> str:
    """Give a need's words: its rule's title, else its own."""
    code = domain_of(need)
    own = text_of(object_of(any_value(need, "domain")).get("display"))
    return next((rule.title for rule in rules if rule.domain == code), own)


def is_undecided(rule: Rule, needs: Sequence[Doc], visit: str) -> bool:
    """Tell a suggestion that was neither confirmed nor declined, in this visit or earlier and still open."""
    same = [need for need in needs if domain_of(need) == rule.domain]
    here = [need for need in same if need["created"]["visit"] == visit or _state_of(need, visit)]
    earlier = [need for need in same if text_field(need, "state") == "confirmed"]
    decided = here[-1] if here else (earlier[0] if earlier else None)
    return decided is None or text_field(decided, "state") == "suggested"


def _state_of(need: Doc, visit: str) -> bool:
    return any(head["visit"] == visit for head in heads_of(need, "state"))
