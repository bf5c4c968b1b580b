"""Adds what is linked into the native libraries to the CycloneDX bill of materials that Maven made of the Java side.

    add_natives_to_bom.py BOM_JSON VENDOR_LOCK

The lock's versions and checksums are those of the sources compiled; where they come from tells who made them. Doing it
twice changes nothing."""

import json
import re
import sys

FACTS = {  # name: (SPDX licence, CPE vendor:product, which is how advisories name it)
    "aws-lc": ("Apache-2.0 AND ISC", "amazon:aws-lc"),
    "enet": ("MIT", "enet:enet"),
    "mbedtls": ("Apache-2.0", "arm:mbed_tls"),
    "zlib": ("Zlib", "zlib:zlib"),
    "zstd": ("BSD-3-Clause", "facebook:zstandard"),
}


def components(lock):
    records = {}
    for line in lock:
        words = line.split()
        if words and not line.startswith("#"):
            records.setdefault(words[0], []).append(words[1:])
    if set(records) != set(FACTS):
        sys.exit(f"licence and CPE are known of {sorted(FACTS)}, and the lock has {sorted(records)}")
    for name, values in sorted(records.items()):
        version = next(value[1] for value in values if value[0] == "version")
        # The project's own tarball, not one that Debian has repacked.
        checksum, address = next((value[1], value[3]) for value in values if value[0] == "tarball" and len(value) > 3)
        licence, product = FACTS[name]
        yield {
            "type": "library",
            "bom-ref": f"pkg:generic/{name}@{version}",
            "name": name,
            "version": version,
            "scope": "required",
            "hashes": [{"alg": "SHA-256", "content": checksum}] if checksum != "-" else [],
            "licenses": [{"expression": licence}],
            "cpe": f"cpe:2.3:a:{product}:{version}:*:*:*:*:*:*:*",
            "purl": f"pkg:generic/{name}@{version}",
            "externalReferences": [{"type": "distribution", "url": address}],
        }


def main(bom_file, lock_file):
    with open(lock_file, encoding="utf-8") as lock:
        added = list(components(lock))
    with open(bom_file, encoding="utf-8") as file:
        text = file.read()
    bom = json.loads(text)
    references = [component["bom-ref"] for component in added]
    bom["components"] = [c for c in bom.get("components", []) if c["bom-ref"] not in references] + added
    library = bom["metadata"]["component"]["bom-ref"]
    for dependency in bom["dependencies"]:
        if re.fullmatch(r"pkg:maven/io\.github\.enet4j/enet4j@.*", dependency["ref"]):
            dependency["dependsOn"] = sorted(set(dependency.get("dependsOn", [])) | set(references))
            break
    else:
        sys.exit(f"{bom_file} is of {library}, which does not depend on enet4j")
    bom["dependencies"] = [d for d in bom["dependencies"] if d["ref"] not in references] \
        + [{"ref": reference, "dependsOn": []} for reference in references]
    with open(bom_file, "w", encoding="utf-8") as file:
        json.dump(bom, file, indent=2)
        file.write("\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
