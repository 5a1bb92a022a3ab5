"""What the fake promises about requests beyond api/openapi.yaml. schemathesis loads it before it reads the document.

The document says what is known of the real API. The fake decides more: it refuses a misspelt property, and it accepts null
for an optional one. Each function below changes one such thing in the bodies and queries of the document that schemathesis
tests, with the reason, so that valid data must be accepted and invalid data must be refused. Responses stay unchanged.
"""

import copy

import schemathesis

DEFAULT_VERSION = "2026-10-01"


@schemathesis.hook
def before_load_schema(context, document):
    for path, operations in document["paths"].items():
        if not path.startswith("/api/"):
            continue
        for operation in operations.values():
            Request(document, path.split("/")[2]).change(operation)


class Request:
    def __init__(self, document, version):
        self.document, self.version = document, version
        self.components = document["components"]["schemas"]
        self.names = {}

    def change(self, operation):
        body = operation.get("requestBody", {})
        for media, content in body.get("content", {}).items():
            content["schema"] = self.sent(content["schema"], media)
            if not self.resolve(content["schema"]).get("required"):
                body["required"] = False  # a missing body is an empty object
        ignored = IGNORED.get(operation["operationId"], PAGING if operation.get("x-factorial-unpaged") else set())
        operation["parameters"] = [self.parameter(p) for p in operation.get("parameters", [])
                                   if self.has(p) and self.resolve(p)["name"] not in ignored]

    def has(self, part):
        """Each version has only its own parameters and properties."""
        return part.get("x-factorial-since", "") <= self.version <= part.get("x-factorial-until", "9")

    def parameter(self, parameter):
        parameter = copy.deepcopy(self.resolve(parameter))
        if parameter["in"] != "query":
            return parameter
        schema = parameter["schema"] = copy.deepcopy(self.resolve(parameter["schema"]))
        schema.pop("enum", None)  # a filter takes any word, like the real API
        schema.pop("maximum", None)  # a larger limit is the largest
        if parameter["name"] in ("after_id", "before_id"):
            schema["enum"] = CURSORS
        if not parameter.get("x-factorial-demanded"):
            optional(parameter)
        elif schema.get("type") == "string":  # a demanded filter needs a value
            schema["minLength"] = 1
        elif schema.get("type") == "array":
            schema.update(minItems=1, items={**schema["items"], "minLength": 1})
        may_be_blank = parameter["name"] in PAGING or schema.get("format") in ("date", "date-time")
        if may_be_blank and not parameter.get("x-factorial-demanded"):
            parameter["schema"] = blank(schema)
        return parameter

    def resolve(self, value):
        while "$ref" in value:
            found = self.document
            for key in value["$ref"].removeprefix("#/").split("/"):
                found = found[key]
            value = found
        return value

    def sent(self, schema, media):
        """A copy of a schema as the fake reads it in a body. Named schemas get a new name, because responses have them too."""
        if "$ref" in schema:
            name = schema["$ref"].rsplit("/", 1)[1]
            new = f"{name}.sent.{self.version}"
            if new not in self.components:
                self.components[new] = {}
                self.components[new].update(self.sent(self.components[name], media))
            return {**schema, "$ref": f"#/components/schemas/{new}"}
        schema = self.enum(copy.deepcopy(schema))
        for key in ("allOf", "anyOf", "oneOf"):
            if key in schema:
                schema[key] = [self.sent(s, media) for s in schema[key]]
        if "items" in schema:
            schema["items"] = self.sent(schema["items"], media)
        if schema.get("format") in ("id", "decimal"):
            number_too(schema)
        if schema.get("properties"):
            self.properties(schema, media)
        return schema

    def properties(self, schema, media):
        required = schema.get("required", [])
        schema["properties"] = {n: self.sent(p, media) for n, p in schema["properties"].items() if self.has(p)}
        # The id of an update is in the path.
        update = any("/{id}" in place for place in schema.get("x-factorial-places", []))
        schema["required"] = [n for n in required if n in schema["properties"] and not (update and n == "id")]
        for name in MOMENTS.intersection(schema["properties"]):
            schema["properties"][name]["format"] = "date-time"
            if "employee_id" in schema["properties"]:
                schema["required"] = sorted({*schema["required"], "employee_id"})
        schema["additionalProperties"] = False  # a misspelt property gets a 422 response, so that nobody relies on it
        if media == "multipart/form-data":  # a form has no null
            for name, p in schema["properties"].items():
                if name in schema["required"]:
                    schema["properties"][name] = needed(p)
                elif p.get("format") in ("date", "date-time"):
                    schema["properties"][name] = blank(p)
            return
        for name, p in schema["properties"].items():
            schema["properties"][name] = needed(p) if name in schema["required"] else or_null(p)

    def enum(self, schema):
        """Each version has only its own values of an enum."""
        if "enum" in schema:
            since, until = schema.get("x-factorial-enum-since", {}), schema.get("x-factorial-enum-until", {})
            schema["enum"] = [v for v in schema["enum"] if v is None or since.get(v, "") <= self.version <= until.get(v, "9")]
        return schema


CURSORS = ["", "MQ==", "Mg==", "Mw=="]  # a cursor is a value that the server has given out, not any text


PAGING = {"limit", "page", "after_id", "before_id"}
IGNORED = {"timeoff.AllowanceStats.List": {"page"}}  # a list ignores what it does not support
MOMENTS = {"now", "clock_time"}  # of clocking in and out, without a format in the document; an API key has no employee


def optional(parameter):
    """Clients leave out parameters that the spec requires, and the real API accepts it, except for the demanded ones."""
    parameter["required"] = False


def blank(schema):
    """A parameter without a value says nothing, like a form field that the user left blank."""
    return {"anyOf": [schema, {"type": "string", "maxLength": 0}]}


def number_too(schema):
    """Ids were numbers before 2026-07-01, and decimals are numbers in other APIs. Clients send both forms."""
    types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if schema["format"] == "id":
        schema.update(type=types + ["integer"], minimum=0)
    else:
        schema["type"] = types + ["number"]


def or_null(schema):
    """Null for an optional property says nothing, as if it were absent, and so does a blank date."""
    if schema.get("format") in ("date", "date-time"):
        return {"anyOf": [schema, {"type": "null"}, {"type": "string", "maxLength": 0}]}
    return {"anyOf": [schema, {"type": "null"}]}


def needed(schema):
    """Null for a required property is as if it were absent, and so is a blank id."""
    schema = dict(schema)
    if schema.get("format") == "id":
        schema["minLength"] = 1
    if isinstance(schema.get("type"), list):
        schema["type"] = [t for t in schema["type"] if t != "null"]
    for key in ("anyOf", "oneOf"):
        if key in schema:
            schema[key] = [s for s in schema[key] if s.get("type") != "null"]
    return schema
