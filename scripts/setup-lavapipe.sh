#!/usr/bin/env bash
# Optional: a software Vulkan adapter (Mesa's lavapipe) for tfjs-webgpu on machines without a GPU. Downloads Debian
# packages with apt, unpacks them into .native/lavapipe and changes nothing else; needs no root. Debian 12's own Mesa 22
# offers WebGPU no adapter, so newer packages are taken from its backports.
set -euo pipefail
cd "$(dirname "$0")/.."
target=.native/lavapipe
if [ -e "$target/lvp_icd.json" ]; then echo "lavapipe: in place"; exit 0; fi
command -v apt-get >/dev/null || { echo "lavapipe: needs apt (Debian, Ubuntu); elsewhere install Mesa's Vulkan drivers ≥ 25"; exit 1; }

mkdir -p .native
work=$(mktemp -d "$PWD/.native/lavapipe.XXXXXX")
trap 'rm -rf "$work"' EXIT
mkdir -p "$work"/{state/lists/partial,cache/archives/partial,parts,root,out}
cp /etc/apt/sources.list.d/*.sources /etc/apt/sources.list.d/*.list "$work/parts" 2>/dev/null || true
[ -e /etc/apt/sources.list ] && cp /etc/apt/sources.list "$work/parts/main.list"
. /etc/os-release
release=()
if [ "${VERSION_CODENAME:-}" = bookworm ]; then
  release=(-t bookworm-backports)
  mirror=$(apt-get indextargets --format '$(REPO_URI) $(CODENAME)' | awk '$2 == "bookworm" { print $1; exit }')
  echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror bookworm-backports main" >"$work/parts/backports.list"
fi
apt=(apt-get -qq -o "Dir::State=$work/state" -o Dir::State::status=/var/lib/dpkg/status -o "Dir::Cache=$work/cache"
  -o Dir::Etc::sourcelist=/dev/null -o "Dir::Etc::sourceparts=$work/parts" -o Debug::NoLocking=1 -o APT::Sandbox::User=)
"${apt[@]}" update || true # a source that does not answer matters only if the packages are then missing
"${apt[@]}" --download-only --no-install-recommends -y "${release[@]}" install mesa-vulkan-drivers libvulkan1 patchelf
for package in "$work"/cache/archives/*.deb; do dpkg-deb -x "$package" "$work/root"; done

find "$work/root" -path '*/lib/*' -name 'lib*.so*' \( -type f -o -type l \) \
  -not -name 'libvulkan_[!l]*' -not -name 'libVkLayer*' -not -name 'lib[EG]*' -not -name 'libgallium*' -exec cp -P {} "$work/out" \;
manifest=$(find "$work/root" -name 'lvp_icd*.json' | head -1)
sed 's|"library_path": *"[^"]*"|"library_path": "./libvulkan_lvp.so"|' "$manifest" >"$work/out/lvp_icd.json"
# each library finds its neighbours, whatever LD_LIBRARY_PATH says
patchelf=$(command -v patchelf || find "$work/root" -path '*/bin/patchelf')
find "$work/out" -name '*.so*' -type f -exec "$patchelf" --force-rpath --set-rpath '$ORIGIN' {} \;
mv "$work/out" "$target"
echo "lavapipe: $(grep -o '"api_version"[^,}]*' "$target/lvp_icd.json") in $target, $(du -sh "$target" | cut -f1)"
