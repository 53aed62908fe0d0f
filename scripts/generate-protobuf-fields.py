#!/usr/bin/env python3
"""Writes openapi/protobuf-fields.txt from checkouts of k8s.io/api, k8s.io/apimachinery and k8s.io/apiextensions-apiserver.

Usage: scripts/generate-protobuf-fields.py API APIMACHINERY APIEXTENSIONS

Numbers and types come from the generated.proto files. The Go sources say what those do not: the names in JSON, which fields are pointers (their
zero counts), and which are embedded (JSON has their fields in the parent). Only what the bodies of requests can hold is kept.
openapi/README.md describes the format. Exits with 1 if a field is not one that the schemas in openapi/ know.
"""
import json
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent / "openapi"
PACKAGE = re.compile(r"^package ([\w.]+);", re.M)
MESSAGE = re.compile(r"^message (\w+) \{(.*?)^\}", re.M | re.S)
FIELD = re.compile(r"^\s+(optional |repeated |required )?(map<string, *([^>]+)>|[\w.]+) (\w+) = (\d+);", re.M)
STRUCT = re.compile(r"^type (\w+) struct \{(.*?)^\}", re.M | re.S)
MEMBER = re.compile(r"^\s+(?:\w+\s+)?(\S+)\s+`([^`]*)`", re.M)
SCALARS = {"string", "bytes", "bool", "int32", "int64", "double"}
# Messages that JSON writes in another form than as an object.
SPECIAL = {
    "meta.v1.Time": "time", "meta.v1.MicroTime": "microtime", "resource.Quantity": "quantity", "intstr.IntOrString": "int-or-string",
    "meta.v1.FieldsV1": "json", "runtime.RawExtension": "json", "apiextensions.v1.JSON": "json",
}
# Messages that stand for the value of one of their fields: the first that is there.
CHOICES = {
    "meta.v1.Verbs": [(1, "items", "[]string")],
    "authentication.v1.ExtraValue": [(1, "items", "[]string")],
    "authorization.v1.ExtraValue": [(1, "items", "[]string")],
    "apiextensions.v1.JSONSchemaPropsOrArray": [(1, "schema", "JSONSchemaProps"), (2, "schemas", "[]JSONSchemaProps")],
    "apiextensions.v1.JSONSchemaPropsOrBool": [(2, "schema", "JSONSchemaProps"), (1, "allows", "*bool")],
    "apiextensions.v1.JSONSchemaPropsOrStringArray": [(1, "schema", "JSONSchemaProps"), (2, "property", "[]string")],
}
OPTIONS = ["meta.v1.DeleteOptions"]


def short(name):
    """`core.v1` of `k8s.io.api.core.v1`; the last two parts, for the packages without a version the last one."""
    parts = name.split(".")
    return ".".join(parts[-2:]) if re.fullmatch(r"v\d\w*", parts[-1]) else parts[-1]


def read_messages(directories):
    messages = {}
    for path in sorted(path for directory in directories for path in directory.rglob("generated.proto")):
        text = re.sub(r"//.*", "", path.read_text())
        package = short(PACKAGE.search(text).group(1))
        go = {}
        for source in sorted(path.parent.glob("*.go")):
            if not re.search(r"generated|_test\.go", source.name):
                for name, body in STRUCT.findall(source.read_text()):
                    go[name] = read_members(body)
        for name, body in MESSAGE.findall(text):
            messages[f"{package}.{name}"] = (package, FIELD.findall(body), go.get(name, {}))
    return messages


def read_members(body):
    """Number of a field: its name in JSON (empty for an embedded one) and whether it is a pointer."""
    members = {}
    for go_type, tags in MEMBER.findall(body):
        number = re.search(r'protobuf:"\w+,(\d+)', tags)
        name = re.search(r'json:"([^",]*)', tags)
        if number and name:
            members[int(number.group(1))] = (name.group(1), go_type.startswith("*"))
    return members


def value_type(text, package, messages):
    if text in SCALARS:
        return text
    parts = text.lstrip(".").split(".")
    name = f"{short('.'.join(parts[:-1]))}.{parts[-1]}" if len(parts) > 1 else f"{package}.{text}"
    if name in SPECIAL:
        return SPECIAL[name]
    assert name in messages, name
    return name


def main():
    directories = [pathlib.Path(argument) for argument in sys.argv[1:]]
    messages = read_messages(directories)
    properties, roots = {}, set(OPTIONS)
    for path in sorted(ROOT.glob("api*.json")):
        for name, schema in json.loads(path.read_text())["components"]["schemas"].items():
            properties[".".join(name.split(".")[-3:])] = set(schema.get("properties", {}))
            if schema.get("x-kubernetes-group-version-kind") and not name.endswith("List"):
                roots.add(".".join(name.split(".")[-3:]))
    table, queue, wrong = {}, [root for root in sorted(roots) if root in messages], []
    while queue:
        name = queue.pop()
        if name in table:
            continue
        package, fields, members = messages[name]
        lines = []
        if name in CHOICES:
            for number, field, kind in CHOICES[name]:
                base = kind.lstrip("*[]")
                full = base if base in SCALARS else f"{package}.{base}"
                lines.append((number, field, kind.replace(base, full)))
                if full not in SCALARS:
                    queue.append(full)
        else:
            for label, kind, map_value, field, number in fields:
                if int(number) not in members:
                    wrong.append(f"{name}.{field}: Go has no field {number}")
                    continue
                json_name, is_pointer = members[int(number)]
                base = value_type(map_value or kind, package, messages)
                if base in messages:
                    queue.append(base)
                shape = "{}" if map_value else "[]" if label == "repeated " else "*" if is_pointer else ""
                lines.append((int(number), json_name or "=", shape + base))
                if json_name and name in properties and json_name not in properties[name]:
                    wrong.append(f"{name}.{json_name}: not in the schema")
        table[name] = lines
    text = []
    package = ""
    for name in sorted(table):
        if name.rpartition(".")[0] != package:
            package = name.rpartition(".")[0]
            text.append(f"# {package}")
        text.append(name.rpartition(".")[2] + (" choice" if name in CHOICES else ""))
        text += [f" {number} {field} {kind.replace(package + '.', '')}" for number, field, kind in table[name]]
    (ROOT / "protobuf-fields.txt").write_text("\n".join(text) + "\n")
    missing = sorted(root for root in roots if root not in messages)
    print(f"{len(table)} messages, {sum(map(len, table.values()))} fields; without a message: {', '.join(missing)}")
    print("\n".join(wrong), end="\n" if wrong else "")
    return 1 if wrong else 0


sys.exit(main())
