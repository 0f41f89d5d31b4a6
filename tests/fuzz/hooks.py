"""
What the fuzzer knows beyond the description of the API: what there is to ask for, which month it may open, and what
must not come back to this caller. tests/fuzz/fuzz.ts starts it.
"""

import atexit
import hashlib
import json
import os
import re
from collections import Counter

import schemathesis

with open(os.environ["FUZZ_KNOWN"], encoding="utf8") as file:
    known = json.load(file)

answers: Counter[str] = Counter()
seen: set[str] = set()
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
MONTH = re.compile(r"[a-z-]*\d{4}-\d\d")


def picked(kind, value):
    """One of what there is, chosen by the value that was made up, which stays itself now and then."""
    there = known["there"].get(kind, [])
    number = int(hashlib.sha256(json.dumps(value, sort_keys=True, default=str).encode()).hexdigest(), 16)
    return value if not there or number % (len(there) + 1) == 0 else there[number % len(there)]


def with_what_is_there(fields):
    """Ids, months and deadlines among the fields of a body or a query, two levels deep."""
    for name, value in list(fields.items()):
        if isinstance(value, list):
            fields[name] = [picked(name, one) if isinstance(one, str) and UUID.fullmatch(one) else one for one in value]
        elif isinstance(value, str) and name in known["there"] and value != "":
            fields[name] = picked(name, value)


@schemathesis.hook
def before_call(context, case, kwargs):
    collection = case.operation.path.removeprefix("/api/v1/").split("/")[0]
    parameters = case.path_parameters if isinstance(case.path_parameters, dict) else {}
    for name, value in list(parameters.items()):
        if isinstance(value, str) and (collection in ("accounts", "deadlines", "creditors", "teams") or UUID.fullmatch(value) or MONTH.fullmatch(value)):
            parameters[name] = picked(collection, value)
    if isinstance(case.query, dict):
        with_what_is_there(case.query)
    if isinstance(case.body, dict):
        with_what_is_there(case.body)
        # A second region would have to be named by everybody.
        if collection == "regions":
            case.body["id"] = "twente"
        month = case.body.get("month")
        # The engine is shared with other tests: whoever opens a round opens one of ours.
        if collection == "rounds" and isinstance(month, str) and MONTH.fullmatch(month):
            case.body["month"] = picked("month", month) if month[:4] == known["year"] else f"{known['year']}{month[4:]}"


@schemathesis.hook
def after_call(context, case, response):
    answers[f"{case.operation.method} {case.operation.path} {response.status_code}"] += 1


@schemathesis.check
def nothing_of_another(context, response, case):
    """No marked word, and no id that was not asked for, of what is not this caller's."""
    text = response.text.lower()
    seen.update(mark for mark in known["own"] if mark in text)
    asked = f"{response.request.url} {response.request.body!r}".lower()
    found = [what for mark, what in known["never"].items() if mark in text and mark not in asked]
    if found:
        raise AssertionError(f"this answer holds what is another's: {', '.join(sorted(set(found)))}")


@atexit.register
def tell():
    with open(os.environ["FUZZ_SEEN"], "w", encoding="utf8") as file:
        json.dump({"answers": answers, "seen": sorted(seen)}, file)
