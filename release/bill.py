"""Say what a release is made of (a CycloneDX SBOM, with licences), and the SHA-256 of each of its files.

    python release/bill.py PYTHON [FOLDER]

PYTHON is that of an environment in which the wheel from FOLDER (`dist`) is installed: what it needs there, as far as it
needs anything, is written down with versions and licences.  Needs `cyclonedx-bom`.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
NAME = "audioedition"
SUMS = "SHA256SUMS"

UNTOLD = {
    "espeakng-loader": "GPL-3.0-or-later",  # it is made of espeak-ng
    "protobuf": "BSD-3-Clause",
    "py-nanotts": "Apache-2.0",  # SVOX Pico's
}
"""Licences of packages that do not name theirs where programs look for it, as their makers' pages and files have them."""


def main(python: str, folder: str = "dist") -> int:
    """Write `audioedition-VERSION.cdx.json` and `SHA256SUMS`; 1 if of something no licence is known."""
    target = ROOT / folder
    bill = licensed(needed(_environment(python)))
    if silent := [part["name"] for part in bill["components"] if not part.get("licenses")]:
        print(
            f"No licence is known of {', '.join(silent)}: look it up, and add it to UNTOLD.", file=sys.stderr
        )
        return 1
    place = target / f"{NAME}-{bill['metadata']['component']['version']}.cdx.json"
    place.write_text(json.dumps(bill, indent=2) + "\n", "utf-8")
    files = sorted(path for path in target.iterdir() if path.is_file() and path.name != SUMS)
    sums = "".join(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in files)
    (target / SUMS).write_text(sums, "utf-8")
    print(f"{place}: {len(bill['components'])} components")
    print(target / SUMS)
    return 0


def needed(bill: dict[str, Any]) -> dict[str, Any]:
    """The `bill` with our program as that which is described, and of the rest only what it needs, directly or not.

    An environment holds pip too, and perhaps what was built with.
    """
    parts = {part["bom-ref"]: part for part in bill["components"]}
    uses = {each["ref"]: each.get("dependsOn", []) for each in bill["dependencies"]}
    root = next(ref for ref, part in parts.items() if part["name"] == NAME)
    found, waiting = set(), [root]
    while waiting:
        ref = waiting.pop()
        if ref not in found:
            found.add(ref)
            waiting += uses.get(ref, [])
    whole = {**parts[root], "type": "application"}
    whole.pop("externalReferences", None)  # where the wheel lay when it was installed
    return {
        **bill,
        "metadata": {**bill["metadata"], "component": whole},
        "components": [part for ref, part in parts.items() if ref in found - {root}],
        "dependencies": [each for each in bill["dependencies"] if each["ref"] in found],
    }


def licensed(bill: dict[str, Any]) -> dict[str, Any]:
    """The `bill` with the licences that are known although they are not told."""
    told = {
        name: [{"license": {"id": licence, "acknowledgement": "concluded"}}]
        for name, licence in UNTOLD.items()
    }
    parts = [
        part if part.get("licenses") or part["name"] not in told else {**part, "licenses": told[part["name"]]}
        for part in bill["components"]
    ]
    return {**bill, "components": parts}


def _environment(python: str) -> dict[str, Any]:
    """All that is installed for `python`."""
    epoch = subprocess.run(
        ["git", "show", "--no-patch", "--format=%ct", "HEAD"],
        check=True, capture_output=True, text=True, cwd=ROOT,
    ).stdout.strip()  # fmt: skip
    told = subprocess.run(
        [Path(sys.executable).with_name("cyclonedx-py"), "environment", "--output-reproducible", python],
        check=True,
        capture_output=True,
        env={**os.environ, "SOURCE_DATE_EPOCH": epoch},
    )
    bill: dict[str, Any] = json.loads(told.stdout)
    return bill


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
