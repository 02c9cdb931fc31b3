package org.jinetd.endtoend;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * The packaged program, running as a process of its own on a configuration of the test's. It ends
 * with the test, whatever happens.
 */
final class Daemon implements AutoCloseable {

    /** Long enough for a busy machine; a test that waits for it has failed. */
    static final long PATIENCE_SECONDS = 30;

    private static final int PATIENCE_MILLIS = (int) TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS);

    private final Process process;
    private final Path configuration;
    private final Log log;

    private Daemon(Process process, Path configuration) {
        this.process = process;
        this.configuration = configuration;
        this.log = new Log(process);
    }

    /** Starts the daemon and waits until it says that it is ready. */
    static Daemon start(Path directory, String configuration, String... options)
            throws IOException, InterruptedException {
        Path file = directory.resolve("inetd.conf");
        Files.writeString(file, configuration);
        List<String> all = new ArrayList<>();
        all.addAll(List.of("-p", directory.resolve("pid").toString()));
        all.addAll(List.of(options));
        return start(file, all);
    }

    /** Starts the daemon through a command that becomes it, and waits for nothing. */
    static Daemon startUnder(
            List<String> wrapper, Path directory, String configuration, String... options)
            throws IOException {
        Path file = directory.resolve("inetd.conf");
        Files.writeString(file, configuration);
        List<String> command = new ArrayList<>(wrapper);
        command.addAll(List.of(program().toString(), "-p", directory.resolve("pid").toString()));
        command.addAll(List.of(options));
        command.add(file.toString());
        return new Daemon(builder(command).start(), file);
    }

    /** Starts the daemon on a file that is there, with the usual pid file. */
    static Daemon start(Path file) throws IOException, InterruptedException {
        return start(file, List.of());
    }

    private static Daemon start(Path file, List<String> options)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(program().toString());
        command.addAll(options);
        command.add(file.toString());
        Daemon daemon = new Daemon(builder(command).start(), file);
        try {
            daemon.awaitLine(line -> line.matches(".*\\bready\\b.*"));
        } catch (AssertionError e) {
            daemon.close();
            throw e;
        }
        return daemon;
    }

    /** Runs the program to its end, which must come by itself. */
    static Finished run(String... arguments) throws IOException, InterruptedException {
        return run(PATIENCE_SECONDS, arguments);
    }

    /** The same with more patience than usual. */
    static Finished run(long seconds, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(program().toString());
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile("jinetd", ".out");
        Path err = Files.createTempFile("jinetd", ".err");
        try {
            Process process =
                    builder(command)
                            .redirectOutput(out.toFile())
                            .redirectError(err.toFile())
                            .start();
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("does not end: " + command);
            }
            return new Finished(process.exitValue(), Files.readString(out), Files.readString(err));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    /** What a run of the program left behind. */
    record Finished(int status, String out, String err) {}

    static Path program() {
        return Path.of(System.getProperty("jinetd.tree", "target/jinetd"), "bin", "jinetd")
                .toAbsolutePath();
    }

    private static ProcessBuilder builder(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.redirectInput(Path.of("/dev/null").toFile());
        // The launcher is to choose the Java that this test runs on, and no supervisor is told.
        builder.environment().put("JINETD_JAVA", System.getProperty("java.home") + "/bin/java");
        builder.environment().remove("NOTIFY_SOCKET");
        builder.environment().remove("JOURNAL_STREAM");
        return builder;
    }

    /** Returns the user of this test, as the fifth field of a line. */
    static String user() {
        return System.getProperty("user.name");
    }

    /** Returns a port of the loopback address that nobody held just now. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    long pid() {
        return process.pid();
    }

    /** Connects to a port; reads that take too long fail. */
    Socket connect(int port) throws IOException {
        Socket socket = new Socket();
        socket.connect(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    /**
     * Says something, half-closes, and returns all that is answered until the other side closes.
     */
    String talk(int port, String words) throws IOException {
        try (Socket socket = connect(port)) {
            OutputStream out = socket.getOutputStream();
            out.write(words.getBytes(StandardCharsets.UTF_8));
            socket.shutdownOutput();
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Replaces the configuration, which takes effect at the next {@link #hup}. */
    void configure(String text) throws IOException {
        Files.writeString(configuration, text);
    }

    /** Makes it read its configuration again, and returns the line that sums up the change. */
    String hup() throws IOException, InterruptedException {
        return reloadAfter(() -> kill("HUP"));
    }

    /** Something that makes a daemon read its configuration again. */
    @FunctionalInterface
    interface Step {
        void take() throws IOException, InterruptedException;
    }

    /** Returns the line that sums up the change which a step leads to. */
    String reloadAfter(Step step) throws IOException, InterruptedException {
        int seen = log.size();
        step.take();
        return log.await(
                seen, line -> line.contains("reloaded: ") || line.contains("reload failed"));
    }

    /** Makes it end, and returns its exit status. */
    int stop() throws IOException, InterruptedException {
        kill("TERM");
        return awaitEnd();
    }

    /** Returns the exit status once it has ended. */
    int awaitEnd() throws InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("does not end; it said:\n" + log);
        }
        return process.exitValue();
    }

    void kill(String signal) throws IOException, InterruptedException {
        new ProcessBuilder("/bin/sh", "-c", "kill -" + signal + " " + pid()).start().waitFor();
    }

    /** Returns the first line of the log that fits, old or new, and waits for it if need be. */
    String awaitLine(Predicate<String> wanted) throws InterruptedException {
        return log.await(0, wanted);
    }

    /** Returns the first line that fits from an index of {@link #lines} on. */
    String awaitLine(int from, Predicate<String> wanted) throws InterruptedException {
        return log.await(from, wanted);
    }

    /** Returns what the daemon has said so far. */
    List<String> lines() {
        return log.lines();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    /** What the daemon writes to its standard error, line by line. */
    private static final class Log {
        private final Process process;
        private final List<String> lines = new ArrayList<>();
        private boolean ended;

        Log(Process process) {
            this.process = process;
            Thread reader = new Thread(this::readAll, "log of " + process.pid());
            reader.setDaemon(true);
            reader.start();
        }

        private void readAll() {
            try (BufferedReader reader = process.errorReader(StandardCharsets.UTF_8)) {
                reader.lines().forEach(this::add);
            } catch (IOException | UncheckedIOException e) {
                add("(the log cannot be read: " + e + ")");
            }
            end();
        }

        private synchronized void add(String line) {
            lines.add(line);
            notifyAll();
        }

        private synchronized void end() {
            ended = true;
            notifyAll();
        }

        synchronized int size() {
            return lines.size();
        }

        synchronized List<String> lines() {
            return List.copyOf(lines);
        }

        /** Returns the first line from an index on that fits. */
        synchronized String await(int from, Predicate<String> wanted) throws InterruptedException {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
            for (int next = from; ; next++) {
                while (next >= lines.size()) {
                    long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                    if (ended || left <= 0) {
                        throw new AssertionError("no such line in the log:\n" + this);
                    }
                    wait(left);
                }
                if (wanted.test(lines.get(next))) {
                    return lines.get(next);
                }
            }
        }

        @Override
        public synchronized String toString() {
            return String.join("\n", lines);
        }
    }
}
