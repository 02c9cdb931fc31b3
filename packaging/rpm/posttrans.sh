# Java is there only when the whole transaction is done.
/usr/lib/jinetd/make-archive.sh ||
    echo "jinetd: no class data archive was made; jinetd starts all the same, only later" >&2
