#!/bin/bash
# The checks of packaging/test-systemd.sh; runs as root in a container with systemd, which has the
# tree at /opt/jinetd, the units at /opt/units, this directory at /opt/test and Java in $JAVA.
set -u
failed=0
version=$(systemctl --version | sed -n '1s/^systemd \([0-9]*\).*/\1/p')

ok() { echo "ok    $1"; }
no() {
    failed=$((failed + 1))
    echo "FAIL  $1"
    shift
    printf '      %s\n' "$@"
}
# Says whether two texts are the same.
same() { if [ "$2" = "$3" ]; then ok "$1"; else no "$1" "expected: $2" "but was:  $3"; fi; }
# Says whether a text has a part.
has() { case $3 in *"$2"*) ok "$1" ;; *) no "$1" "expected: …$2…" "but was:  $3" ;; esac; }
show() { systemctl show -P "$1" jinetd.service; }
# Kills the daemon, as a defect would: 0 would be this script.
kill_it() { [ "${before:-0}" -gt 1 ] && kill "$1" "$before"; }
# Waits 20 s at most until the command succeeds.
await() {
    for _ in $(seq 200); do
        "$@" && return
        sleep 0.1
    done
    return 1
}
is_ready_again() { [ "$(show MainPID)" != "$1" ] && [ "$(show SubState)" = running ]; }
says() { [ "$(bash -c "exec 3<>/dev/tcp/127.0.0.1/$1 && timeout 5 cat <&3" 2>&1)" = "$2" ]; }
journal() {
    journalctl --sync
    journalctl --unit=jinetd.service --output=cat --no-pager "$@"
}

cat >/usr/sbin/jinetd <<END
#!/bin/sh
JINETD_JAVA=$JAVA exec /opt/jinetd/bin/jinetd "\$@"
END
chmod 755 /usr/sbin/jinetd
cp /opt/units/jinetd.service /etc/systemd/system/
cat >/root/inetd.conf <<'END'
7007 stream tcp4 nowait.0 root /bin/echo echo hi
7008 stream tcp nowait root internal echo
7011 stream tcp4 wait root /usr/bin/perl perl /opt/test/holder.pl
7014 stream tcp4 wait root /usr/bin/perl perl /opt/test/holder.pl
/run/hi.sock stream unix nowait root /bin/echo echo unix
END
cp /root/inetd.conf /etc/inetd.conf
rm -rf /etc/inetd.d
systemctl daemon-reload

echo "# systemd $version"
# Verify knows drop-ins by their place only.
verify() { systemd-analyze verify --man=no --recursive-errors=no jinetd.service 2>&1 | grep -i jinetd; }
same "the unit has nothing that systemd does not know" "" "$(verify)"
mkdir -p /etc/systemd/system/jinetd.service.d
cp /opt/units/jinetd-tight.conf /etc/systemd/system/jinetd.service.d/
same "nor has the drop-in for tight hosts" "" "$(verify)"
rm -r /etc/systemd/system/jinetd.service.d
systemctl daemon-reload
echo "      $(systemd-analyze security --no-pager jinetd.service | tail -n 1)"

systemctl start jinetd.service
same "it starts and says that it serves" "running" "$(show SubState)"
has "its status has the counts" "serving: services=5 listeners=6 unbound=0" "$(show StatusText)"
same "the store has its listeners" 6 "$(show NFileDescriptorStore)"
if says 7007 hi; then ok "a client is served"; else no "a client is served"; fi

before=$(show MainPID)
echo '7012 stream tcp4 nowait root /bin/echo echo new' >>/etc/inetd.conf
systemctl reload jinetd.service
if says 7012 new; then ok "a reload is over when systemctl returns"; else no "a reload blocks"; fi
same "the store has the new listener" 7 "$(show NFileDescriptorStore)"
echo 'nonsense' >>/etc/inetd.conf
if systemctl reload jinetd.service 2>/tmp/said; then no "a bad reload is refused"; else ok "a bad reload is refused"; fi
has "with the place in systemctl status" "/etc/inetd.conf:7:" "$(systemctl status --no-pager --full jinetd.service)"
same "and everything is as it was" "$before running 7" "$(show MainPID) $(show SubState) $(show NFileDescriptorStore)"
cp /root/inetd.conf /etc/inetd.conf
systemctl reload jinetd.service
same "what a reload closes is kept no more" 6 "$(show NFileDescriptorStore)"

# A child of a wait service takes the listener with it through everything that follows.
exec 4<>/dev/tcp/127.0.0.1/7011
read -r -t 5 holder <&4
exec 5<>/dev/tcp/127.0.0.1/7014
read -r -t 5 other <&5
same "wait services are lent their listeners" 8 "$(show NFileDescriptorStore)"

load() { "$JAVA" -Xmx128m -XX:+UseSerialGC /opt/test/Load.java 7007 200 12 >/tmp/load 2>&1 & load=$!; sleep 3; }
figures() {
    wait "$load"
    echo "      $1: 200 connections/s for 12 s: $(cat /tmp/load)"
}
load
systemctl restart jinetd.service
sleep 2
systemctl restart jinetd.service
figures "two restarts under load"
has "two restarts under load: everybody is answered" "answered=2400 slowest" "$(cat /tmp/load)"
load
before=$(show MainPID)
kill_it -KILL
figures "kill -9 under load"
# Whom the daemon had accepted, and no child had yet, dies with it: "empty" or reset, never refused.
lost=$((2400 - $(sed -n 's/.*answered=\([0-9]*\).*/\1/p' /tmp/load)))
case $(cat /tmp/load) in
*[Rr]efused*) no "kill -9 under load: nobody is refused" "$(cat /tmp/load)" ;;
*) if [ "$lost" -le 32 ]; then ok "kill -9 under load: nobody is refused"; else no "kill -9 loses $lost"; fi ;;
esac
if await is_ready_again "$before"; then ok "it is back"; else no "it is back"; fi
has "the sockets were taken over" "sockets taken over: store=6 units=0" "$(journal -n 20)"
if [ -S /run/hi.sock ]; then ok "the path of a UNIX socket stays"; else no "the path stays"; fi

if kill -0 "$holder"; then ok "the child lives on"; else no "the child lives on"; fi
has "its listener is left to it" "7011/tcp is still with pid=$holder" "$(journal -n 20)"
has "and another's to the other" "7014/tcp is still with pid=$other" "$(journal -n 20)"
same "nobody else was started for them" 2 "$(pgrep -fc holder.pl)"
kill "$holder" "$other"
exec 4>&- 5>&-
given_back() { [ "$(show NFileDescriptorStore)" = 6 ]; }
if await given_back; then ok "its end gives the listener back"; else no "its end gives the listener back" "$(journal -n 5)"; fi
exec 4<>/dev/tcp/127.0.0.1/7011
read -r -t 5 second <&4
if [ "${second:-$holder}" != "$holder" ]; then ok "and the next client has another child"; else no "the next client" "${second:-}"; fi
kill "$second"
exec 4>&-

systemctl reset-failed jinetd.service # so that this script's restarts reach no limit
mkdir -p /run/systemd/system/jinetd.service.d
printf '[Service]\nWatchdogSec=2\n' >/run/systemd/system/jinetd.service.d/watchdog.conf
systemctl daemon-reload
systemctl restart jinetd.service
sleep 3
before=$(show MainPID)
restarts=$(show NRestarts)
same "signs of life come in time" 0 "$restarts"
kill_it -STOP
if await is_ready_again "$before"; then ok "the watchdog ends a loop that is stopped"; else no "the watchdog"; fi
has "and says so" "Watchdog timeout" "$(journal -n 30)"
if says 7007 hi; then ok "and clients are served again"; else no "clients are served again"; fi
rm /run/systemd/system/jinetd.service.d/watchdog.conf
systemctl daemon-reload

systemctl reset-failed jinetd.service 2>/dev/null
if [ "$version" -ge 253 ]; then
    cp /opt/units/jinetd-notify-reload.conf /run/systemd/system/jinetd.service.d/
    systemctl daemon-reload
    same "the drop-in for notify-reload is known" "" "$(verify)"
    systemctl restart jinetd.service
    echo '7012 stream tcp4 nowait root /bin/echo echo new' >>/etc/inetd.conf
    systemctl reload jinetd.service
    if says 7012 new; then ok "notify-reload blocks until it is done"; else no "notify-reload blocks"; fi
    echo 'nonsense' >>/etc/inetd.conf
    if systemctl reload jinetd.service 2>/tmp/said; then no "an error fails it"; else ok "an error fails it"; fi
    has "with the place" "/etc/inetd.conf:7:" "$(systemctl status --no-pager --full jinetd.service)"
    cp /root/inetd.conf /etc/inetd.conf
    rm /run/systemd/system/jinetd.service.d/jinetd-notify-reload.conf
    systemctl daemon-reload
fi

systemctl stop jinetd.service
same "a stop empties the store" 0 "$(show NFileDescriptorStore)"
if says 7007 hi; then no "nobody listens after a stop"; else ok "nobody listens after a stop"; fi
cat >/run/systemd/system/jinetd.socket <<'END'
[Socket]
ListenStream=0.0.0.0:7007
FileDescriptorName=greeting
ListenStream=127.0.0.1:7999
ListenStream=/run/unit.sock
SocketMode=0600
END
printf '[Service]\nSockets=jinetd.socket\n' >/run/systemd/system/jinetd.service.d/socket.conf
echo '/run/unit.sock stream unix nowait root /bin/echo echo unit' >>/etc/inetd.conf
systemctl daemon-reload
systemctl start jinetd.socket
if says 7007 hi; then ok "a client starts it through its .socket unit"; else no ".socket activation" "$(journal -n 9)"; fi
has "units' sockets and own ones mix" "sockets taken over: store=0 units=2" "$(journal -n 20)"
has "one that no service wants is reported" "7999" "$(journal -n 20 | grep 'no service wants')"
same "the mode of a unit's path stays" 600 "$(stat -c %a /run/unit.sock)"
systemctl restart jinetd.service
has "both come back after a restart" "sockets taken over: store=5 units=2" "$(journal -n 20)"
if says 7007 hi; then ok "and serve"; else no "and serve"; fi
systemctl stop jinetd.socket jinetd.service

rm -r /run/systemd/system/jinetd.service.d /run/systemd/system/jinetd.socket
mkdir /etc/systemd/system/jinetd.service.d
cp /opt/units/jinetd-tight.conf /etc/systemd/system/jinetd.service.d/
systemctl daemon-reload
systemctl reset-failed jinetd.service 2>/dev/null
# The name of a dynamic user needs libnss-systemd, which a minimal system may lack.
ls /lib/*/libnss_systemd.so.2 >/dev/null 2>&1 || systemd-sysusers --inline 'u jinetd - -'
cat >/etc/inetd.conf <<'END'
79 stream tcp4 nowait.0 jinetd /bin/echo echo tight
7008 stream tcp nowait jinetd internal echo
END
systemctl start jinetd.service
if says 79 tight; then ok "it serves a low port on a tight host"; else no "tight" "$(journal -n 20)"; fi
before=$(show MainPID)
kill_it -KILL
await is_ready_again "$before"
if says 79 tight; then ok "and after a kill -9"; else no "tight, kill -9" "$(journal -n 20)"; fi
has "with its sockets" "sockets taken over: store=3 units=0" "$(journal -n 20)"
if systemctl reload jinetd.service; then ok "and reloads"; else no "tight, reload" "$(journal -n 20)"; fi
echo "      $(systemd-analyze security --no-pager jinetd.service | tail -n 1)"
systemctl stop jinetd.service

rm -r /etc/systemd/system/jinetd.service.d
mkdir -p /etc/jinetd
printf '[daemon]\ndrain = 4s\n' >/etc/jinetd/jinetd.ini
echo '7015 stream tcp4 nowait root /bin/sh sh -c "trap : TERM; echo $$; while :; do sleep 1; done"' >/etc/inetd.conf
mkdir -p /run/systemd/system/jinetd.service.d
printf '[Service]\nTimeoutStopSec=2\n' >/run/systemd/system/jinetd.service.d/short.conf
systemctl daemon-reload
systemctl reset-failed jinetd.service 2>/dev/null
systemctl start jinetd.service
exec 4<>/dev/tcp/127.0.0.1/7015
read -r -t 5 stubborn <&4
systemctl stop --no-block jinetd.service
sleep 2
has "a stop that waits tells how far it is" "draining: children=1" "$(show StatusText)"
ended() { [ "$(show SubState)" = dead ]; }
if await ended; then ok "and ends"; else no "it ends" "$(show SubState)"; fi
same "in good order, beyond TimeoutStopSec=" success "$(show Result)"
has "after SIGTERM" "SIGTERM to children that are still at work: 1" "$(journal -n 9)"
has "and SIGKILL" "SIGKILL to children that are still at work: 1" "$(journal -n 9)"
if kill -0 "$stubborn" 2>/dev/null; then no "the child is gone"; else ok "the child is gone"; fi

echo "# $failed failed"
[ "$failed" = 0 ]
