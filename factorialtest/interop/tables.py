"""The operations of one version of the API, and plausible arguments for them.

The scripts that call every method of a client use it. internal/apitable/api.json lists the operations of all versions.
"""

import json

import httpx


class Tables:
    """The operations, schemas and events of one version of the API."""

    def __init__(self, path, version):
        with open(path, encoding="utf-8") as f:
            api = json.load(f)
        if version not in api["versions"]:
            raise LookupError(f"{path} does not know version {version}")
        self.version = version
        api = self.of_the_version(api)
        self.schemas = api["schemas"]
        self.events = [e["name"] for e in api["events"]]
        self.operations = {(op["method"].lower(), op["path"]): op for op in api["operations"]}

    def has(self, since, until):
        return since <= self.version and (not until or until >= self.version)

    def of_the_version(self, value):
        """Leaves out what other versions of the API have."""
        if isinstance(value, list):
            return [self.of_the_version(v) for v in value
                    if not isinstance(v, dict) or self.has(v.get("since", ""), v.get("until", ""))]
        if not isinstance(value, dict):
            return value
        pruned = {k: self.of_the_version(v) for k, v in value.items()}
        if "enum" in pruned:
            since, until = value.get("enumSince", {}), value.get("enumUntil", {})
            pruned["enum"] = [v for v in value["enum"] if self.has(since.get(v, ""), until.get(v, ""))]
        return pruned

    def properties(self, value):
        if "ref" in value:
            value = self.schemas[value["ref"]]
        return value.get("properties") or []

    def template(self, verb, path):
        """The path of the operation that a request calls, with {id} for the id, or None."""
        parts = path.split("/")
        for candidate in (path, "/".join(parts[:2] + ["{id}"] + parts[3:])):
            if (verb, candidate) in self.operations:
                return candidate
        return None


# Parameters that the spec does not require, one of which the API demands.
DEMANDED = {
    "compensations/additional_compensations": {"ids[]": [str(n) for n in range(1, 20)]},
    "timeoff/french_leave_day_counts": {"leave_ids[]": ["1"]},
}
DECISIONS = {
    "timeoff/leaves/approve": "id",
    "timeoff/leaves/approve_all": "id",
    "timeoff/leaves/reject": "id",
    "approvals/materialized_approvals_flows/approve_resource": "resource_id",
    "approvals/materialized_approvals_flows/reject_resource": "resource_id",
}


class Arguments:
    """Finds arguments for operations. It reads ids from the server at base_url and creates the records that a call needs."""

    def __init__(self, tables, base_url, key):
        self.tables = tables
        self.http = httpx.Client(base_url=base_url, headers={"x-api-key": key})
        self.calls = 0

    # Records of the server.

    def resource(self, path):
        return f"/api/{self.tables.version}/resources/{path}"

    def first_id(self, collection):
        op = self.tables.operations.get(("get", collection))
        for params in ({"limit": 1}, {"limit": 1, **self.query(op)}):  # a few lists demand parameters
            response = self.http.get(self.resource(collection), params=params)
            data = response.json().get("data") if response.status_code == 200 else None
            if data:
                return data[0].get("id") or data[0].get("uuid") or "1"
        return "1"

    def post(self, path, body):
        response = self.http.post(self.resource(path), json=body)
        response.raise_for_status()
        return response.json()

    def employee(self):
        """An employee for the current call alone, who is not at work and has no leave in 2031."""
        return str(1000 + self.calls)

    # Values.

    def value(self, prop, op):
        name, kind, form = prop["name"], prop.get("type"), prop.get("format")
        if name == "subscription_type":
            return self.tables.events[self.calls % len(self.tables.events)]
        if name in ("now", "clock_time"):
            return "2026-10-05T09:00:00Z"
        if name == "email":
            return f"person-{self.calls}@interop.example"
        if prop.get("enum"):
            return prop["enum"][0]
        if "ref" in prop or kind == "object":
            return {p["name"]: self.value(p, op) for p in self.tables.properties(prop) if p.get("required")}
        if kind == "array":
            if any(p["name"] == "file" for p in self.tables.properties(prop.get("items") or {})):
                return []  # a file within JSON: Factorial's client requires bytes, which it cannot send as JSON
            return [self.value(dict(prop.get("items") or {}, name=name), op)]
        if kind == "file":
            return b"content"
        if form == "id" or name == "location_id":
            found = self.id(name, op)
            return int(found) if prop.get("integerUntil", "") >= self.tables.version else found
        by_format = {"date": "2026-10-05", "date-time": "2026-10-05T09:00:00Z", "time": "09:00", "decimal": "1.5"}
        by_kind = {"string": by_format.get(form, "something"), "integer": 1, "number": 1.5, "boolean": True}
        return by_kind.get(kind, {})

    def id(self, name, op):
        if name == "location_id":  # earlier calls may have deleted some
            return self.first_id("locations/locations")
        if name in ("id", "ids"):
            return self.own_id(op)
        return "700001" if "access_id" in name else "1"

    def own_id(self, op):
        """The id of a record of the operation's resource."""
        collection = "/".join(op["path"].split("/")[:2])
        return self.first_id({"documents/download_urls": "documents/documents"}.get(collection, collection))

    def query(self, op):
        """The parameters that a request needs."""
        if op is None:
            return {}
        return {p["name"]: self.parameter(p, op) for p in op.get("query") or [] if self.needed(p, op)}

    def needed(self, prop, op):
        return prop.get("required") or prop["name"] in DEMANDED.get(op["path"], {})

    def parameter(self, prop, op):
        return DEMANDED.get(op["path"], {}).get(prop["name"]) or self.value(prop, op)

    def body(self, op):
        """The required properties, and the id that an action needs."""
        wanted = {"id", "ids"} if op["method"] == "POST" else set()
        sent = {
            p["name"]: self.value(p, op)
            for p in self.tables.properties(op["body"])
            if p.get("required") or p["name"] in wanted
        }
        self.prepare(op, sent)
        return sent

    def prepare(self, op, sent):
        """Makes the state that an operation needs, such as an employee who is at work."""
        path = op["path"]
        if op["method"] != "POST":
            return
        if path.startswith("attendance/shifts/"):
            self.prepare_shift(path.rsplit("/", 1)[1], sent)
        if path == "timeoff/leaves":
            sent.update(like(sent, {"employee_id": self.employee(), "start_on": "2031-01-06", "finish_on": "2031-01-07"}))
        if path == "timeoff/leaves/bulk_create":
            for leave in sent["leaves"]:
                leave.update({"employee_id": self.employee(), "start_on": "2031-01-06", "finish_on": "2031-01-07"})
        if path in DECISIONS:
            leave = self.post("timeoff/leaves", {"employee_id": self.employee(), "leave_type_id": "1",
                                                 "start_on": "2031-01-06", "finish_on": "2031-01-07"})
            sent.update(like(sent, {DECISIONS[path]: str(leave["id"])}))
            if "resource_type" in sent:
                sent["resource_type"] = "Timeoff::Leave"
        if path == "timeoff/allowances/delete_with_alt_allowance":
            for name in ("id", "alt_allowance_id"):  # earlier calls may have deleted some
                sent.update(like(sent, {name: str(self.post("timeoff/allowances", self.body(self.tables.operations["post", "timeoff/allowances"]))["id"])}))

    def prepare_shift(self, action, sent):
        """Uses a new employee for each call, who is at work or on a break if the action requires it."""
        if action == "autofill":
            return
        sent["employee_id"] = self.employee()
        if action in ("clock_out", "break_start", "break_end"):
            self.post("attendance/shifts/clock_in", {"now": "2026-10-05T07:00:00", "employee_id": self.employee()})
        if action == "break_end":
            self.post("attendance/shifts/break_start", {"now": "2026-10-05T08:00:00", "employee_id": self.employee()})


def like(sent, ids):
    """The values with ids as numbers if the body has numbers."""
    return {n: int(v) if isinstance(sent.get(n), int) else v for n, v in ids.items()}


def removals_last(method):
    """A sort key for methods: those that remove records come last."""
    return any(word in method for word in ("delete", "destroy", "unassign"))
