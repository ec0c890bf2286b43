"""ShipEngine's OpenAPI document as JSON Schemas, and what a value says that it does not allow."""

import re
from typing import NamedTuple

import jsonschema
import yaml

SCHEMAS = "#/components/schemas/"


class Complaint(NamedTuple):
    """One thing that a schema does not allow."""

    pointer: str  # with "*" for each place in a list
    keyword: str  # of JSON Schema: type, enum, required...
    value: object  # what is there; for `required` nothing
    message: str


class Document:
    def __init__(self, path):
        with open(path, encoding="utf-8") as text:
            self.root = yaml.safe_load(text)
        self.schemas = self.root["components"]["schemas"]
        self._whole = {"components": {"schemas": {n: self._converted(s)
                                                  for n, s in self.schemas.items()}}}

    def complaints(self, name, value):
        """What the named schema does not allow of the value."""
        schema = {"$ref": SCHEMAS + name}
        resolver = jsonschema.RefResolver("", self._whole)
        validator = jsonschema.Draft202012Validator(schema, resolver=resolver)
        return [c for error in validator.iter_errors(value) for c in told(error)]

    def answer_schema(self, method, target, status):
        """The name of the schema of an answer's body; None when the document has no such call.
        Every refusal is an error envelope, also with a status that the document does not list."""
        path = self._path(target.partition("?")[0])
        if path is None or method.lower() not in self.root["paths"][path]:
            return None
        if status >= 400:
            return "error_response_body"
        answer = self.root["paths"][path][method.lower()]["responses"][str(status)]
        kind = next(iter(answer["content"].values()))
        return kind["schema"]["$ref"].removeprefix(SCHEMAS)

    def operation(self, method, target):
        path = self._path(target.partition("?")[0])
        return self.root["paths"][path][method.lower()]["operationId"]

    def _path(self, target):
        """The path of the document that the target is one of; a literal one comes first."""
        for path in sorted(self.root["paths"], key=lambda p: p.count("{")):
            pattern = re.sub(r"\\{\w+\\}", "[^/]+", re.escape(path))
            if re.fullmatch(pattern, target):
                return path
        return None

    def _converted(self, schema):
        """OpenAPI 3.0's dialect in the words of JSON Schema."""
        if isinstance(schema, list):
            return [self._converted(item) for item in schema]
        if not isinstance(schema, dict):
            return schema
        made = {key: self._converted(value) for key, value in schema.items()
                if key not in ("example", "default", "nullable")}
        if made.get("exclusiveMinimum") is True:
            made["exclusiveMinimum"] = made.pop("minimum")
        made = self._opened(made)
        return {"anyOf": [{"type": "null"}, made]} if schema.get("nullable") is True else made

    def _opened(self, schema):
        """A closed schema beside `allOf` knows none of the members that `allOf` adds, and two
        closed ones refuse each other's: read literally they admit nothing. What is meant is one
        object with the members of all."""
        parts = schema.get("allOf")
        if not isinstance(parts, list):
            return schema
        closed = [p for p in map(self._target, parts) if p.get("additionalProperties") is False]
        opened = dict(schema)
        if closed:
            opened.pop("additionalProperties", None)
        if len(parts) > 1 and closed:
            del opened["allOf"]
            opened["type"] = "object"
            opened["additionalProperties"] = False
            for part in self._flat(parts):
                properties = self._converted(part.get("properties", {}))
                opened["properties"] = {**opened.get("properties", {}), **properties}
                opened["required"] = [*opened.get("required", []), *part.get("required", [])]
        return opened

    def _flat(self, parts):
        """The parts, and what they are made of in turn."""
        for part in map(self._target, parts):
            yield part
            yield from self._flat(part.get("allOf", []))

    def _target(self, schema):
        reference = schema.get("$ref", "")
        return self.schemas[reference.removeprefix(SCHEMAS)] if reference else schema


def told(error):
    """An error of the validator as complaints; members that are too many are told one by one."""
    pointer = "".join("/*" if isinstance(step, int) else f"/{step}" for step in error.absolute_path)
    if error.validator == "additionalProperties":
        for name in error.instance.keys() - error.schema.get("properties", {}).keys():
            yield Complaint(f"{pointer}/{name}", error.validator, error.instance[name],
                            error.message)
    elif error.validator == "required":
        name = re.match("'(.*)' is a required property", error.message).group(1)
        yield Complaint(f"{pointer}/{name}", error.validator, None, error.message)
    else:
        yield Complaint(pointer, error.validator, error.instance, error.message)
