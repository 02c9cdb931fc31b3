package org.jinetd.event;

import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says events through slf4j. */
public final class EventLog implements Consumer<Event> {

    private static final Logger LOG = LoggerFactory.getLogger("jinetd");

    @Override
    public void accept(Event event) {
        switch (event.level()) {
            case DEBUG -> {
                if (LOG.isDebugEnabled()) {
                    LOG.debug(EventText.of(event));
                }
            }
            case INFO -> LOG.info(EventText.of(event));
            case WARNING -> LOG.warn(EventText.of(event));
            case ERROR -> LOG.error(EventText.of(event));
        }
    }
}
