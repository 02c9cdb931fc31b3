# As of %systemd_preun
if [ "$1" -eq 0 ] && [ -x /usr/lib/systemd/systemd-update-helper ]; then
    /usr/lib/systemd/systemd-update-helper remove-system-units jinetd.service || :
fi
if [ "$1" -eq 0 ]; then
    rm -f /var/cache/jinetd/*.jsa
fi
