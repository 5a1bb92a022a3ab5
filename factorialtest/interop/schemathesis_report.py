"""Reads the events of a run of schemathesis and compares its findings with the accepted ones.

    python schemathesis_report.py EVENTS ACCEPTED TABLES

EVENTS is an NDJSON report. It has every check of every case, while the summary of schemathesis shows one failure of each
kind for an operation. A finding is one line: the check, the operation, the message, the status, the start of the response,
with notes. An odd number in the body is one beyond 64 bits, or a whole number with a fraction. A learned property is one
that the document does not require, or may be blank, but schemathesis concludes otherwise from an earlier response. TABLES is
internal/apitable/api.json. Blank paging may be null or an empty object in the case. The exit code is 1 if a finding is not in the list ACCEPTED, or if a check never ran.
"""

import base64
import collections
import json
import re
import sys

from accepted import Accepted

CHECKS = {
    "allow_header_conformance", "content_type_conformance", "ensure_resource_availability", "ignored_auth",
    "missing_required_header", "negative_data_rejection", "not_a_server_error", "object_level_authorization",
    "positive_data_acceptance", "response_headers_conformance", "response_schema_conformance", "status_code_conformance",
    "unsupported_method", "use_after_free",
}
ODD = re.compile(rb"[\[:,] ?-?(\d{19,}|\d+\.0|\d[\d.]*e[+-]?\d+)(?![\d.])")
BLANK = re.compile(r"[?&](limit|page|after_id|before_id)=(&|$)")
LEARNED = re.compile(r"Missing required property: (\w+)|(\w+): String smaller than minLength")


class Needs:
    """The properties that the bodies of operations need."""

    def __init__(self, tables):
        with open(tables, encoding="utf-8") as f:
            api = json.load(f)
        self.properties = {}
        for op in api["operations"]:
            schema = api["schemas"].get(op.get("body", {}).get("ref"), {})
            needed = {p["name"]: p.get("format") for p in schema.get("properties", []) if p.get("required")}
            self.properties[op["method"], op["path"]] = needed

    def learned(self, message, method, path):
        """Whether a property need not be there, or need not have a value. Only ids must not be blank."""
        found = LEARNED.search(message)
        needed = self.properties.get((method, path), {})
        return found and (found[1] not in needed if found[1] else needed.get(found[2]) != "id")


def finding(check, case, interaction, needs):
    failure = check["failure_info"]["failure"]
    message = " ".join(failure["message"].split())
    response = interaction.get("response") or {}
    text = decoded(response.get("content")).decode("utf-8", "replace")[:400]
    path = case["path"].removeprefix("/api/").replace("/resources", "")
    if needs.learned(message, case["method"], path.split("/", 1)[1]):
        message += " (learned)"
    if BLANK.search(interaction["request"]["uri"]):
        message += " (blank)"
    odd = " (odd number)" if ODD.search(decoded(interaction["request"].get("body"))) else ""
    return f"{check['name']}: {case['method']} {path}: {message}{odd}: {response.get('status_code')} {text}"


def decoded(body):
    return base64.b64decode((body or {}).get("$base64", ""))


def recorders(path):
    with open(path, encoding="utf-8") as f:
        for line in f:
            event = json.loads(line)
            for name in event:
                recorder = event[name].get("recorder") if isinstance(event[name], dict) else None
                if name == "ScenarioFinished" and recorder:
                    yield recorder
                if name in ("NonFatalError", "FatalError"):
                    yield {"error": json.dumps(event[name])[:2000]}


def main(events, accepted, tables):
    needs = Needs(tables)
    findings, checks, cases, operations = Accepted(accepted), collections.Counter(), 0, set()
    errors, examples = [], {}
    for recorder in recorders(events):
        if "error" in recorder:
            errors.append(recorder["error"])
            continue
        cases += len(recorder.get("interactions") or {})
        for case_id, results in (recorder.get("checks") or {}).items():
            case = recorder["cases"][case_id]["value"]
            operations.add((case["method"], case["path"]))
            for check in results:
                checks[check["name"]] += 1
                if check["status"] != "success":
                    line = finding(check, case, recorder["interactions"][case_id], needs)
                    findings.take(line)
                    examples.setdefault(line, recorder["interactions"][case_id]["request"])
    good = findings.report(examples, repeatable=False)
    for error in errors:
        print(f"  ERROR {error}")
    print(f"schemathesis: {cases} cases of {len(operations)} operations and methods, {checks.total()} checks:")
    for name, n in sorted(checks.items()):
        print(f"  {n:7} {name}")
    print(f"  {sum(findings.counts.values())} findings accepted, {len(findings.unexpected)} unexpected, {len(errors)} errors")
    missing = sorted(CHECKS - checks.keys())
    if missing:
        print(f"  checks that never ran: {', '.join(missing)}")
    return 0 if good and not errors and not missing else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
