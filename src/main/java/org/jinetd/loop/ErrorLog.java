package org.jinetd.loop;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jinetd.event.Event;
import org.jinetd.os.Errors;
import org.jinetd.os.Interest;
import org.jinetd.os.Outcome;
import org.jinetd.os.Poller;

/**
 * Tells in the log what the children of a service write to their descriptor 2, a line at a time.
 *
 * <p>Children may write as much and as badly as they like: what is kept of unfinished lines, what
 * is told in a while and what is read at a time have bounds. Nobody is made to wait for the log;
 * what is too much is counted and left out.
 */
final class ErrorLog {

    /** Longer lines are told in several. */
    static final int LONGEST_LINE = 1000;

    /** Lines that are told in {@link #WINDOW_NANOS}. */
    static final int MOST_LINES = 100;

    static final long WINDOW_NANOS = 10_000_000_000L;

    /** After which an unfinished line is told as it is; its process may well be gone. */
    static final long PATIENCE_NANOS = 1_000_000_000L;

    /** Processes whose unfinished lines are kept. */
    private static final int MOST_WRITERS = 64;

    private static final int PIECES_AT_A_TIME = 16;

    /** With the bound on pieces, a child that writes all the time costs a part of the loop only. */
    private static final long REST_NANOS = 10_000_000L;

    /** When the kernel has no room to watch it, that is tried again. */
    private static final long NO_ROOM_NANOS = 1_000_000_000L;

    private final Works works;
    private final String service;
    private final Errors errors;
    private final Consumer<ErrorLog> whenEnded;
    private final Map<Integer, StringBuilder> unfinished = new LinkedHashMap<>();
    private Optional<Poller.Watch> watch = Optional.empty();
    private boolean flushing;
    private boolean windowOpen;
    private int told;
    private long leftOut;

    private ErrorLog(Works works, String service, Errors errors, Consumer<ErrorLog> whenEnded) {
        this.works = works;
        this.service = service;
        this.errors = errors;
        this.whenEnded = whenEnded;
    }

    /**
     * Starts to listen; empty, and said, when the system has no room for that.
     *
     * @param whenEnded told when nobody can write any more: all who could are gone, or one of them
     *     has shut the socket down for all. It is to {@link #close} then.
     */
    static Optional<ErrorLog> open(Works works, String service, Consumer<ErrorLog> whenEnded) {
        return works.host()
                .children()
                .openErrors()
                .match(
                        opened -> {
                            ErrorLog log = new ErrorLog(works, service, opened.value(), whenEnded);
                            log.listen();
                            return Optional.of(log);
                        },
                        failed -> {
                            works.say(new Event.StderrLost(service, failed.toString()));
                            return Optional.empty();
                        });
    }

    private void listen() {
        watch =
                Optional.of(
                        works.reactor()
                                .poller()
                                .watch(
                                        errors.fd(),
                                        Interest.READ,
                                        new Poller.Ready() {
                                            @Override
                                            public void ready(boolean readable, boolean writable) {
                                                read();
                                            }

                                            @Override
                                            public void noRoom(Outcome.Failed<?> why) {
                                                rest(NO_ROOM_NANOS);
                                            }
                                        }));
    }

    /** Returns what children are to write to. */
    Errors errors() {
        return errors;
    }

    /** Goes on until no child can write any more. */
    void finish() {
        errors.finish();
    }

    private void read() {
        for (int i = 0; i < PIECES_AT_A_TIME; i++) {
            Optional<Errors.Piece> piece = errors.next();
            if (piece.isEmpty()) {
                return;
            }
            if (piece.get().isEnd()) {
                flush();
                watch.ifPresent(Poller.Watch::cancel);
                watch = Optional.empty();
                whenEnded.accept(this);
                return;
            }
            add(piece.get());
        }
        rest(REST_NANOS);
    }

    private void rest(long nanos) {
        interest(Interest.NONE);
        Timers.Timer unused = works.reactor().after(nanos, () -> interest(Interest.READ));
    }

    private void interest(Interest interest) {
        watch.ifPresent(each -> each.interest(interest));
    }

    /** Closes both ends. No start that was told of them may be under way. */
    void close() {
        errors.close();
    }

    private void add(Errors.Piece piece) {
        int pid = piece.pid();
        StringBuilder line = unfinished.remove(pid);
        if (line == null) {
            line = new StringBuilder();
        }
        ByteBuffer bytes = piece.bytes();
        while (bytes.hasRemaining()) {
            int c = bytes.get() & 0xff;
            if (c != '\n') {
                line.append((char) c);
            }
            if (c == '\n' || line.length() == LONGEST_LINE) {
                tell(pid, line);
                line.setLength(0);
            }
        }
        if (line.length() > 0) {
            keep(pid, line);
        }
    }

    /** Keeps what is to be continued, last of all, so that the first is the least recent. */
    private void keep(int pid, StringBuilder line) {
        unfinished.put(pid, line);
        if (unfinished.size() > MOST_WRITERS) {
            int oldest = unfinished.keySet().iterator().next();
            tell(oldest, unfinished.remove(oldest));
        }
        if (!flushing) {
            flushing = true;
            Timers.Timer unused = works.reactor().after(PATIENCE_NANOS, this::flush);
        }
    }

    private void flush() {
        flushing = false;
        unfinished.forEach(this::tell);
        unfinished.clear();
    }

    /**
     * @param line its bytes as characters up to 255
     */
    private void tell(int pid, StringBuilder line) {
        if (line.length() == 0) {
            return;
        }
        if (!windowOpen) {
            windowOpen = true;
            Timers.Timer unused = works.reactor().after(WINDOW_NANOS, this::closeWindow);
        }
        if (told == MOST_LINES) {
            leftOut++;
            return;
        }
        told++;
        byte[] bytes = line.toString().getBytes(StandardCharsets.ISO_8859_1);
        works.say(new Event.ChildSaid(service, pid, new String(bytes, StandardCharsets.UTF_8)));
    }

    private void closeWindow() {
        windowOpen = false;
        told = 0;
        if (leftOut > 0) {
            works.say(new Event.StderrLeftOut(service, leftOut));
            leftOut = 0;
        }
    }
}
