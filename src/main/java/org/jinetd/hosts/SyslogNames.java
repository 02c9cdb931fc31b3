package org.jinetd.hosts;

import java.util.List;
import java.util.Optional;

/** The words of {@code severity}: those that libwrap has, which lacks authpriv, ftp and syslog. */
final class SyslogNames {

    private static final List<String> FACILITIES =
            List.of(
                    "kern", "user", "mail", "daemon", "auth", "lpr", "news", "uucp", "cron",
                    "local0", "local1", "local2", "local3", "local4", "local5", "local6", "local7");

    private static final List<String> LEVELS =
            List.of("emerg", "alert", "crit", "err", "warning", "notice", "info", "debug");

    private SyslogNames() {}

    /** Reads {@code level} or {@code facility.level}. */
    static Optional<HostsOption> severity(String value) {
        String text = Ascii.lower(value);
        int dot = text.indexOf('.');
        String level = text.substring(dot + 1);
        Optional<String> facility =
                dot < 0 ? Optional.empty() : Optional.of(text.substring(0, dot));
        boolean known = LEVELS.contains(level) && facility.stream().allMatch(FACILITIES::contains);
        return known ? Optional.of(new HostsOption.Severity(facility, level)) : Optional.empty();
    }
}
