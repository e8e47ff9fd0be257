#!/bin/sh
# Gets the vendored files again from npm, unmodified. Needs npm and the network; no build or test runs this.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
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
