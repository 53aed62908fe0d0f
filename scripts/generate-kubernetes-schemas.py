#!/usr/bin/env python3
"""Makes Sources/PostgresAPI/Kubernetes/KubernetesSchemas.swift from the schemas in openapi/. Called by `make generate`."""
import json
import pathlib
import textwrap

ROOT = pathlib.Path(__file__).resolve().parent.parent
OUT = ROOT / "Sources/PostgresAPI/Kubernetes/KubernetesSchemas.swift"

# The types that fields of the custom resources have, and what they refer to.
ROOTS = [
    "Affinity", "Condition", "ConfigMapProjection", "Container", "EnvFromSource", "EnvVar", "PersistentVolumeClaimSpec", "PodSecurityContext",
    "Probe", "ResourceRequirements", "SecretProjection", "SecurityContext", "Toleration", "TopologySpreadConstraint", "Volume", "VolumeMount",
    "VolumeProjection",
]
KEPT = {"type", "format", "properties", "items", "additionalProperties", "required", "default", "enum"}
MERGE = {"x-kubernetes-list-type", "x-kubernetes-list-map-keys", "x-kubernetes-map-type"}
QUANTITY = "io.k8s.apimachinery.pkg.api.resource.Quantity"
INT_OR_STRING = "io.k8s.apimachinery.pkg.util.intstr.IntOrString"
TIME = "io.k8s.apimachinery.pkg.apis.meta.v1.Time"

schemas = json.loads((ROOT / "openapi/api.v1.json").read_text())["components"]["schemas"]
full_names = {}
for name in schemas:
    if name.startswith(("io.k8s.api.core.v1.", "io.k8s.apimachinery.pkg.apis.meta.v1.")):
        full_names.setdefault(name.rsplit(".", 1)[1], name)


def reduce(schema, needed):
    name = schema.get("$ref") or next((part["$ref"] for part in schema.get("allOf", []) if "$ref" in part), None)
    if name:
        name = name.rsplit("/", 1)[1]
        if name == QUANTITY:
            return {"$ref": "Quantity"}
        if name == INT_OR_STRING:
            return {"$ref": "IntOrString"}
        if name == TIME:
            return {"type": "string", "format": "date-time"}
        short = name.rsplit(".", 1)[1]
        assert full_names[short] == name, name
        needed.append(short)
        return {"$ref": short}
    result = {}
    for key, value in schema.items():
        if key == "properties":
            result[key] = {name: reduce(part, needed) for name, part in value.items()}
        elif key in ("items", "additionalProperties"):
            result[key] = reduce(value, needed)
        elif key == "default" and value in ({}, ""):
            continue
        elif key in KEPT or key in MERGE:
            result[key] = value
    return result


needed, done = list(ROOTS), {}
while needed:
    name = needed.pop()
    if name not in done:
        done[name] = reduce(schemas[full_names[name]], needed)

lines = []
for name in sorted(done):
    text = json.dumps(done[name], separators=(", ", ":"), sort_keys=True)
    lines += textwrap.wrap(f'"{name}":{text}' + ("," if name != max(done) else ""), width=140, break_long_words=False, break_on_hyphens=False)
body = "\n".join("        " + line for line in lines)
OUT.write_text(
    f'''// Made by scripts/generate-kubernetes-schemas.py from openapi/: change that instead.

extension KubernetesSchema {{
    /// The schemas of Kubernetes' own types that fields of the custom resources have, as one JSON object by their names.
    static let text = #"""
        {{
{body}
        }}
        """#
}}
''')
