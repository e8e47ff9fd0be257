#!/bin/sh
# Gets the vendored files again from npm, unmodified. Needs npm and the network; no build or test runs this.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
version=1.0.4
digest=e8e412dbcfea9b7e31b5ffa288d7b6035915e714c542f4176a0cdbe262fc9609

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm pack --silent "iframe-worker@$version"
tar -xzf "iframe-worker-$version.tgz"
echo "$digest  package/shim/index.js" | sha256sum --check --quiet
mkdir -p "$here/iframe-worker/shim"
cp package/LICENSE "$here/iframe-worker/LICENSE"
cp package/shim/index.js "$here/iframe-worker/shim/index.js"
