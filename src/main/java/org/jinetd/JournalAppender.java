package org.jinetd;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import java.util.List;
import java.util.Optional;
import org.jinetd.event.JournalRecord;
import org.jinetd.os.Errno;
import org.jinetd.os.linux.LogSocket;
import org.slf4j.event.KeyValuePair;

/**
 * For {@code logback.xml} as well: sends each message to the journal, its key-value pairs as
 * fields.
 */
public final class JournalAppender extends SocketAppender {

    /** Where systemd-journald.service(8) listens. */
    static final String SOCKET = "/run/systemd/journal/socket";

    private static final String DAEMON_FACILITY = "3";

    public JournalAppender() {
        super(SOCKET);
    }

    @Override
    Optional<Errno> send(ILoggingEvent event, LogSocket to) {
        byte[] bytes = record(event);
        Optional<Errno> failure = to.send(bytes);
        return failure.equals(Optional.of(Errno.EMSGSIZE)) ? to.sendAsFile(bytes) : failure;
    }

    private static byte[] record(ILoggingEvent event) {
        JournalRecord record =
                new JournalRecord()
                        .with("MESSAGE", event.getFormattedMessage())
                        .with(
                                "PRIORITY",
                                Integer.toString(StderrLog.severity(event.getLevel()).number()))
                        .with("SYSLOG_IDENTIFIER", "jinetd")
                        .with("SYSLOG_FACILITY", DAEMON_FACILITY);
        Optional.ofNullable(event.getKeyValuePairs()).orElse(List.of()).stream()
                .filter(pair -> pair.value != null)
                .forEach((KeyValuePair pair) -> record.with(pair.key, pair.value.toString()));
        return record.bytes();
    }

    /** The journal reads standard error, too. */
    @Override
    Appender<ILoggingEvent> instead() {
        return StderrLog.prefixed(getContext());
    }
}
