package org.jinetd.endtoend;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The rpcbind of this host (Debian's package of that name): its own if one runs, else one that ends
 * with the test.
 */
public final class HostRpcbind {

    private static final int PATIENCE_TENTHS = 100;

    private Optional<Process> process = Optional.empty();

    private HostRpcbind() {}

    /** Returns it as soon as it answers. */
    public static HostRpcbind running() throws IOException, InterruptedException {
        HostRpcbind rpcbind = new HostRpcbind();
        if (!answers()) {
            rpcbind.start();
        }
        return rpcbind;
    }

    private void start() throws IOException, InterruptedException {
        Files.createDirectories(Path.of("/run/rpcbind"));
        ProcessBuilder builder = new ProcessBuilder("/usr/sbin/rpcbind", "-f");
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        Process started = builder.start();
        process = Optional.of(started);
        for (int i = 0; !answers(); i++) {
            if (i >= PATIENCE_TENTHS || started.waitFor(100, TimeUnit.MILLISECONDS)) {
                end();
                throw new AssertionError("rpcbind does not answer");
            }
        }
    }

    private static boolean answers() throws IOException, InterruptedException {
        return run("rpcinfo", "-p", "127.0.0.1").status() == 0;
    }

    /** Returns the lines of {@code rpcinfo -p} about a program, blanks made one. */
    public List<String> mappings(long program) throws IOException, InterruptedException {
        return run("rpcinfo", "-p", "127.0.0.1")
                .out()
                .lines()
                .map(line -> line.strip().replaceAll("\\s+", " "))
                .filter(line -> line.startsWith(program + " "))
                .sorted()
                .toList();
    }

    /** Returns the lines of {@code rpcinfo} about a program: every network, and the owner. */
    public List<String> all(long program) throws IOException, InterruptedException {
        return run("rpcinfo", "127.0.0.1")
                .out()
                .lines()
                .map(line -> line.strip().replaceAll("\\s+", " "))
                .filter(line -> line.startsWith(program + " "))
                .sorted()
                .toList();
    }

    /** What a command did. */
    private record Finished(int status, String out) {}

    /** Runs one of the commands that come with rpcbind. */
    private static Finished run(String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.redirectErrorStream(true);
        Process process = builder.start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Finished(process.waitFor(), out);
    }

    /** Removes a version of a program from all networks. */
    public void delete(long program, int version) throws IOException, InterruptedException {
        run("rpcinfo", "-d", Long.toString(program), Integer.toString(version));
    }

    /**
     * Has it forget everything: ends the test's own and starts another; of the host's own, which is
     * in use, deletes the program.
     */
    public void restart(long program) throws IOException, InterruptedException {
        if (process.isPresent()) {
            end();
            start();
        } else {
            for (int version = 1; version <= 2; version++) {
                delete(program, version);
            }
        }
    }

    /** Waits until so many lines tell of a program. */
    public void awaitAll(long program, int count, long seconds)
            throws IOException, InterruptedException {
        long start = System.nanoTime();
        Process pause = new ProcessBuilder("sleep", Long.toString(seconds)).start();
        while (all(program).size() != count) {
            if (pause.waitFor(250, TimeUnit.MILLISECONDS)) {
                long waited = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
                throw new AssertionError(all(program) + " after " + waited + " seconds");
            }
        }
        pause.destroy();
    }

    /** Ends it, if it is the test's own. */
    public void end() throws InterruptedException {
        if (process.isPresent()) {
            process.get().destroy();
            if (!process.get().waitFor(Daemon.PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("rpcbind does not end");
            }
            process = Optional.empty();
        }
    }
}
