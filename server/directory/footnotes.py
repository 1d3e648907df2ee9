"""Why a published figure is not there: the files say it by a number, and a person wants to read it.

The words are ours, after the footnote table of the data dictionary for nursing homes as two others restate it
alike; the dictionary itself was not read. The numbers of other lists mean other things: they stay numbers.
"""

import re
from collections.abc import Mapping
from typing import Final

_NURSING_HOME: Final[Mapping[str, str]] = {
    "1": "new here: less than 12 to 15 months of data",
    "2": "not enough data for a star rating",
    "6": "the staffing data that was sent does not do for this figure",
    "7": "found not to be accurate, or held back",
    "9": "too few residents or stays to report",
    "10": "missing, or not sent",
    "13": "from a shorter time than is asked for",
    "14": "this home does not have to report it",
    "18": "not rated: special focus after a history of serious problems",
    "20": "whether it is accurate could not be confirmed",
    "21": "whether it is accurate could not be confirmed",
    "23": "no staffing data was sent",
    "24": "many days without a registered nurse in the house",
    "25": "whether the staffing data is accurate could not be confirmed",
    "26": "no staffing data was sent from which turnover could be worked out",
    "27": "the staffing data that was sent does not do for turnover",
}


def explained(type_: str, told: str) -> str:
    """Give a footnote in words where its number is known, by its number where not, and words as they are."""
    numbers = re.findall(r"\d+", told)
    if not numbers or re.sub(r"[\d,;\s]", "", told):
        return told
    if type_ != "nursing-home" or not all(one in _NURSING_HOME for one in numbers):
        return f"Footnote {told} of the published file"
    words = "; ".join(dict.fromkeys(_NURSING_HOME[one] for one in numbers))
    return f"{words[0].upper()}{words[1:]} (footnote {told})"
