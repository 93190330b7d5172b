# Sourced by scripts/run, scripts/test and scripts/nightly: `need build test` installs the packages of these columns that are missing.
need() {
  local missing=() column package
  while read -r column package; do
    case " $* " in
    *" $column "*)
      dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q '^install ok installed$' || missing+=("$package")
      ;;
    esac
  done < <(grep -v '^#' "$root/scripts/packages")
  [ ${#missing[@]} -eq 0 ] && return 0
  if ! command -v apt-get >/dev/null; then
    echo "These are missing, and only Debian's and Ubuntu's packages can be installed by this script: ${missing[*]}" >&2
    return 1
  fi
  local sudo=()
  [ "$(id -u)" = 0 ] || sudo=(sudo)
  echo "installing: ${missing[*]}" >&2
  "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update -qq >&2
  "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

# `build PRESET [TARGET…]`: configures where that was not done yet, and builds; quiet unless it fails.
build() {
  local log
  log=$(mktemp)
  if ! { { [ -f "$root/build/$1/build.ninja" ] || cmake --preset "$1"; } && cmake --build "$root/build/$1" ${2:+--target "${@:2}"}; } >"$log" 2>&1; then
    cat "$log" >&2
    rm -f "$log"
    return 1
  fi
  rm -f "$log"
}

passed=0
failed=0

# `check NAME COMMAND…` runs one thing that passes or fails as a whole, and says how many seconds it took.
check() {
  local name=$1 began=$SECONDS
  shift
  if "$@"; then
    passed=$((passed + 1))
    echo "ok: $name ($((SECONDS - began)) s)"
  else
    failed=$((failed + 1))
    echo "FAILED: $name ($((SECONDS - began)) s)"
  fi
}
