#!/bin/bash
# Tests the packaged tree (target/jinetd) as a service of a real systemd, which it boots in a
# container that it makes and throws away. Needs root; a minute, and another to make a root.
#
# usage: packaging/test-systemd.sh [SUITE]
# Exit status: 0 when all is well, 77 when this is no place for the test (nothing was tested), else 1.
# Without SUITE the container is a copy on write of this very host, whose systemd need not run, only
# be installed. With one (bookworm, trixie, …) it is that of Debian, made once by mmdebstrap in
# target/systemd-test. Nothing of the host is changed: all that the container writes is in memory.
set -euo pipefail
here=$(dirname -- "$(readlink -f -- "$0")")
project=${here%/packaging}
work=$project/target/systemd-test
packages=systemd,systemd-sysv,libnss-systemd,procps,iproute2
java=$(readlink -f -- "${JAVA_HOME:+$JAVA_HOME/bin/java}" || readlink -f -- "$(command -v java)")

# Ends without a verdict: this is no place for the test.
cannot() {
    echo "test-systemd: not here: $*" >&2
    exit 77
}
die() {
    echo "test-systemd: $*" >&2
    exit 1
}

# Runs in new namespaces, as process 1: makes a root of an overlay in memory, and becomes systemd.
boot() {
    local memory=$work/memory root=$work/memory/root
    mkdir -p "$memory"
    mount -t tmpfs tmpfs "$memory"
    mkdir "$memory/lower" "$memory/upper" "$memory/work" "$root"
    mount --bind "$1" "$memory/lower" # without what is mounted below it
    mount -t overlay -o "lowerdir=$memory/lower,upperdir=$memory/upper,workdir=$memory/work" overlay "$root"
    mount -t proc -o nosuid,nodev,noexec proc "$root/proc"
    mount -t sysfs -o ro,nosuid,nodev,noexec sysfs "$root/sys"
    mount -t cgroup2 -o nosuid,nodev,noexec cgroup2 "$root/sys/fs/cgroup"
    mount -t tmpfs -o mode=755,nosuid,nodev tmpfs "$root/run"
    mount -t tmpfs -o mode=1777,nosuid,nodev tmpfs "$root/tmp"
    mount -t tmpfs -o mode=755,nosuid tmpfs "$root/dev"
    mkdir "$root/dev/shm" "$root/dev/pts"
    mount -t devpts -o newinstance,ptmxmode=0666,mode=620,gid=5 devpts "$root/dev/pts"
    ln -s pts/ptmx "$root/dev/ptmx"
    for each in null zero full random urandom tty; do cp -a "/dev/$each" "$root/dev/$each"; done
    ln -s /proc/self/fd "$root/dev/fd"
    # The tree may be that of the host's root already, where it may not be mounted twice.
    bind "$project/target/jinetd" "$root/opt/jinetd"
    bind "$project/systemd" "$root/opt/units"
    bind "$here/systemd-test" "$root/opt/test"
    bind "${java%/bin/java}" "$root/opt/java"
    [ ! -d /etc/java-17-openjdk ] || bind /etc/java-17-openjdk "$root/etc/java-17-openjdk"
    echo 'jinetd-test' >"$root/etc/hostname"
    : >"$root/etc/machine-id"
    mkdir -p "$root/etc/systemd/journald.conf.d"
    printf '[Journal]\nStorage=volatile\nRateLimitIntervalSec=0\n' >"$root/etc/systemd/journald.conf.d/test.conf"
    # The host's own services are no part of this, and two timers are not worth their noise.
    rm -rf "$root"/etc/systemd/system/*.wants "$root/etc/systemd/system/default.target"
    ln -s /lib/systemd/system/multi-user.target "$root/etc/systemd/system/default.target"
    for each in systemd-logind systemd-modules-load systemd-timesyncd systemd-udevd console-getty \
        systemd-networkd systemd-resolved systemd-binfmt systemd-sysctl getty@tty1; do
        ln -sf /dev/null "$root/etc/systemd/system/$each.service"
    done
    hostname jinetd-test
    ip link set lo up
    cd "$root"
    mkdir -p .before
    pivot_root . .before
    umount -l /.before
    exec env -i container=test PATH=/usr/sbin:/usr/bin:/sbin:/bin \
        setpriv --bounding-set=-sys_module,-sys_rawio,-sys_time,-syslog,-mac_admin,-mac_override \
        /lib/systemd/systemd
}

bind() {
    mkdir -p "$2"
    mount --bind "$1" "$2"
    mount -o remount,bind,ro "$2"
}

if [ "${1:-}" = --boot ]; then
    boot "$2"
fi

[ "$(id -u)" = 0 ] || cannot "needs root"
unshare --mount --pid --net --cgroup --fork true 2>/dev/null || cannot "no namespaces may be made"
[ -x "$project/target/jinetd/bin/jinetd" ] || die "no tree: mvn -DskipTests package makes it"
mkdir -p "$work"
if [ $# -eq 0 ]; then
    root=/
else
    root=$work/$1
    [ -x "$root/lib/systemd/systemd" ] ||
        mmdebstrap --quiet --variant=minbase --include="$packages" "$1" "$root" ||
        die "cannot make a root of Debian $1"
fi
[ -x "$root/lib/systemd/systemd" ] || cannot "there is no systemd in $root: name a suite of Debian"

# The container's own control groups, in whichever version 2 hierarchy there is.
for groups in /sys/fs/cgroup /sys/fs/cgroup/unified; do
    [ ! -e "$groups/cgroup.controllers" ] || break
done
[ -e "$groups/cgroup.controllers" ] || cannot "no cgroup2 is mounted below /sys/fs/cgroup"
group=$groups/jinetd-test-$$
mkdir "$group" || cannot "no control group can be made"

tidy() {
    [ -z "${container:-}" ] || kill -KILL "$container" 2>/dev/null || true
    wait "${container:-}" 2>/dev/null || true
    for _ in $(seq 100); do
        find "$group" -depth -type d -exec rmdir {} + 2>/dev/null || true
        [ -d "$group" ] || break
        sleep 0.1
    done
    rm -rf "$work/memory"
}
trap tidy EXIT
trap 'exit 1' HUP INT TERM

(
    echo "$BASHPID" >"$group/cgroup.procs"
    exec unshare --pid --mount --uts --ipc --net --cgroup --fork --kill-child "$0" --boot "$root"
) </dev/null >"$work/console.log" 2>&1 &
container=$!

inside() { nsenter -t "$leader" -m -u -i -n -p -C -r -w env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 "$@"; }
for _ in $(seq 300); do
    kill -0 "$container" 2>/dev/null || die "the container ended: $(cat "$work/console.log")"
    leader=$(pgrep -P "$container" || true)
    [ -z "$leader" ] || [ ! -S "/proc/$leader/root/run/systemd/private" ] || break
    sleep 0.1
done
inside timeout 60 systemctl is-system-running --wait >/dev/null || true # degraded will do
inside timeout 300 env JAVA=/opt/java/bin/java bash /opt/test/inside.sh
