package org.jinetd;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.LayoutBase;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/**
 * Logging to standard error, found by logback through {@code META-INF/services}. In code, and not
 * in a file that a daemon of root's would have to trust; it also starts in a third of the time.
 *
 * <p>A writer of its own stands between the loop and the pipe that standard error may be: a reader
 * that has stopped reading must not stop the service.
 */
public final class ConsoleLog extends ContextAwareBase implements Configurator {

    private static final int QUEUE = 8192;
    private static final int LAST_WORDS_MILLIS = 1000;

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        LayoutBase<ILoggingEvent> layout = isJournal() ? new JournalLayout() : new TerminalLayout();
        layout.setContext(context);
        layout.start();
        encoder.setLayout(layout);
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(context);
        console.setTarget("System.err");
        console.setEncoder(encoder);
        console.start();
        AsyncAppender queue = new AsyncAppender();
        queue.setContext(context);
        queue.setName("stderr");
        queue.setQueueSize(QUEUE);
        queue.setNeverBlock(true);
        queue.setDiscardingThreshold(0);
        queue.setMaxFlushTime(LAST_WORDS_MILLIS);
        queue.addAppender(console);
        queue.start();
        ch.qos.logback.classic.Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.INFO);
        root.addAppender(queue);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /** systemd sets this for a unit whose standard error goes to the journal (systemd.exec(5)). */
    private static boolean isJournal() {
        return System.getenv("JOURNAL_STREAM") != null;
    }

    /** The level as sd-daemon(3) reads it; the journal knows the time itself. */
    private static final class JournalLayout extends LayoutBase<ILoggingEvent> {
        @Override
        public String doLayout(ILoggingEvent event) {
            return "<" + priority(event.getLevel()) + ">" + event.getFormattedMessage() + "\n";
        }

        private static int priority(Level level) {
            return switch (level.toInt()) {
                case Level.ERROR_INT -> 3;
                case Level.WARN_INT -> 4;
                case Level.INFO_INT -> 6;
                default -> 7;
            };
        }
    }

    /** For people and files: time, process, level, message. */
    private static final class TerminalLayout extends LayoutBase<ILoggingEvent> {
        private static final DateTimeFormatter TIME =
                DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSXXX")
                        .withZone(ZoneId.systemDefault());

        private final String process = " jinetd[" + ProcessHandle.current().pid() + "] ";

        @Override
        public String doLayout(ILoggingEvent event) {
            return TIME.format(Instant.ofEpochMilli(event.getTimeStamp()))
                    + process
                    + event.getLevel().toString().toLowerCase(java.util.Locale.ROOT)
                    + ": "
                    + event.getFormattedMessage()
                    + "\n";
        }
    }
}
