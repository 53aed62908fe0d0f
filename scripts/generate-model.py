#!/usr/bin/env python3
"""Makes Sources/KubernetesModel/Generated from the schemas in openapi/. Called by `make generate`."""
import json
import pathlib
import shutil

ROOT = pathlib.Path(__file__).resolve().parent.parent
OUT = ROOT / "Sources/KubernetesModel/Generated"

# file of openapi/ -> kinds (None: every kind of the document that has objects of its own)
DOCUMENTS = {
    "api.v1": None,
    "apis.apps.v1": None,
    "apis.batch.v1": None,
    "apis.policy.v1": None,
    "apis.rbac.authorization.k8s.io.v1": None,
    "apis.coordination.k8s.io.v1": None,
    "apis.discovery.k8s.io.v1": None,
    "apis.storage.k8s.io.v1": ["StorageClass"],
    "apis.scheduling.k8s.io.v1": None,
    "apis.networking.k8s.io.v1": ["NetworkPolicy"],
    "apis.apiextensions.k8s.io.v1": ["CustomResourceDefinition"],
    "apis.authentication.k8s.io.v1": None,
    "apis.authorization.k8s.io.v1": None,
}
# Kinds of the machinery that stand alone.
ROOTS_META = ["DeleteOptions", "Status", "LabelSelector", "ObjectMeta", "ListMeta", "Condition"]
HAND = {  # schema -> Swift type written by hand
    "io.k8s.apimachinery.pkg.api.resource.Quantity": "Quantity",
    "io.k8s.apimachinery.pkg.util.intstr.IntOrString": "IntOrString",
    "io.k8s.apimachinery.pkg.apis.meta.v1.Time": "Timestamp",
    "io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime": "Timestamp",
    "io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1": "JSONValue",
    "io.k8s.apimachinery.pkg.apis.meta.v1.Patch": "JSONValue",
    "io.k8s.apimachinery.pkg.runtime.RawExtension": "JSONValue",
    "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps": "JSONValue",
    "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSON": "JSONValue",
}
SKIP_KINDS = {"APIResourceList", "APIGroup", "APIVersions", "APIGroupList", "WatchEvent"}
KEYWORDS = {
    "default", "operator", "continue", "protocol", "internal", "public", "in", "for", "if", "else", "case", "switch", "static", "self",
    "import", "class", "struct", "enum", "extension", "func", "init", "is", "as", "var", "let", "return", "where", "while", "repeat",
}
# Two groups use the name.
RENAME = {"io.k8s.api.discovery.v1.EndpointPort": "EndpointSlicePort"}


def ref(schema):
    if "$ref" in schema:
        return schema["$ref"].rsplit("/", 1)[1]
    for part in schema.get("allOf", []):
        if "$ref" in part:
            return part["$ref"].rsplit("/", 1)[1]
    return None


def swift_name(schema_name):
    return HAND.get(schema_name) or RENAME.get(schema_name) or schema_name.rsplit(".", 1)[1]


def swift_type(schema, need):
    target = ref(schema)
    if target:
        if target not in HAND:
            need.append(target)
        return swift_name(target)
    kind = schema.get("type")
    if kind == "string":
        return "String"
    if kind == "integer":
        return "Int"
    if kind == "number":
        return "Double"
    if kind == "boolean":
        return "Bool"
    if kind == "array":
        return f"[{swift_type(schema['items'], need)}]"
    if kind == "object" and isinstance(schema.get("additionalProperties"), dict):
        return f"[String: {swift_type(schema['additionalProperties'], need)}]"
    return "JSONValue"


def property_name(name):
    name = name.replace("$", "").replace("-", "_")
    return f"`{name}`" if name in KEYWORDS else name


def struct(schema_name, schema, document, resource, need):
    name = swift_name(schema_name)
    fields = []
    for key, value in sorted(schema.get("properties", {}).items()):
        if resource and key in ("apiVersion", "kind"):
            continue
        fields.append((key, property_name(key), swift_type(value, need)))
    meta = next((f for f in fields if f[0] == "metadata" and f[2] == "ObjectMeta"), None) if resource else None
    group_version = ".".join(schema_name.split(".")[-3:-1]) if "apimachinery" not in schema_name else "meta.v1"
    out = [f"/// `{name}` of {group_version.replace('.', '/')}."]
    conformance = "KubernetesObject" if meta else "JSONObject"
    out.append(f"public struct {name}: {conformance} {{")
    if resource and resource.get("plural"):
        verbs = resource
        out.append(
            f"    public static let resourceType = ResourceType("
            f"group: {json.dumps(resource['group'])}, version: {json.dumps(resource['version'])}, kind: {json.dumps(name)}, "
            f"plural: {json.dumps(resource['plural'])}, isNamespaced: {'true' if resource['namespaced'] else 'false'})"
        )
    out.append("    public var json: JSONValue")
    out.append("    public init(json: JSONValue) { self.json = json }")
    others = [f for f in fields if f is not meta]
    if others or meta:
        parameters = []
        if meta:
            parameters.append("metadata: ObjectMeta = ObjectMeta()")
        parameters += [f"{p}: {t}? = nil" for _, p, t in others]
        out.append("    public init(")
        out.append("        " + ",\n        ".join(parameters))
        out.append("    ) {")
        if resource and resource.get("plural"):
            out.append("        json = Self.resourceType.emptyObject")
        else:
            out.append("        json = .emptyObject")
        if meta:
            out.append("        self.metadata = metadata")
        for key, prop, _ in others:
            out.append(f"        json.write({prop}, at: {json.dumps(key)})")
        out.append("    }")
    for key, prop, kind in others:
        out.append(f"    public var {prop}: {kind}? {{")
        out.append(f"        get {{ json.read({json.dumps(key)}) }}")
        out.append(f"        set {{ json.write(newValue, at: {json.dumps(key)}) }}")
        out.append("    }")
    out.append("}")
    return "\n".join(out) + "\n"


def main():
    discovery = json.loads((ROOT / "openapi/discovery.json").read_text())["groupVersions"]
    if OUT.exists():
        shutil.rmtree(OUT)
    done = {}
    for document, kinds in DOCUMENTS.items():
        schemas = json.loads((ROOT / f"openapi/{document}.json").read_text())["components"]["schemas"]
        group_version = document.removeprefix("api.").removeprefix("apis.")
        group, _, version = group_version.rpartition(".")
        resources = {
            r["kind"]: {"plural": plural, "namespaced": r["namespaced"], "group": group, "version": version}
            for plural, r in discovery.get(f"{group}/{version}" if group else version, {}).items()
        }
        queue = []
        for name, schema in schemas.items():
            gvks = schema.get("x-kubernetes-group-version-kind", [])
            kind = name.rsplit(".", 1)[1]
            if not any(g["group"] == group and g["version"] == version for g in gvks):
                continue
            if kind in SKIP_KINDS or kind.endswith("List") or "apimachinery" in name:
                continue
            if kinds is None or kind in kinds:
                queue.append(name)
        queue += [f"io.k8s.apimachinery.pkg.apis.meta.v1.{k}" for k in ROOTS_META]
        while queue:
            name = queue.pop()
            swift = swift_name(name)
            if name in HAND or name in done or name not in schemas:
                continue
            if swift in done.values():
                raise SystemExit(f"two schemas are called {swift}: {name}")
            done[name] = swift
            schema = schemas[name]
            gvks = schema.get("x-kubernetes-group-version-kind", [])
            resource = resources.get(swift) if gvks and "apimachinery" not in name else None
            if gvks and resource is None and "apimachinery" not in name:
                resource = {}
            folder = OUT / (
                "meta" if "apimachinery" in name
                else ("core" if group == "" or name.startswith("io.k8s.api.core.") else group.split(".")[0]) ) / name.split(".")[-2]
            if "api.autoscaling" in name:
                folder = OUT / "autoscaling/v1"
            folder.mkdir(parents=True, exist_ok=True)
            text = "// Made by scripts/generate-model.py from openapi/: change that instead.\n\n" + struct(name, schema, document, resource, queue)
            (folder / f"{swift}.swift").write_text(text)
    print(f"{len(done)} types in {OUT.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
