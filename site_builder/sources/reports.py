"""Numbers of reports, dates and addresses, which stand where venues are named and are none."""

from __future__ import annotations

import re
from typing import Final

WORDED: Final = re.compile(
    r"(?:technical |tech\.? |internal |research )?(?:report|rep\.?|note|memo(?:randum)?|rfc|tr)\.?"
    r"(?: (?:no|nr|number)\.?)?[ :#-]*[A-Z]{0,6}[-/ ]?\d[\w./-]*",
    re.IGNORECASE,
)
"""Report No. 7, TR-98-12, RFC 2119."""
CODE: Final = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[-/.][A-Za-z0-9]+){1,7}")
"""ATLAS-CONF-2012-093, CMS-PAS-HIG-12-020, CERN-PH-EP/2012-218."""
SPACED: Final = re.compile(r"[A-Z]{2,}(?:[- ][A-Z]{1,8})* \d{2,4}[-/]\d{1,6}")
"""DESY 12-345."""
OF_REPORTS: Final = frozenset(
    """
    conf pas pub public paper note ep ph ppe th thesis ur rep report preprint tech tr tdr memo tm tn
    wp rr cr draft lhcc com proposal rfc std dp techreport
    """.split()  # noqa: SIM905 (reads better)
)
"""Parts of codes that no conference's name has."""
MONTH: Final = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
DATE: Final = re.compile(
    rf"(?:(?:submitted|accepted|accessed|published|posted|updated|visited|released|retrieved)\s*"
    rf"(?:on|in|:)?\s*)?(?:\(?(?:1[4-9]|20)\d\d\)?|\d{{4}}-\d\d?(?:-\d\d?)?|\d\d?[./]\d\d?[./]\d{{2,4}}"
    rf"|{MONTH}|(?:\d\d?(?:st|nd|rd|th)?[\s-]+)?{MONTH},?\s+\d{{4}}|{MONTH}\s+\d\d?(?:st|nd|rd|th)?,?\s+\d{{4}})",
    re.IGNORECASE,
)
YEAR: Final = re.compile(r"(?:19|20)?\d\d")
LONGEST: Final = 60
"""Characters of the longest code."""


def why_no_venue(name: str) -> str:
    """Return what a name is that stands for a venue and is none; nothing for all others."""
    text = " ".join(name.split()).strip(" .,;:()[]")
    if DATE.fullmatch(text):
        return "a date"
    if len(text) <= LONGEST and re.search(r"\d", text) and _is_number(text):
        return "the number of a report"
    return ""


def _is_number(text: str) -> bool:
    """Return a report's number from a conference with its year: CVPR-2022, IJCAI-ECAI-18."""
    if WORDED.fullmatch(text) or SPACED.fullmatch(text):
        return True
    if not CODE.fullmatch(text):
        return False
    parts = re.split(r"[-/.]", text)
    numbers = [part for part in parts if part.isdecimal()]
    if not numbers:
        return False
    if OF_REPORTS & {part.lower() for part in parts}:
        return True
    return len(numbers) > 1 or not YEAR.fullmatch(numbers[0])
