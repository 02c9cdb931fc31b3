package org.jinetd.os.linux;

import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jinetd.hosts.Facts.CommandResult;

/**
 * Runs the commands of hosts.allow and hosts.deny: {@code /bin/sh -c}, standard streams on
 * /dev/null, as the user that the daemon runs as.
 */
final class ShellCommands {

    /** Commands that run at the same time; a flood of clients must not become one of processes. */
    private static final int MOST = 64;

    private static final File NOWHERE = new File("/dev/null");

    private final Semaphore room = new Semaphore(MOST);
    private final List<String> environment;

    /**
     * @param environment {@code NAME=value} each
     */
    ShellCommands(List<String> environment) {
        this.environment = List.copyOf(environment);
    }

    /** Starts a command and goes on; returns whether it could be started. */
    boolean start(String command) {
        if (!room.tryAcquire()) {
            return false;
        }
        try {
            Process process = begin(command);
            Future<?> unused = process.onExit().whenComplete((ended, why) -> room.release());
            return true;
        } catch (IOException e) {
            room.release();
            return false;
        }
    }

    /** Runs a command to its end; one that takes longer than that is killed. */
    CommandResult run(String command, Duration most) {
        if (!room.tryAcquire()) {
            return CommandResult.FAILED;
        }
        try {
            Process process = begin(command);
            boolean ended = process.waitFor(most.toNanos(), TimeUnit.NANOSECONDS);
            if (!ended) {
                process.destroyForcibly();
            }
            return ended && process.exitValue() == 0
                    ? CommandResult.SUCCEEDED
                    : CommandResult.FAILED;
        } catch (IOException e) {
            return CommandResult.FAILED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return CommandResult.FAILED;
        } finally {
            room.release();
        }
    }

    private Process begin(String command) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder("/bin/sh", "-c", command)
                        .directory(new File("/"))
                        .redirectInput(NOWHERE)
                        .redirectOutput(NOWHERE)
                        .redirectError(NOWHERE);
        Map<String, String> variables = builder.environment();
        variables.clear();
        for (String variable : environment) {
            int equals = variable.indexOf('=');
            variables.put(variable.substring(0, equals), variable.substring(equals + 1));
        }
        return builder.start();
    }
}
