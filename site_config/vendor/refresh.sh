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

fonts=$here/../fonts
font_version=0.4.3
npm pack --silent "@expo-google-fonts/noto-sans-sc@$font_version"
tar -xzf "expo-google-fonts-noto-sans-sc-$font_version.tgz"
sha256sum --check --quiet <<'DIGESTS'
d45f67f0a7c0ca3f256950777ce6a61cc7ce5f9696d02900cbbaac25f8aa7d16  package/400Regular/NotoSansSC_400Regular.ttf
9a38ae0ab28cd5a256f9ea8e00dedc688aac17f7915fcb000572990afa956b96  package/700Bold/NotoSansSC_700Bold.ttf
DIGESTS
mkdir -p "$fonts"
cp package/LICENSE_FONT "$fonts/OFL.txt"
cp package/400Regular/NotoSansSC_400Regular.ttf package/700Bold/NotoSansSC_700Bold.ttf "$fonts/"
