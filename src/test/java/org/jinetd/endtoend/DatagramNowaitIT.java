package org.jinetd.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Datagrams of very many sources at once, each with a program of its own; needs root. */
class DatagramNowaitIT {

    private static final int SOURCES = 1000;
    private static final int EACH = 4;
    private static final int THREADS = 8;
    private static final long PATIENCE_NANOS = 2 * Daemon.PATIENCE_SECONDS * 1_000_000_000L;
    private static final long QUIET_MILLIS = 200;

    /** Says the port of its client before each datagram, and does not outlive the test by much. */
    private static final String PROGRAM =
            "alarm 120;\n"
                    + "while (defined(sysread(STDIN, my $datagram, 1000))) {\n"
                    + "  syswrite(STDOUT, \"$ENV{REMOTE_PORT} $datagram\");\n"
                    + "}\n";

    @TempDir private Path directory;

    private final List<Source> sources = new ArrayList<>();

    /** A client with what it was answered. */
    private record Source(DatagramChannel channel, int port, List<String> heard) {
        void ask(int number) throws IOException {
            channel.write(StandardCharsets.US_ASCII.encode("question " + number));
        }

        void hear(ByteBuffer buffer) throws IOException {
            while (channel.read(buffer.clear()) > 0) {
                heard.add(StandardCharsets.US_ASCII.decode(buffer.flip()).toString());
            }
        }
    }

    @AfterEach
    void close() throws IOException {
        for (Source source : sources) {
            source.channel().close();
        }
    }

    @Test
    void a_thousand_sources_at_once_are_each_answered_by_a_program_of_their_own() throws Exception {
        Path script = Files.writeString(directory.resolve("answer.pl"), PROGRAM);
        int port = Daemon.freePort();
        String line =
                "127.0.0.1:%d dgram udp4,rcvbuf=8m nowait/0 root /usr/bin/perl perl %s\n"
                        .formatted(port, script);
        try (Daemon daemon = Daemon.start(directory, line, "-R", "0");
                Selector selector = Selector.open()) {
            for (int i = 0; i < SOURCES; i++) {
                open(port, selector);
            }
            askAtOnce();
            hear(selector);
            Set<String> expected = new HashSet<>();
            for (Source source : sources) {
                expected.clear();
                for (int i = 0; i < EACH; i++) {
                    expected.add(source.port() + " question " + i);
                }
                assertEquals(expected, Set.copyOf(source.heard()));
                assertEquals(EACH, source.heard().size(), "doubled");
            }
            assertTrue(
                    daemon.lines().stream().noneMatch(each -> each.contains("dropped")),
                    () -> String.join("\n", daemon.lines()));
        }
    }

    private void open(int port, Selector selector) throws IOException {
        DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET);
        channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channel.configureBlocking(false);
        int own = ((InetSocketAddress) channel.getLocalAddress()).getPort();
        Source source = new Source(channel, own, new ArrayList<>());
        sources.add(source);
        channel.register(selector, SelectionKey.OP_READ, source);
    }

    /** Every thread has its share of the sources ask one after the other, and once more. */
    private void askAtOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<Void>> asking = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                int share = t;
                Callable<Void> asker =
                        () -> {
                            for (int number = 0; number < EACH; number++) {
                                for (int i = share; i < SOURCES; i += THREADS) {
                                    sources.get(i).ask(number);
                                }
                            }
                            return null;
                        };
                asking.add(threads.submit(asker));
            }
            for (Future<Void> asker : asking) {
                asker.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** Hears until all is answered or the patience is over, and a moment longer. */
    private void hear(Selector selector) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(1000);
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        boolean quiet = false;
        while (!quiet && System.nanoTime() - deadline < 0) {
            quiet = selector.select(QUIET_MILLIS) == 0 && answers() >= SOURCES * EACH;
            for (SelectionKey key : selector.selectedKeys()) {
                ((Source) key.attachment()).hear(buffer);
            }
            selector.selectedKeys().clear();
        }
    }

    private int answers() {
        return sources.stream().mapToInt(source -> source.heard().size()).sum();
    }
}
