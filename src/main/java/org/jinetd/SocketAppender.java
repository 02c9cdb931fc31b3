package org.jinetd;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import java.util.Optional;
import org.jinetd.os.Errno;
import org.jinetd.os.linux.LogSocket;

/**
 * Sends each message to a socket of the host's log. What that does not take, since it is not there
 * or does not read, goes to standard error.
 */
abstract class SocketAppender extends AppenderBase<ILoggingEvent> {

    private String socket;
    private Optional<LogSocket> open = Optional.empty();
    private Optional<Appender<ILoggingEvent>> instead = Optional.empty();

    /**
     * @param socket the path where the log usually listens
     */
    SocketAppender(String socket) {
        this.socket = socket;
    }

    /** Sets the path where the log listens. */
    public void setSocket(String path) {
        socket = path;
    }

    /** Sends a message; returns why it could not. */
    abstract Optional<Errno> send(ILoggingEvent event, LogSocket to);

    /** Makes what takes the messages that could not be sent. */
    abstract Appender<ILoggingEvent> instead();

    @Override
    public void start() {
        open = Optional.of(new LogSocket(socket));
        instead = Optional.of(instead());
        super.start();
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (open.flatMap(to -> send(event, to)).isPresent()) {
            instead.ifPresent(other -> other.doAppend(event));
        }
    }

    @Override
    public void stop() {
        super.stop();
        open.ifPresent(LogSocket::close);
        instead.ifPresent(Appender::stop);
    }
}
