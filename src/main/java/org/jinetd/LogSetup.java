package org.jinetd;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.joran.spi.JoranException;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.status.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jinetd.config.Position;
import org.jinetd.config.Problem;
import org.jinetd.event.Event;
import org.jinetd.os.linux.StandardError;
import org.xml.sax.SAXParseException;

/**
 * Chooses where the log goes; found by logback through {@code META-INF/services}. What is chosen
 * without a file is made in code, which starts in a third of the time, and no property or variable
 * names a file that a daemon of root's would have to trust.
 */
public final class LogSetup extends ContextAwareBase implements Configurator {

    private static final Path FILE = Path.of("/etc/jinetd/logback.xml");

    private final Path file;
    private final StandardError stderr;

    public LogSetup() {
        this(FILE, StandardError.now(Optional.ofNullable(System.getenv("JOURNAL_STREAM"))));
    }

    LogSetup(Path file, StandardError stderr) {
        this.file = file;
        this.stderr = stderr;
    }

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        if (!Files.exists(file)) {
            chooseUsual(context);
            return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
        }
        Optional<Problem> problem = obey(context);
        if (problem.isPresent()) {
            chooseUsual(context);
            context.getLogger("jinetd")
                    .callAppenders(
                            LogQueue.message(context, new Event.ConfigProblem(problem.get())));
        } else {
            queueAll(context);
        }
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    private void chooseUsual(LoggerContext context) {
        context.reset();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.INFO);
        root.addAppender(new LogQueue(context, usual(context), LogQueue.ROOM));
    }

    private Appender<ILoggingEvent> usual(LoggerContext context) {
        return switch (stderr) {
            case TERMINAL, READER -> StderrLog.timed(context);
            case JOURNAL -> started(new JournalAppender(), context);
            case NOBODY -> started(new SyslogAppender(), context);
        };
    }

    private static SocketAppender started(SocketAppender appender, LoggerContext context) {
        appender.setContext(context);
        appender.start();
        return appender;
    }

    /** Returns what is wrong with the file, if anything. */
    private Optional<Problem> obey(LoggerContext context) {
        JoranConfigurator joran = new JoranConfigurator();
        joran.setContext(context);
        try {
            joran.doConfigure(file.toFile());
        } catch (JoranException e) {
            return Optional.of(problem(lineOf(e), String.valueOf(e.getMessage())));
        }
        return context.getStatusManager().getCopyOfStatusList().stream()
                .filter(status -> status.getEffectiveLevel() == Status.ERROR)
                .findFirst()
                .map(status -> problem(1, status.getMessage()));
    }

    private Problem problem(int line, String fact) {
        return Problem.error(
                new Position(file.toString(), line, 1),
                fact,
                "the log goes where it would without this file");
    }

    private static int lineOf(JoranException e) {
        return e.getCause() instanceof SAXParseException place
                ? Math.max(1, place.getLineNumber())
                : 1;
    }

    /**
     * Ends the log, with all that waits. The queues first: a context that stops begins with the
     * appenders that a file has named.
     */
    static void stop(LoggerContext context) {
        for (Logger logger : context.getLoggerList()) {
            logger.iteratorForAppenders().forEachRemaining(Appender::stop);
        }
        context.stop();
    }

    /** Puts a queue before each appender of the file, whatever that may wait for. */
    private static void queueAll(LoggerContext context) {
        Map<Appender<ILoggingEvent>, LogQueue> queues = new HashMap<>();
        for (Logger logger : context.getLoggerList()) {
            List<Appender<ILoggingEvent>> appenders = new ArrayList<>();
            logger.iteratorForAppenders().forEachRemaining(appenders::add);
            for (Appender<ILoggingEvent> appender : appenders) {
                logger.detachAppender(appender);
                logger.addAppender(
                        queues.computeIfAbsent(
                                appender, end -> new LogQueue(context, end, LogQueue.ROOM)));
            }
        }
    }
}
