#!/usr/bin/env python3
"""Writes openapi/protobuf.json: which field of a message has which number.

Usage: scripts/protobuf-fields.py PROTO...

PROTO are the .proto files that Kubernetes publishes with its API (generated.proto of k8s.io/api and k8s.io/apimachinery). Only messages of
the schemas in openapi/ are kept. A field that JSON does not have, because Go embeds its type, is written as `=` and the name of that type.
"""
import json
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent / "openapi"
FIELD = re.compile(r"^\s+(?:optional |repeated |required )?(map<[^>]+>|[\w.]+) (\w+) = (\d+);", re.M)


def main():
    properties = {}
    for path in ROOT.glob("api*.json"):
        for name, schema in json.loads(path.read_text())["components"]["schemas"].items():
            properties[name] = set(schema.get("properties", {}))
    messages = {}
    for path in sys.argv[1:]:
        text = re.sub(r"//.*", "", pathlib.Path(path).read_text())
        package = re.search(r"^package ([\w.]+);", text, re.M).group(1)
        for match in re.finditer(r"^message (\w+) \{(.*?)^\}", text, re.M | re.S):
            messages[f"{package}.{match.group(1)}"] = (package, FIELD.findall(match.group(2)))

    def openapi_name(name):
        return "io.k8s." + name.removeprefix("k8s.io.")

    wanted = {}
    queue = [name for name in messages if openapi_name(name) in properties and not name.endswith("List")]
    while queue:
        name = queue.pop()
        if openapi_name(name) in wanted:
            continue
        package, fields = messages[name]
        known = properties.get(openapi_name(name))
        entry = {}
        for kind, field, number in fields:
            full = kind.lstrip(".") if "." in kind else f"{package}.{kind}"
            spelled = {} if known is None else {item.lower(): item for item in known}
            if known is None:
                entry[number] = field
            elif field.lower() in spelled:
                entry[number] = spelled[field.lower()]
            elif full in messages and {item[1] for item in messages[full][1]} & known or full.endswith("EphemeralContainerCommon"):
                entry[number] = "=" + openapi_name(full)
                queue.append(full)
            elif not known:
                entry[number] = field
        wanted[openapi_name(name)] = entry
    (ROOT / "protobuf.json").write_text(json.dumps(wanted, indent=1, sort_keys=True) + "\n")


main()
