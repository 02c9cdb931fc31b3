package org.jinetd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.Configurator.ExecutionStatus;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.Appender;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.jinetd.os.linux.StandardError;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class LogSetupTest {

    @TempDir private Path directory;
    private final LoggerContext context = new LoggerContext();
    private final Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

    @AfterEach
    void stop() {
        LogSetup.stop(context);
    }

    private void configure(StandardError stderr) {
        context.setMDCAdapter(new LogbackMDCAdapter()); // as logback does before it asks
        LogSetup setup = new LogSetup(file(), stderr);
        setup.setContext(context);
        assertSame(ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY, setup.configure(context));
    }

    private Path file() {
        return directory.resolve("logback.xml");
    }

    private void write(String xml) throws IOException {
        Files.writeString(file(), xml);
    }

    private static List<Appender<ILoggingEvent>> appenders(Logger logger) {
        List<Appender<ILoggingEvent>> all = new ArrayList<>();
        logger.iteratorForAppenders().forEachRemaining(all::add);
        return all;
    }

    /** Returns what stands behind the queue of the root logger. */
    private Appender<ILoggingEvent> target() {
        LogQueue queue = (LogQueue) appenders(root).get(0);
        return queue.iteratorForAppenders().next();
    }

    @Test
    void logback_finds_it() {
        assertEquals(
                List.of(LogSetup.class),
                ServiceLoader.load(Configurator.class).stream()
                        .map(ServiceLoader.Provider::type)
                        .toList());
    }

    @ParameterizedTest
    @CsvSource({
        "TERMINAL, ConsoleAppender",
        "READER, ConsoleAppender",
        "JOURNAL, JournalAppender",
        "NOBODY, SyslogAppender"
    })
    void without_a_file_the_log_goes_where_somebody_reads(StandardError stderr, String appender) {
        configure(stderr);
        assertEquals(appender, target().getClass().getSimpleName());
        assertEquals(Level.INFO, root.getLevel());
    }

    @Test
    void a_file_decides_alone() throws IOException {
        Path log = directory.resolve("jinetd.log");
        write(
                """
                <configuration>
                  <appender name="FILE" class="ch.qos.logback.core.FileAppender">
                    <file>%s</file>
                    <encoder><pattern>%%level %%msg %%kvp%%n</pattern></encoder>
                  </appender>
                  <root level="WARN"><appender-ref ref="FILE"/></root>
                </configuration>
                """
                        .formatted(log));
        configure(StandardError.READER);
        assertEquals(1, appenders(root).size());
        assertEquals(LogQueue.class, appenders(root).get(0).getClass());
        context.getLogger("jinetd").atWarn().setMessage("hello").addKeyValue("A", "b").log();
        context.getLogger("jinetd").info("not wanted");
        LogSetup.stop(context);
        assertEquals("WARN hello A=\"b\"\n", Files.readString(log));
    }

    @Test
    void an_appender_of_two_loggers_has_one_queue() throws IOException {
        write(
                """
                <configuration>
                  <appender name="J" class="org.jinetd.JournalAppender"><socket>/x</socket></appender>
                  <logger name="jinetd"><appender-ref ref="J"/></logger>
                  <root level="INFO"><appender-ref ref="J"/></root>
                </configuration>
                """);
        configure(StandardError.READER);
        assertSame(appenders(root).get(0), appenders(context.getLogger("jinetd")).get(0));
        assertEquals("JournalAppender", target().getClass().getSimpleName());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<configuration>\\n<root level='INFO'>\\n</configuration>|3:1: error: ",
                "<configuration><appender name='A' class='no.Such'/><root><appender-ref ref='A'/></root></configuration>|1:1: error: ",
            })
    void a_file_that_is_wrong_is_told_and_leaves_the_usual(String xml, String place)
            throws IOException {
        write(xml.replace("\\n", "\n"));
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream before = System.err;
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            configure(StandardError.READER);
            LogSetup.stop(context);
        } finally {
            System.setErr(before);
        }
        String line = said.toString(StandardCharsets.UTF_8);
        assertTrue(line.contains(file() + ":" + place), () -> "said: " + line);
        assertTrue(line.endsWith("the log goes where it would without this file\n"), line);
    }
}
