package org.jinetd;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.jinetd.event.SyslogLine;
import org.jinetd.os.Errno;
import org.jinetd.os.linux.LogSocket;

/** For {@code logback.xml} as well: sends each message to the syslog daemon of this host. */
public final class SyslogAppender extends SocketAppender {

    /** Where it listens (syslog(3)). */
    static final String SOCKET = "/dev/log";

    private final long pid = ProcessHandle.current().pid();

    public SyslogAppender() {
        super(SOCKET);
    }

    @Override
    Optional<Errno> send(ILoggingEvent event, LogSocket to) {
        String line =
                SyslogLine.of(
                        StderrLog.severity(event.getLevel()),
                        Instant.ofEpochMilli(event.getTimeStamp()).atZone(ZoneId.systemDefault()),
                        pid,
                        event.getFormattedMessage());
        return to.send(line.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    Appender<ILoggingEvent> instead() {
        return StderrLog.timed(getContext());
    }
}
