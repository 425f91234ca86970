#!/usr/bin/env bash
# Runs the installer; compiles it first where a source changed. Every argument passes through: ./build.sh --target=Help
set -euo pipefail

# Where a file really is: macOS before 12.3 has no readlink -f.
resolve() {
  local file=$1 link
  while link=$(readlink "$file"); do
    case $link in /*) file=$link ;; *) file=$(dirname -- "$file")/$link ;; esac
  done
  echo "$file"
}

root=$(CDPATH='' cd -- "$(dirname -- "$(resolve "${BASH_SOURCE[0]}")")" && pwd -P)
output=$root/build/bin/Release/net10.0/Build.dll
stamp=$root/artifacts/build/stamp
lock=$root/artifacts/build/lock
log=$root/artifacts/build/log

# Not a preview: global.json refuses them.
has_sdk() {
  local sdk
  for sdk in "$(dirname "$(resolve "$1")")"/sdk/10.0.[0-9][0-9][0-9]; do
    [ -d "$sdk" ] && return 0
  done
  "$1" --list-sdks 2>/dev/null | grep -q '^10\.0\.[0-9][0-9][0-9] ' # a shim has no sdk folder beside it
}

find_dotnet() {
  local candidate
  for candidate in "${DOTNET_ROOT:-}/dotnet" "$(command -v dotnet || true)" "${HOME:-}/.dotnet/dotnet" \
    /usr/share/dotnet/dotnet /usr/lib/dotnet/dotnet /usr/local/share/dotnet/dotnet /opt/homebrew/bin/dotnet; do
    if [ -x "$candidate" ] && has_sdk "$candidate"; then
      echo "$candidate"
      return
    fi
  done
  cat >&2 <<'HELP'
A .NET 10 SDK is needed, and none was found on PATH, in DOTNET_ROOT or in the usual folders. To get one:
  macOS            brew install dotnet
  Linux            your package manager's dotnet-sdk-10.0, or
  anywhere         curl -sSL https://dot.net/v1/dotnet-install.sh | bash -s -- --channel 10.0
More: https://dotnet.microsoft.com/download/dotnet/10.0
HELP
  return 1
}

# One line per file, in the format of sha256sum; build.ps1 writes the same.
fingerprint() (
  cd -- "$root"
  sha256=(shasum -a 256)
  if command -v sha256sum >/dev/null; then sha256=(sha256sum); fi
  {
    echo "UseCakePackages=${UseCakePackages:-false}"
    {
      find addin build manifests sandbox tasks \( -name bin -o -name obj \) -prune -o -type f -print0
      find . -maxdepth 1 -type f \( -name '*.props' -o -name '*.targets' -o -name '*.config' -o -name global.json -o -name .editorconfig \) -print0
    } | LC_ALL=C sort -z | xargs -0 "${sha256[@]}"
  } | "${sha256[@]}" | cut -d ' ' -f 1
)

# A file that is missing from the output is noticed by their number.
count_output() {
  find "$(dirname "$output")" -type f | grep -c ''
}

is_built() {
  [ -f "$output" ] && [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$(fingerprint) $(count_output)" ]
}

# Renamed first, so that the name is free at once and nobody sees half a folder.
remove_lock() {
  mv "$lock.d" "$lock.d.$$"
  rm -rf "$lock.d.$$"
}

# Its owner is dead, or died before it could leave its process id.
is_abandoned() {
  if [ -n "$1" ]; then ! kill -0 "$1" 2>/dev/null; else is_old "$lock.d"; fi
}

is_old() {
  [ -n "$(find "$1" -maxdepth 0 -mmin +1 2>/dev/null)" ]
}

# flock lets go when its owner dies; where it is missing (macOS), a folder with the owner's process id stands in.
acquire_lock() {
  if command -v flock >/dev/null; then
    exec 9>"$lock"
    flock -n 9 || { echo "Waiting for another build..." >&2; flock 9; }
    return
  fi
  local owner='' said=''
  until mkdir "$lock.d" 2>/dev/null; do
    owner=$(cat "$lock.d/owner" 2>/dev/null || true)
    [ -n "$said" ] || { echo "Waiting for another build (process ${owner:-unknown}, $lock.d)..." >&2; said=yes; }
    if is_abandoned "$owner" && mkdir "$lock.d/break" 2>/dev/null; then
      # Between the two looks somebody else may have broken the dead owner's lock and taken it.
      if [ "$(cat "$lock.d/owner" 2>/dev/null)" = "$owner" ]; then remove_lock; else rmdir "$lock.d/break" || true; fi
    else
      if is_old "$lock.d/break"; then rmdir "$lock.d/break" 2>/dev/null || true; fi
      sleep 0.2
    fi
  done
  trap remove_lock EXIT
  echo $$ >"$lock.d/owner"
}

release_lock() {
  if command -v flock >/dev/null; then
    exec 9>&-
  else
    trap - EXIT
    remove_lock
  fi
}

# From the repository's folder, because global.json counts from the current one; without the lock's handle, because compiler servers stay;
# without analyzers, which are for those who change the sources: their builds and tests run them.
compile() {
  local before
  echo "Compiling (first run, or a source changed)..." >&2
  before=$(fingerprint)
  rm -f "$stamp"
  if ! (cd -- "$root" && DOTNET_NOLOGO=1 "$dotnet" build build/Build.csproj -c Release -p:RunAnalyzers=false -v quiet --nologo >"$log" 2>&1 9>&-); then
    cat "$log" >&2
    echo "The installer does not compile; the output above is in $log" >&2
    return 1
  fi
  echo "$before $(count_output)" >"$stamp"
}

dotnet=$(find_dotnet)
if ! is_built; then
  mkdir -p "$(dirname "$stamp")"
  acquire_lock
  is_built || compile
  release_lock
fi
exec "$dotnet" "$output" "$@"
