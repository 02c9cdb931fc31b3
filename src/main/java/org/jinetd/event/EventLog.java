package org.jinetd.event;

import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Says events through slf4j: the words as the message, the fields as key-value pairs, which a
 * journal keeps and a line of text leaves out.
 */
public final class EventLog implements Consumer<Event> {

    private static final Logger LOG = LoggerFactory.getLogger("jinetd");

    @Override
    public void accept(Event event) {
        Level level = level(event);
        if (!LOG.isEnabledForLevel(level)) {
            return;
        }
        LoggingEventBuilder said = LOG.atLevel(level).setMessage(EventText.of(event));
        for (Map.Entry<EventField, String> field : EventFields.of(event).entrySet()) {
            said = said.addKeyValue(field.getKey().name(), field.getValue());
        }
        said.log();
    }

    private static Level level(Event event) {
        return switch (event.level()) {
            case DEBUG -> Level.DEBUG;
            case INFO -> Level.INFO;
            case WARNING -> Level.WARN;
            case ERROR -> Level.ERROR;
        };
    }
}
