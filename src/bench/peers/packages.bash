# Sourced by the install scripts: installs Debian packages that are missing, or says how to.

# need_packages PACKAGE...: exits 3 with the remedy where it cannot install them.
need_packages() {
  local package missing=()
  for package in "$@"; do
    dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
  done
  ((${#missing[@]} > 0)) || return 0
  if [[ $(id -u) -eq 0 && ${DEBIAN_FRONTEND:-} == noninteractive ]] && command -v apt-get >/dev/null; then
    if apt-get -qq update >/dev/null && apt-get -qq install --yes --no-install-recommends "${missing[@]}" >/dev/null; then
      return 0
    fi
  fi
  echo "missing: ${missing[*]}; install with: apt-get install --no-install-recommends ${missing[*]}" >&2
  exit 3
}
