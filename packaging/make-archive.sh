#!/bin/sh
# Makes the class data archive of the tree or package that this file lies in, which shortens the
# start: runs the daemon once, for training, and has Java write down the classes that it loaded.
#
# usage: make-archive.sh [JAVA]
# An archive belongs to one build of Java and to these jars at this place: run it again after a
# change of either. Without a matching archive jinetd starts all the same, only later.

set -u
umask 022
lib=$(dirname -- "$(readlink -f -- "$0")")
case $lib in
    /usr/lib/jinetd) launcher=/usr/sbin/jinetd archives=/var/cache/jinetd ;;
    *) launcher=${lib%/lib}/bin/jinetd archives=$lib ;;
esac
# On the file system of the archive, so that no daemon ever sees a part of it.
unfinished=$archives/.unfinished
work=$(mktemp -d) || exit
daemon=

is_running() {
    [ -n "$daemon" ] && read -r _ _ state _ <"/proc/$daemon/stat" && [ "$state" != Z ]
} 2>/dev/null
is_ready() { grep -qw ready "$work/log"; }
has_ended() { ! is_running; }

# Waits until the command succeeds; for 30 s, and not beyond the end of the daemon.
await() {
    tries=300
    until "$@"; do
        [ "$tries" -gt 0 ] && is_running || return 1
        tries=$((tries - 1))
        sleep 0.1
    done
}

tidy() {
    is_running && kill -KILL "$daemon"
    rm -rf "$work" "$unfinished"
}
trap tidy EXIT
trap 'exit 1' HUP INT TERM

fail() {
    echo "make-archive: $1; the daemon said:" >&2
    cat "$work/log" >&2
    exit 1
}

# Whatever the services are, most of the classes are the same; one of each kind does.
user=$(id -un 2>/dev/null) || user=$(id -u)
port=$((10000 + $$ % 20000))
cat >"$work/conf" <<END
127.0.0.1:
$port stream tcp4 nowait $user internal daytime
$port dgram udp4 wait $user internal echo
$((port + 1)) stream tcp4 nowait $user /bin/cat cat
$work/echo stream unix nowait $user internal
END
# Not the host's settings, which are for other services.
printf '[defaults]\nrate-per-source = 60/1m\n' >"$work/ini"

: >"$work/log"
rm -f "$archives"/*.jsa
unset NOTIFY_SOCKET
[ $# -eq 0 ] || export JINETD_JAVA="$1"
JINETD_JAVA_OPTS="${JINETD_JAVA_OPTS-} -XX:ArchiveClassesAtExit=$unfinished" \
    "$launcher" -p "$work/pid" --settings="$work/ini" "$work/conf" </dev/null >"$work/log" 2>&1 &
daemon=$!
await is_ready || fail "jinetd did not become ready"
java=$(readlink "/proc/$daemon/exe")
version=$(sed -n 's/^JAVA_VERSION="\(.*\)"$/\1/p' "${java%/bin/java}/release")
# A client of each kind, where there is a shell that can be one.
for each in "$port" "$((port + 1))"; do
    timeout 5 bash -c "exec 3<>/dev/tcp/127.0.0.1/$each && echo >&3 && read -r <&3" 2>/dev/null
done
kill -TERM "$daemon"
await has_ended || true
has_ended || fail "jinetd did not stop at SIGTERM"
wait "$daemon" || fail "jinetd ended with exit status $?"
[ -s "$unfinished" ] || fail "Java wrote no archive"
mv "$unfinished" "$archives/jinetd-$version.jsa" || exit
