"""The agency's rules of the review as a person writes them: read with every mistake named, and shown again.

```
{"hours": 8,
 "cosign": {"roles": [], "people": ["Ana Ruiz"]},
 "skip": [{"visitTypes": ["follow-up"], "people": ["Marcus Webb"]}]}
```
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from server.access import Role
from server.review.rules import MOST_HOURS, ReviewRules

Json = dict[str, Any]
_PARTS: Final = ("hours", "cosign", "skip")


class BadRules(Exception):
    """The text is no set of rules; `problems` say where, what is wrong, and how it is mended."""

    def __init__(self, problems: list[str]) -> None:
        """Keep what is wrong."""
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Known:
    """What rules can name: people who work here, by their ids, and types of visits."""

    people: Mapping[str, str]
    visit_types: frozenset[str]

    def called(self, wanted: str) -> list[str]:
        """Give the ids of everybody who has this id or name."""
        return [person for person, name in self.people.items() if wanted in {person, name}]

    def shown(self, person: str) -> str:
        """Give the name of a person where no colleague has the same; else the id."""
        name = self.people.get(person, person)
        return name if len(self.called(name)) == 1 else person


def show(rules: ReviewRules, known: Known) -> str:
    """Put rules as a person would write them; read again, they are the same."""
    both = [known.shown(one) for one in rules.cosign_people]
    said = {
        "hours": int(rules.hours) if rules.hours == int(rules.hours) else rules.hours,
        "cosign": {"roles": list(rules.cosign_roles), "people": both},
        "skip": [
            {"visitTypes": list(one.types), "people": [known.shown(who) for who in one.people]}
            for one in rules.skip
        ],
    }
    return json.dumps(said, indent=2, ensure_ascii=False)


def read(text: str, known: Known) -> Json:
    """Read rules as the agency's record keeps them, people by ids. Raises BadRules with every mistake."""
    try:
        said = json.loads(text)
    except json.JSONDecodeError as broken:
        where = f"line {broken.lineno}, column {broken.colno}"
        raise BadRules([f"{where}: this is no JSON ({broken.msg})"]) from broken
    reader = _Reader(known)
    rules = reader.rules(said)
    if reader.problems:
        raise BadRules(reader.problems)
    return rules


@dataclass
class _Reader:
    known: Known
    problems: list[str] = field(default_factory=list)

    def rules(self, said: Any) -> Json:
        parts = self._object("the rules", said, _PARTS)
        rules: Json = {}
        if "hours" in parts:
            rules["hours"] = self._hours(parts["hours"])
        if "cosign" in parts:
            cosign = self._object("cosign", parts["cosign"], ("roles", "people"))
            rules["cosign"] = {
                "roles": self._words("cosign.roles", cosign.get("roles", []), self._role),
                "people": self._words("cosign.people", cosign.get("people", []), self._person),
            }
        if "skip" in parts:
            rules["skip"] = list(self._skips(parts["skip"]))
        return rules

    def _skips(self, said: Any) -> Iterator[Json]:
        for where, one in self._list("skip", said):
            parts = self._object(where, one, ("visitTypes", "people"))
            types = self._words(f"{where}.visitTypes", parts.get("visitTypes", []), self._type)
            people = self._words(f"{where}.people", parts.get("people", []), self._person)
            if not (parts.get("visitTypes") or parts.get("people")):
                self._wrong(where, "it names nothing; name visit types, people, or both")
            yield {"visitTypes": types, "people": people}

    def _hours(self, said: Any) -> Any:
        is_number = isinstance(said, (int, float)) and not isinstance(said, bool)
        if not (is_number and 0 < said <= MOST_HOURS):
            self._wrong("hours", f"{said!r} is no time; write a number above 0 and up to {MOST_HOURS}")
        return said

    def _role(self, where: str, word: str) -> str:
        roles = [role.value for role in Role]
        if word not in roles:
            self._wrong(where, f"there is no role {word!r}; roles are {_listed(roles)}")
        return word

    def _person(self, where: str, word: str) -> str:
        found = self.known.called(word)
        if len(found) == 1:
            return found[0]
        if found:
            what = f"{len(found)} people here are called {word!r}; write the id"
        else:
            what = f"nobody here is called {word!r}; write a name, or the id"
        self._wrong(where, f"{what} that `doorstep access list` shows")
        return word

    def _type(self, where: str, word: str) -> str:
        types = self.known.visit_types
        if types and word not in types:
            self._wrong(where, f"no form is for visits of type {word!r}; types are {_listed(sorted(types))}")
        return word

    def _words(self, where: str, said: Any, read_one: Callable[[str, str], str]) -> list[str]:
        found = []
        for place, one in self._list(where, said):
            if isinstance(one, str):
                found.append(read_one(place, one))
            else:
                self._wrong(place, f"{one!r} is no text; put it in quotation marks")
        return found

    def _list(self, where: str, said: Any) -> Iterator[tuple[str, Any]]:
        if isinstance(said, list):
            yield from ((f"{where}[{number}]", one) for number, one in enumerate(said))
        else:
            self._wrong(where, f"{said!r} is no list; put it in square brackets")

    def _object(self, where: str, said: Any, parts: tuple[str, ...]) -> Json:
        if not isinstance(said, dict):
            self._wrong(where, f"{said!r} is not in curly brackets; write {_listed(list(parts))} in them")
            return {}
        for name in sorted(said.keys() - set(parts)):
            self._wrong(where, f"{name!r} is not known here; {_listed(list(parts))} are")
        return said

    def _wrong(self, where: str, what: str) -> None:
        self.problems.append(f"{where}: {what}")


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
