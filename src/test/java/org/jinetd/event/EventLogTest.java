package org.jinetd.event;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class EventLogTest {

    private final Logger logger = (Logger) LoggerFactory.getLogger("jinetd");
    private final ListAppender<ILoggingEvent> said = new ListAppender<>();
    private final EventLog log = new EventLog();

    @BeforeEach
    void listen() {
        said.start();
        logger.addAppender(said);
        logger.setAdditive(false);
        logger.setLevel(Level.DEBUG);
    }

    @AfterEach
    void stopListening() {
        logger.setLevel(null);
        logger.setAdditive(true);
        logger.detachAppender(said);
    }

    private List<String> lines() {
        return said.list.stream().map(e -> e.getLevel() + " " + e.getFormattedMessage()).toList();
    }

    private void sayOneOfEachLevel() {
        log.accept(new Event.Started("a/tcp", Optional.empty(), 1, Event.Level.DEBUG));
        log.accept(new Event.Recovered("a/tcp"));
        log.accept(new Event.Paused("a/tcp", "why", 1));
        log.accept(new Event.ReloadFailed("why"));
    }

    @Test
    void each_level_is_the_loggers_own() {
        sayOneOfEachLevel();
        assertEquals(
                List.of(
                        "DEBUG a/tcp: started pid=1",
                        "INFO a/tcp: has room again",
                        "WARN a/tcp: too fast (why), takes nobody for 1 s",
                        "ERROR reload failed, the old configuration stays: why"),
                lines());
    }

    @Test
    void what_is_not_wanted_is_not_said() {
        logger.setLevel(Level.WARN);
        sayOneOfEachLevel();
        assertEquals(
                List.of(
                        "WARN a/tcp: too fast (why), takes nobody for 1 s",
                        "ERROR reload failed, the old configuration stays: why"),
                lines());
    }

    @Test
    void braces_in_an_event_are_no_place_for_an_argument() {
        log.accept(new Event.Status("{} {0} %s"));
        assertEquals(List.of("INFO status: {} {0} %s"), lines());
    }

    @Test
    void the_fields_of_an_event_are_its_key_value_pairs() {
        log.accept(new Event.Paused("a/tcp", "why", 1));
        assertEquals(
                List.of(
                        "MESSAGE_ID=\"" + EventKind.PAUSED.id() + "\"",
                        "JINETD_EVENT=\"paused\"",
                        "JINETD_SERVICE=\"a/tcp\"",
                        "RULE=\"why\"",
                        "JINETD_SECONDS=\"1\""),
                said.list.get(0).getKeyValuePairs().stream().map(Object::toString).toList());
    }
}
