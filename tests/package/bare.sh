#!/bin/sh
# The Debian package in a bare Debian 12, without a network: installs what CPack makes, then runs
# it by chroot. By hand only: it needs root, mmdebstrap, and a mirror for the packages of Debian.
#
#   tests/package/bare.sh build/release            the package alone
#   tests/package/bare.sh build/release container  the steps of tools/container/Containerfile
#
# Takes a minute, and for the container as long as a build. TREES=DIR keeps the trees there, and
# takes those that it finds.
set -eu

build=$(cd "$1" && pwd)
what=${2:-package}
source=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trees=${TREES:-$work}
trap 'rm -rf "$work"' EXIT

say() { printf '\n== %s\n' "$*"; }
fail() { echo "bare.sh: $*" >&2; exit 1; }

[ "$(id -u)" -eq 0 ] || fail "must be root: it makes trees of Debian, and runs programs in them"
command -v mmdebstrap >/dev/null || fail "mmdebstrap is missing"
command -v ip >/dev/null || fail "iproute2 is missing"

# A tree of the packages that every Debian has.
bare_tree() {
  [ -e "$trees/bare" ] || mmdebstrap --quiet --variant=minbase bookworm "$trees/bare"
  cp -a "$trees/bare" "$1"
  cp /etc/resolv.conf "$1/etc/resolv.conf"
  printf '#!/bin/sh\nexit 101\n' >"$1/usr/sbin/policy-rc.d"
  chmod +x "$1/usr/sbin/policy-rc.d"
}

# inside TREE COMMAND...: with a network.
inside() {
  tree=$1
  shift
  env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive chroot "$tree" "$@"
}

# alone TREE SCRIPT: with no network but its own loopback, which is up.
alone() {
  env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin unshare --net --pid --fork --kill-child sh -c '
    ip link set lo up
    mount -t proc proc "$1/proc"
    chroot --userspec="$3" "$1" sh -euc "$2"
    status=$?
    umount "$1/proc"
    exit $status' sh "$1" "$2" "${3:-0:0}"
}

install_package() { # TREE FOLDER_OF_PACKAGE
  mkdir -p "$1/tmp/package"
  cp "$2"/*.deb "$1/tmp/package/"
  inside "$1" apt-get update -q
  inside "$1" sh -c 'apt-get install -qy --no-install-recommends /tmp/package/*.deb'
}

# What somebody does first. There is no curl in a bare system: `drydock ctl` asks.
first_steps='
  drydock --version
  drydock run >/dev/null
  mkdir -p /tmp/world
  drydock serve --listen 127.0.0.1:8787 --data /tmp/world "$@" &
  server=$!
  for try in 1 2 3 4 5 6 7 8 9 10; do
    drydock ctl health 2>/dev/null && break
    sleep 0.2
  done
  drydock ctl timeline "[{\"at\":\"1h\",\"track\":{\"shipment\":\"se-7\",\"status\":\"IT\"}}]"
  drydock ctl advance 2h >/dev/null
  drydock ctl state | grep -q se-7
  kill -TERM $server
  wait $server
  drydock replay /tmp/world/journal.db
'

run_package() {
  say "the package, by CPack"
  (cd "$work" && cpack --config "$build/CPackConfig.cmake" -G DEB -B "$work/deb")
  dpkg-deb --info "$work"/deb/*.deb | grep -E '^ (Package|Depends|Installed-Size)'
  say "a bare Debian 12"
  bare_tree "$work/tree"
  say "installing it there"
  install_package "$work/tree" "$work/deb"
  say "running it there, without a network"
  alone "$work/tree" "$first_steps"
  say "removing it"
  inside "$work/tree" apt-get remove -qy drydock
  [ ! -e "$work/tree/usr/bin/drydock" ] || fail "drydock is there still"
}

# The RUN lines of the recipe, in trees instead of images.
recipe_step() { # NTH: the nth RUN line, as one line
  awk -v nth="$1" '/^RUN /{n++; on = n == nth}
    on {line = $0; sub(/^RUN /, "", line); more = sub(/\\$/, "", line); printf "%s ", line
        if (!more) on = 0}' "$source/tools/container/Containerfile"
}

run_container() {
  say "the recipe's first image: packages"
  bare_tree "$work/build"
  inside "$work/build" sh -euc "$(recipe_step 1)"
  say "the recipe's first image: building"
  mkdir "$work/build/source"
  git -C "$source" archive HEAD | tar -x -C "$work/build/source"
  inside "$work/build" sh -euc "$(recipe_step 2)"
  say "the recipe's second image"
  bare_tree "$work/tree"
  cp "$work/build"/build/*.deb "$work/tree/tmp/"
  inside "$work/tree" sh -euc "$(recipe_step 3)"
  say "running it there as its user, without a network"
  user=$(awk -F: '$1 == "drydock" {print $3 ":" $4}' "$work/tree/etc/passwd")
  alone "$work/tree" '
    export DRYDOCK_LISTEN=0.0.0.0:8787 DRYDOCK_DATA=/data DRYDOCK_CONTROL_HOST=localhost,127.0.0.1
    drydock serve & server=$!
    sleep 1
    drydock ctl health
    kill -TERM $server
    wait $server
    [ -s /data/journal.db ]' "$user"
}

"run_$what"
say "all of it went well"
