#!/usr/bin/env python3
"""Reads what replay.py prints, shows it, and adds a table by area; knows which cases are not required.

Exit status: 0 if every required case passed.
"""
import collections
import csv
import json
import os
import sys

folder = sys.argv[1]
areas = {}
for name in os.listdir(os.path.join(folder, "cases")):
    with open(os.path.join(folder, "cases", name)) as file:
        case = json.load(file)
        areas[case["name"]] = case["area"]
with open(os.path.join(folder, "left-out.tsv")) as file:
    left_out = {row["case"]: row["reason"] for row in csv.DictReader(file, delimiter="\t")}

passed, failed = set(), set()
for line in sys.stdin:
    word, _, name = line.strip().partition(" ")
    if line.startswith("ok "):
        passed.add(name.strip())
        continue  # what went well is in the table
    if line.startswith("FAIL "):
        failed.add(name.strip())
        if name.strip() in left_out:
            line = f"FAIL {name.strip()} (not required: {left_out[name.strip()]})\n"
    sys.stdout.write(line)

table = collections.defaultdict(lambda: [0, 0, 0])
for name in passed | failed:
    row = table[areas[name]]
    row[0 if name in passed else 2 if name in left_out else 1] += 1
print(f"\n{'area':18}{'passed':>8}{'failed':>8}{'left out':>10}")
for area in sorted(table):
    print(f"{area:18}{table[area][0]:8}{table[area][1]:8}{table[area][2]:10}")
unneeded = sorted(name for name in passed if name in left_out)
if unneeded:
    print(f"\npass although conformance/left-out.tsv lists them: {', '.join(unneeded)}")
sys.exit(1 if failed - set(left_out) or not passed else 0)
