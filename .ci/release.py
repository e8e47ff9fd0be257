"""What goes with a release: a software bill of materials (CycloneDX) and an audit of what is installed with it.

``release.py OUT PYTHON`` runs in an environment that has cyclonedx-bom and pip-audit; PYTHON is that of another into which nothing but the
package has been installed (``make release`` makes both). The audit needs a host that knows of vulnerabilities;
where none is reachable it says so, and the release is made without one. A known vulnerability fails it.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

PACKAGE = "assurance-playbook"
WRITTEN = ("sbom.cdx.json", "requirements.txt", "audit.json")
"""What stands beside the package afterwards."""


def main(out: Path, python: str) -> int:
    strange = (
        sorted(path.name for path in out.iterdir() if path.suffix != ".whl" and path.name not in WRITTEN)
        if out.is_dir()
        else []
    )
    if strange:
        raise SystemExit(
            f"{out}：里面有别的文件，不往里写：{strange[0]} / holds other files and is not written to: {strange[0]}"
        )
    out.mkdir(parents=True, exist_ok=True)
    components = bill(out / "sbom.cdx.json", python)
    print(f"{out / 'sbom.cdx.json'}：{components} 个组件 / {components} components")
    needed = out / "requirements.txt"
    needed.write_text(installed(python), encoding="utf-8")
    found, complaint = audit(needed)
    if found is None:
        print(
            f"没有审计：连不上漏洞库（{complaint}） / not audited: no source of vulnerabilities is reachable ({complaint})",
            file=sys.stderr,
        )
        return 0
    (out / "audit.json").write_text(json.dumps(found, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    for name, vulnerabilities in vulnerable(found).items():
        print(f"{name}：{', '.join(vulnerabilities)}", file=sys.stderr)
    return 1 if vulnerable(found) else 0


def installed(python: str) -> str:
    """What the package runs with, a pinned requirement a line."""
    command = [python, "-m", "pip", "freeze", "--exclude", PACKAGE]
    return subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout


def bill(path: Path, python: str) -> int:
    """Write the bill of the package and all that it runs with; how many components it names."""
    command = [
        *tool("cyclonedx_py"), "environment", python, "--pyproject", "pyproject.toml",
        "--output-reproducible", "--output-format", "JSON", "--output-file", str(path),
    ]  # fmt: skip
    subprocess.run(command, check=True)
    components = json.loads(path.read_text(encoding="utf-8")).get("components", [])
    if not components:
        raise SystemExit(f"{path}：没有组件 / names no component")
    return len(components)


def audit(requirements: Path) -> tuple[dict[str, Any] | None, str]:
    """What ``pip-audit`` found, or None and its last words where it could not ask."""
    command = [
        *tool("pip_audit"),
        "--requirement",
        str(requirements),
        "--no-deps",
        "--disable-pip",
        "--format",
        "json",
        "--progress-spinner",
        "off",
    ]
    done = subprocess.run(command, capture_output=True, check=False, encoding="utf-8")
    try:
        found: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        return None, (done.stderr.strip().splitlines() or ["?"])[-1]
    if not any("vulns" in package for package in found["dependencies"]):
        # A mirror serves packages, and knows of no vulnerabilities.
        return None, found["dependencies"][0].get("skip_reason", "?")
    return found, ""


def vulnerable(found: dict[str, Any]) -> dict[str, list[str]]:
    """``name version`` of each package with a known vulnerability, and their ids."""
    return {
        f"{package['name']} {package['version']}": [one["id"] for one in package["vulns"]]
        for package in found["dependencies"]
        if package.get("vulns")
    }


def tool(module: str) -> list[str]:
    """A tool of the interpreter that runs this: an environment of its own, apart from the project's."""
    return [sys.executable, "-m", module]


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2]))
