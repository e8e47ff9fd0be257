#!/bin/sh
# The newest versions that pyproject.toml admits, each with the hashes of its files, for every system and Python it supports.
# UV names the resolver; with KEEP=1, what is pinned already stays where it still fits.
set -eu
cd "$(dirname "$0")/.."
resolve() {
    out="requirements/$1.txt"; shift
    [ "${KEEP:-}" ] || rm -f "$out"
    "$UV" pip compile --quiet --universal --python-version 3.11.0 --generate-hashes --no-annotate --no-header --output-file "$out" "$@"
    { echo "# Written by \`make lock\`: versions known to work together, each file by its hash."; cat "$out"; } > "$out.new"
    mv "$out.new" "$out"
}
echo "setuptools>=77" | resolve run pyproject.toml -
echo "setuptools>=77" | resolve dev --extra dev --extra properdocs --constraint requirements/run.txt pyproject.toml -
echo "atheris>=3" | resolve fuzz -
printf 'cyclonedx-bom\npip-audit\nuv\n' | resolve tools -
