package org.jinetd.os.linux;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jinetd.config.Problem;
import org.jinetd.hosts.Facts;
import org.jinetd.hosts.HostName;
import org.jinetd.hosts.HostsAnswer;
import org.jinetd.hosts.HostsLookups;
import org.jinetd.hosts.HostsOption;
import org.jinetd.hosts.HostsRequest;
import org.jinetd.hosts.HostsVerdict;
import org.jinetd.os.HostsAccess;
import org.jinetd.os.Outcome;
import org.jinetd.plan.Ip;
import org.jinetd.plan.Peer;
import org.jinetd.plan.SocketType;

/** The hosts.allow and hosts.deny of this host. Safe for use by any thread. */
public final class LinuxHostsAccess implements HostsAccess {

    private static final int MOST_BANNER_BYTES = 64 * 1024;
    private static final Duration LONGEST_COMMAND = Duration.ofSeconds(10);

    private final HostsFiles files;
    private final IdentClient ident;
    private final ShellCommands commands;
    private final long pid = ProcessHandle.current().pid();

    /**
     * Looks for hosts.allow and hosts.deny in a directory.
     *
     * @param directory usually /etc
     * @param environment of the commands, {@code NAME=value} each
     * @param problems gets what is wrong with the files, each time they are read
     */
    public LinuxHostsAccess(Path directory, List<String> environment, Consumer<Problem> problems) {
        this(directory, environment, problems, new IdentClient());
    }

    LinuxHostsAccess(
            Path directory,
            List<String> environment,
            Consumer<Problem> problems,
            IdentClient ident) {
        this.files =
                new HostsFiles(
                        directory.resolve("hosts.allow").toString(),
                        directory.resolve("hosts.deny").toString(),
                        problems);
        this.ident = ident;
        this.commands = new ShellCommands(environment);
    }

    @Override
    public Treatment judge(String daemon, Peer peer, SocketType type) {
        HostsRequest request = HostsRequest.of(daemon, peer, pid);
        HostsLookups lookups = new LookupsOf(peer, type);
        HostsAnswer answer = HostsAnswer.of(files.current(), request, lookups);
        List<HostsOption> left = new ArrayList<>();
        List<String> notStarted = new ArrayList<>();
        StringBuilder banner = new StringBuilder();
        for (HostsOption effect : effects(answer.verdict())) {
            if (effect instanceof HostsOption.Spawn spawn) {
                if (!commands.start(spawn.command())) {
                    notStarted.add(spawn.command());
                }
            } else if (effect instanceof HostsOption.Banners banners) {
                banner.append(banner(banners.directory(), answer, request, lookups));
            } else {
                left.add(effect);
            }
        }
        return new Treatment(answer.verdict(), left, banner.toString(), notStarted);
    }

    private static List<HostsOption> effects(HostsVerdict verdict) {
        if (verdict instanceof HostsVerdict.Granted granted) {
            return granted.effects();
        }
        return verdict instanceof HostsVerdict.Refused refused
                ? refused.effects()
                : ((HostsVerdict.Twisted) verdict).effects();
    }

    /** A service without a file of its name there has no banner. */
    private static String banner(
            String directory, HostsAnswer answer, HostsRequest request, HostsLookups lookups) {
        String path = directory + "/" + request.daemon();
        return LinuxFiles.read(path, MOST_BANNER_BYTES) instanceof Outcome.Done<String> text
                ? answer.banner(text.value(), request, lookups)
                : "";
    }

    private final class LookupsOf implements HostsLookups {
        private final Peer peer;
        private final SocketType type;

        LookupsOf(Peer peer, SocketType type) {
            this.peer = peer;
            this.type = type;
        }

        @Override
        public HostName clientName(HostsRequest request) {
            return name(request.client());
        }

        @Override
        public HostName serverName(HostsRequest request) {
            return name(request.server());
        }

        private HostName name(Optional<Ip> address) {
            return address.map(LinuxHostNames::of).orElse(HostName.UNKNOWN);
        }

        @Override
        public String user(HostsRequest request, Duration timeout) {
            return peer instanceof Peer.Inet inet && type == SocketType.STREAM
                    ? ident.user(inet, timeout).orElse(Facts.UNKNOWN_USER)
                    : Facts.UNKNOWN_USER;
        }

        @Override
        public Facts.CommandResult run(String command) {
            return commands.run(command, LONGEST_COMMAND);
        }
    }
}
