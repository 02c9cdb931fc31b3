package org.jinetd;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.Appender;
import org.jinetd.event.Event;
import org.jinetd.event.EventFields;
import org.jinetd.event.EventText;
import org.slf4j.event.KeyValuePair;

/**
 * Stands between the loop and an appender, with a thread of its own: a log that is not read, or a
 * full disk, must not stop the service. What finds no room is counted, and that is said later.
 */
final class LogQueue extends AsyncAppender {

    /** Messages, of about 1 KiB. */
    static final int ROOM = 8192;

    private static final int LAST_WORDS_MILLIS = 1000;

    private final LoggerContext loggers;
    private long lost;

    /** Makes one that works already. */
    LogQueue(LoggerContext loggers, Appender<ILoggingEvent> appender, int room) {
        this.loggers = loggers;
        setContext(loggers);
        setName(appender.getName());
        setQueueSize(room);
        setNeverBlock(true);
        setDiscardingThreshold(0);
        setMaxFlushTime(LAST_WORDS_MILLIS);
        addAppender(appender);
        start();
    }

    @Override
    protected synchronized void append(ILoggingEvent event) {
        int needed = lost == 0 ? 1 : 2;
        if (getRemainingCapacity() < needed) {
            lost++;
            return;
        }
        tellLost();
        super.append(event);
    }

    private void tellLost() {
        if (lost > 0 && getRemainingCapacity() > 0) {
            super.append(message(loggers, new Event.LogLost(lost)));
            lost = 0;
        }
    }

    @Override
    public synchronized void stop() {
        if (isStarted()) {
            tellLost();
        }
        super.stop();
    }

    /** Returns an event as a message, for those who cannot ask a logger: they are part of it. */
    static ILoggingEvent message(LoggerContext loggers, Event event) {
        Level level = event.level() == Event.Level.ERROR ? Level.ERROR : Level.WARN;
        LoggingEvent message =
                new LoggingEvent(
                        LogQueue.class.getName(),
                        loggers.getLogger("jinetd"),
                        level,
                        EventText.of(event),
                        null,
                        null);
        EventFields.of(event)
                .forEach((field, value) -> message.addKeyValuePair(pair(field.name(), value)));
        return message;
    }

    private static KeyValuePair pair(String key, String value) {
        return new KeyValuePair(key, value);
    }
}
