package org.jinetd;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.Context;
import ch.qos.logback.core.LayoutBase;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jinetd.event.Severity;

/** Lines on standard error. */
final class StderrLog {

    private StderrLog() {}

    /** For people and files: time, process, level, message. */
    static Appender<ILoggingEvent> timed(Context context) {
        return appender(context, new TimedLayout());
    }

    /** The level as sd-daemon(3) reads it; the journal knows the time itself. */
    static Appender<ILoggingEvent> prefixed(Context context) {
        return appender(context, new PrefixedLayout());
    }

    private static Appender<ILoggingEvent> appender(
            Context context, LayoutBase<ILoggingEvent> layout) {
        layout.setContext(context);
        layout.start();
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setLayout(layout);
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(context);
        console.setName("stderr");
        console.setTarget("System.err");
        console.setEncoder(encoder);
        console.start();
        return console;
    }

    /** Returns how urgent a level is. */
    static Severity severity(Level level) {
        return switch (level.toInt()) {
            case Level.ERROR_INT -> Severity.ERROR;
            case Level.WARN_INT -> Severity.WARNING;
            case Level.INFO_INT -> Severity.INFO;
            default -> Severity.DEBUG;
        };
    }

    /** A line that begins with its severity. */
    private static final class PrefixedLayout extends LayoutBase<ILoggingEvent> {
        @Override
        public String doLayout(ILoggingEvent event) {
            int severity = severity(event.getLevel()).number();
            return "<" + severity + ">" + event.getFormattedMessage() + "\n";
        }
    }

    /** A line that begins with the time. */
    private static final class TimedLayout extends LayoutBase<ILoggingEvent> {
        private static final DateTimeFormatter TIME =
                DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSXXX")
                        .withZone(ZoneId.systemDefault());

        private final String process = " jinetd[" + ProcessHandle.current().pid() + "] ";

        @Override
        public String doLayout(ILoggingEvent event) {
            return TIME.format(Instant.ofEpochMilli(event.getTimeStamp()))
                    + process
                    + event.getLevel().toString().toLowerCase(Locale.ROOT)
                    + ": "
                    + event.getFormattedMessage()
                    + "\n";
        }
    }
}
