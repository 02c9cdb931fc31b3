package org.jinetd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class LogQueueTest {

    private static final int ROOM = 4;

    /** A log that takes its first message, and finishes with it when it is let. */
    private static final class SlowLog extends AppenderBase<ILoggingEvent> {
        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch go = new CountDownLatch(1);
        private final List<String> lines = Collections.synchronizedList(new ArrayList<>());

        @Override
        protected void append(ILoggingEvent event) {
            reached.countDown();
            await(go);
            lines.add(event.getFormattedMessage());
        }
    }

    private final LoggerContext context = new LoggerContext();
    private final Logger logger = context.getLogger("jinetd");
    private final SlowLog slow = new SlowLog();

    @BeforeEach
    void connect() throws InterruptedException {
        context.setMDCAdapter(new LogbackMDCAdapter());
        slow.start();
        logger.addAppender(new LogQueue(context, slow, ROOM));
        logger.info("first");
        assertTrue(slow.reached.await(10, TimeUnit.SECONDS));
    }

    @AfterEach
    void stop() {
        slow.go.countDown();
        context.stop();
    }

    private static void await(CountDownLatch latch) {
        boolean interrupted = false;
        while (true) {
            try {
                latch.await();
                break;
            } catch (InterruptedException e) {
                interrupted =
                        true; // the queue is told so to end; the message is written all the same
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void whoever_logs_does_not_wait_for_a_log_that_takes_nothing() {
        for (int i = 1; i <= 10; i++) {
            logger.info("message " + i);
        }
        slow.go.countDown();
        context.stop();
        assertEquals(
                List.of("first", "message 1", "message 2", "message 3", "message 4"),
                slow.lines.subList(0, 5));
    }

    @Test
    void what_was_lost_is_told_before_the_next_message_that_finds_room() {
        for (int i = 1; i <= 10; i++) {
            logger.info("message " + i);
        }
        slow.go.countDown();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (slow.lines.size() < 5 && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        logger.info("later");
        context.stop();
        assertEquals(
                List.of(
                        "first",
                        "message 1",
                        "message 2",
                        "message 3",
                        "message 4",
                        "log: 6 messages lost, they were not taken in time",
                        "later"),
                slow.lines);
    }

    @Test
    void what_waits_is_written_at_the_end() {
        logger.info("last");
        slow.go.countDown();
        context.stop();
        assertEquals(List.of("first", "last"), slow.lines);
    }
}
