#!/bin/bash
# Checks the packages and tries them in a throw-away Debian: install, run, upgrade, change of Java, removal, purge.
#
# usage: packaging/test-packages.sh [SUITE]
# As root, after mvn -Ppackages package; needs the packages iproute2, lintian, mmdebstrap, rpm and rpmlint. SUITE is
# bookworm (Java 17) or a later one. The root is made once and kept in target; nothing is written elsewhere.
# shellcheck disable=SC2016 # What is quoted so is for another shell, or for dpkg-query.
set -euo pipefail
self=$(readlink -f "$0")
cd "$(dirname "$self")/.."

suite=${1:-bookworm}
base=$PWD/target/package-root-$suite
architecture=$(dpkg --print-architecture)
passed=0

say() { echo "== $*"; }
fail() {
    echo "FAILED: $*" >&2
    exit 1
}
# Runs a command in the root, with nothing of this environment.
within() { chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"; }
# Runs a command quietly; what it said is told if it fails.
quietly() { "$@" >"$work/said" 2>&1 || { cat "$work/said" >&2 && fail "$*"; }; }
expect() {
    local what=$1
    shift
    "$@" || fail "$what"
    passed=$((passed + 1))
    echo "  $what"
}
not() { ! "$@"; }
refused() { ! "$@" >"$work/said" 2>&1; }
one_of() { [ -e "$1" ]; }
has_archive() { one_of "$root"/var/cache/jinetd/jinetd-*.jsa; }
inode() { stat -c %i "$root"/var/cache/jinetd/jinetd-*.jsa; }
contains() { grep -qe "$2" "$root/$1"; }
is_in_state() { [ "$(within dpkg-query -W -f '${db:Status-Status}' "$1")" = "$2" ]; }
files() {
    (cd "$root" && find . -xdev \( -path ./var/lib/dpkg -o -path ./root/.rpmdb -o -path ./var/lib/rpm -o -path ./var/log -o -path ./tmp \
        -o -path ./packages -o -path ./var/cache/debconf -o -path ./run \) -prune -o -print | sort)
}

# Tells whether the documentation has a pattern for each file, read from standard input, and a file for each pattern.
are_documented() {
    local patterns pattern file unknown=0
    mapfile -t patterns < <(sed -n '/^<!-- test-packages/,/^$/s/^| `\([^`]*\)` .*/\1/p' docs/packages.md)
    declare -A used=()
    while read -r file; do
        for pattern in "${patterns[@]}"; do
            # shellcheck disable=SC2053 # It is a pattern.
            [[ $file == $pattern ]] && used[$pattern]=1 && continue 2
        done
        echo "docs/packages.md lacks $file" >&2
        unknown=1
    done
    [ "${#used[@]}" -eq "${#patterns[@]}" ] || { echo "docs/packages.md has more: ${patterns[*]}" >&2 && return 1; }
    return "$unknown"
}

make_base() {
    say "making a root of $suite"
    local includes=bash-completion,default-jre-headless,netbase,rpm,update-inetd
    # The packages of the peer lie ready, as the root has no network later.
    mmdebstrap --quiet --variant=minbase --include="$includes" \
        --customize-hook='chroot "$1" apt-get install --yes --no-install-recommends --download-only openbsd-inetd' \
        --customize-hook='mkdir "$1/peer" && mv "$1"/var/cache/apt/archives/*.deb "$1/peer"' \
        "$suite" "$base.part" >"$base.log" 2>&1 || { tail -n 30 "$base.log" >&2 && fail "mmdebstrap"; }
    mv "$base.part" "$base"
}

# Puts a writable layer over the base, with a /tmp from which nothing can be executed.
enter_root() {
    work=$(mktemp -d)
    mount -t tmpfs none "$work"
    root=$work/root
    mkdir "$root" "$work/upper" "$work/index"
    mount -t overlay -o "lowerdir=$base,upperdir=$work/upper,workdir=$work/index" none "$root"
    mount -t proc none "$root/proc"
    mount --rbind /dev "$root/dev"
    mount -t tmpfs -o noexec,nosuid,mode=1777 none "$root/tmp"
    mount -t tmpfs -o noexec,nosuid none "$root/run"
    ip link set lo up
    mkdir "$root/packages"
    cp target/*.deb target/*.rpm "$root/packages"
}

# Runs the daemon on a root that cannot be written to, asks it the time, and looks at what it has mapped.
serves() {
    local daemon maps answer=''
    : >"$work/log"
    unshare --mount sh -c 'mount -o remount,bind,ro "$1" && exec chroot "$1" /usr/sbin/jinetd' - "$root" \
        >>"$work/log" 2>&1 </dev/null &
    daemon=$!
    for ((tries = 100; tries > 0; tries--)); do
        grep -qw ready "$work/log" && break
        [ -d "/proc/$daemon" ] || break
        sleep 0.1
    done
    answer=$(timeout 5 bash -c 'cat </dev/tcp/127.0.0.1/13') || true
    maps=$(cat "/proc/$daemon/maps" 2>/dev/null) || true
    kill -TERM "$daemon" 2>/dev/null || true
    wait "$daemon" || { cat "$work/log" >&2 && return 1; }
    [[ $answer == *:*:* ]] || { cat "$work/log" >&2 && return 1; }
    [[ $maps == */usr/lib/jinetd/libjffi-1.2.so* && $maps == */var/cache/jinetd/jinetd-*.jsa* && $maps != */root/tmp/* ]]
}

completes() {
    local said
    said=$(within bash -c '. /usr/share/bash-completion/bash_completion
        . /usr/share/bash-completion/completions/jinetd
        COMP_LINE=$1 COMP_POINT=${#1} COMP_TYPE=9 COMP_KEY=9
        read -ra COMP_WORDS <<<"$1" && COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
        compopt() { :; }
        _jinetd jinetd "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
        echo "${COMPREPLY[@]}"' - "$1") && [ "$said" = "$2" ]
}

# Writes a later .deb: with the same contents but for a line more in the conffile, if one is given.
make_later_deb() {
    local deb=$work/later
    rm -rf "$deb" && dpkg-deb -R "$1" "$deb"
    sed -i "s/^\(Version: .*\)-.*/\1-$2/" "$deb/DEBIAN/control"
    echo "# of package $2" >>"$deb/etc/jinetd/jinetd.ini"
    quietly dpkg-deb --root-owner-group -b "$deb" "$root/packages/later-$2.deb"
}

scenario_deb() {
    local deb made
    deb=$(cd "$root" && echo packages/jinetd_*_"$architecture".deb)

    say "deb: install where no systemd runs"
    files >"$work/before"
    quietly within dpkg -i "/$deb"
    expect "the scripts say nothing" not grep -qi 'jinetd: \|error\|warn' "$work/said"
    expect "inetd.conf is made" cmp -s "$root/etc/inetd.conf" etc/inetd.conf
    expect "inetd.conf is no conffile" not contains var/lib/dpkg/info/jinetd.conffiles inetd.conf
    expect "the class data archive is made" has_archive
    expect "the unit is enabled" [ -L "$root/etc/systemd/system/multi-user.target.wants/jinetd.service" ]
    expect "the files are those of the package" quietly within dpkg -V jinetd
    sed -i 's/^#\(daytime\tstream.*\)/\1/' "$root/etc/inetd.conf"
    expect "serves from a read-only root, with the archive, and with nothing unpacked" serves
    expect "options are completed" completes "jinetd --expl" "--explain="
    expect "services are completed" completes "jinetd --explain day" "daytime"

    say "deb: Java changes"
    rm "$root"/var/cache/jinetd/*
    quietly within dpkg-trigger --no-await --by-package=default-jre-headless /usr/lib/jvm
    quietly within dpkg --triggers-only --pending
    expect "the archive is made again" has_archive

    say "deb: upgrade"
    made=$(inode)
    make_later_deb "$root/$deb" 2
    quietly within dpkg -i /packages/later-2.deb
    expect "the archive is another one" [ "$made" != "$(inode)" ]
    expect "a conffile that nobody touched is the new one" contains etc/jinetd/jinetd.ini '^# of package 2$'
    expect "inetd.conf stays" contains etc/inetd.conf '^daytime'
    sed -i '1i # of the administrator' "$root/etc/jinetd/jinetd.ini"
    make_later_deb "$root/$deb" 3
    quietly within dpkg --force-confold -i /packages/later-3.deb
    expect "a conffile that was changed stays" contains etc/jinetd/jinetd.ini '^# of the administrator$'
    expect "and the new one lies beside it" contains etc/jinetd/jinetd.ini.dpkg-dist '^# of package 3$'
    quietly within dpkg --force-confnew -i /packages/later-2.deb
    expect "a step back works" contains etc/jinetd/jinetd.ini '^# of package 2$'

    say "deb: removal and purge"
    quietly within dpkg -r jinetd
    expect "removal keeps what was configured" [ -e "$root/etc/jinetd/jinetd.ini" -a -e "$root/etc/inetd.conf" ]
    expect "and no archive" [ ! -e "$root/var/cache/jinetd" ]
    quietly within dpkg -i "/$deb"
    expect "it can come back" is_in_state jinetd installed
    quietly within dpkg -P jinetd
    expect "purge keeps an inetd.conf that has a service" contains etc/inetd.conf '^daytime'
    sed -i 's/^daytime/#&/' "$root/etc/inetd.conf"
    quietly within dpkg -i "/$deb"
    quietly within dpkg -P jinetd
    files >"$work/after"
    expect "purge leaves nothing else" diff "$work/before" "$work/after"

    say "deb: in the place of openbsd-inetd"
    quietly within sh -c 'dpkg -i /peer/*.deb'
    sed -i 's/^#\(daytime.*stream.*\)/\1/' "$root/etc/inetd.conf"
    quietly within dpkg -i "/$deb"
    expect "openbsd-inetd is gone, but for its configuration" is_in_state openbsd-inetd config-files
    expect "jinetd is there" is_in_state jinetd installed
    expect "and serves what openbsd-inetd did" serves
    quietly within dpkg -P openbsd-inetd
    expect "its purge keeps the services" contains etc/inetd.conf '^daytime'
    expect "openbsd-inetd does not come in beside jinetd" refused within sh -c 'dpkg -i /peer/openbsd-inetd_*.deb'
}

scenario_rpm() {
    local rpm made
    rpm=$(cd "$root" && echo packages/jinetd-*."$(uname -m)".rpm)

    say "rpm: install"
    # Directories that Fedora's own package of directories has.
    mkdir -p "$root/usr/share/licenses" "$root/usr/share/zsh/site-functions"
    files >"$work/before"
    # Of the names that an .rpm asks for, Debian's packages provide none.
    quietly within rpm -i --nodeps "/$rpm"
    expect "the scripts say nothing" not grep -qv 'rpm: ' "$work/said"
    expect "the class data archive is made" has_archive
    expect "the files are those of the package" quietly within rpm -V --nodeps jinetd
    expect "both configurations are files of the administrator" [ "$(within rpm -qc jinetd | tr '\n' ' ')" = "/etc/inetd.conf /etc/jinetd/jinetd.ini " ]
    sed -i 's/^#\(daytime\tstream.*\)/\1/' "$root/etc/inetd.conf"
    expect "serves from a read-only root, with the archive, and with nothing unpacked" serves

    say "rpm: upgrade and removal"
    made=$(inode)
    quietly within rpm -U --nodeps --replacepkgs "/$rpm"
    expect "the archive is another one" [ "$made" != "$(inode)" ]
    expect "a configuration that was changed stays" contains etc/inetd.conf '^daytime'
    quietly within rpm -e jinetd
    expect "and is put aside at removal" contains etc/inetd.conf.rpmsave '^daytime'
    rm "$root/etc/inetd.conf.rpmsave"
    files >"$work/after"
    expect "nothing else is left" diff "$work/before" "$work/after"
}

if [ "${2-}" = --inside ]; then
    enter_root
    "scenario_$3"
    echo "$passed passed, 0 failed"
    exit
fi

say "lintian and rpmlint"
lintian --fail-on error,warning --info target/*.deb
rpmlint --config packaging/rpm/rpmlint.toml target/*.rpm
expect "docs/packages.md names the files" are_documented < <(
    for package in target/*.deb; do dpkg-deb --fsys-tarfile "$package" | tar -t | sed -n 's,^\.\(.*[^/]\)$,\1,p'; done
    for package in target/*.rpm; do rpm -qp --qf '[%{FILEMODES:perms} %{FILENAMES}\n]' "$package" | sed -n 's/^-[^ ]* //p'; done
)
[ -d "$base" ] || make_base
for scenario in deb rpm; do
    unshare --mount --pid --net --ipc --fork --kill-child --mount-proc bash "$self" "$suite" --inside "$scenario"
done
