#!/usr/bin/env python3
"""Writes the documents of openapi/, and the numbers of fields in protobuf, as Swift texts for the local API server.

Usage: scripts/embed-openapi.py [--check]

Each document becomes one file with one raw string. They are parsed when first used, so they cost no start-up time.
With --check nothing is written; the exit status is 1 if a file is not what would be written.
"""
import json
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
SOURCE = ROOT / "openapi"
TARGET = ROOT / "Sources/LocalCluster/APIServer/Rules/Schema/Embedded"
WIDTH = 148


def swift_name(file_name):
    words = file_name.removesuffix(".json").removeprefix("apis.").replace(".k8s.io", "").replace("-", ".").split(".")
    return words[0] + "".join(word[0].upper() + word[1:] for word in words[1:])


def wrapped(text):
    """Compact JSON in lines; each line ends with the backslash that joins it to the next."""
    lines = []
    while len(text) > WIDTH:
        cut = max(text.rfind(",", 0, WIDTH), text.rfind("{", 0, WIDTH)) + 1
        if cut < WIDTH // 2:
            cut = WIDTH
        lines.append(text[:cut] + "\\##")
        text = text[cut:]
    lines.append(text)
    return "\n".join(lines)


def swift_text(name, text):
    assert '"""' not in text and "\\##" not in text
    return f'extension EmbeddedOpenAPI {{\n    static let {name} = ##"""\n{wrapped(text)}\n"""##\n}}\n'


def main():
    files = {}
    documents = []
    for source in sorted(SOURCE.glob("*.json")):
        name = swift_name(source.name)
        text = json.dumps(json.loads(source.read_text()), separators=(",", ":"), sort_keys=True, ensure_ascii=True)
        files[TARGET / f"{name}.swift"] = "// swift-format-ignore-file\n// Written by scripts/embed-openapi.py.\n\n" + swift_text(name, text)
        if source.name != "discovery.json":
            key = source.name.removesuffix(".json").removeprefix("apis.")
            group_version = "v1" if key == "api.v1" else "/".join(key.rsplit(".", 1))
            documents.append((group_version, name))
    index = [
        "// Written by scripts/embed-openapi.py.",
        "",
        "/// The OpenAPI v3 documents of Kubernetes 1.36.2, as JSON texts.",
        "enum EmbeddedOpenAPI {",
        "    /// Group and version (`v1`, `apps/v1`) of every document.",
        "    static let groupVersions = [",
        *[f'        "{group_version}",' for group_version, _ in documents],
        "    ]",
        "",
        "    /// The document of a group and version; nil where there is none.",
        "    static func document(_ groupVersion: String) -> String? {",
        "        switch groupVersion {",
        *[f'        case "{group_version}": {name}' for group_version, name in documents],
        "        default: nil",
        "        }",
        "    }",
        "}",
        "",
    ]
    files[TARGET / "EmbeddedOpenAPI.swift"] = "\n".join(index)
    fields = (SOURCE / "protobuf-fields.txt").read_text()
    assert '"' not in fields and "\\" not in fields
    files[TARGET / "EmbeddedProtobuf.swift"] = (
        "// swift-format-ignore-file\n// Written by scripts/embed-openapi.py.\n\n/// `openapi/protobuf-fields.txt`: numbers and types of the fields of"
        f' Kubernetes\' messages.\nenum EmbeddedProtobuf {{\n    static let fields = """\n{fields}"""\n}}\n')
    if "--check" in sys.argv[1:]:
        stale = [str(path.relative_to(ROOT)) for path, text in files.items() if not path.exists() or path.read_text() != text]
        print("\n".join(f"{path}: run scripts/embed-openapi.py" for path in stale), end="\n" if stale else "")
        return 1 if stale else 0
    TARGET.mkdir(parents=True, exist_ok=True)
    for path, text in files.items():
        path.write_text(text)
    return 0


sys.exit(main())
