package org.jinetd.os.linux;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jinetd.child.Adjustment;
import org.jinetd.config.Position;
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
import org.jinetd.plan.Names;
import org.jinetd.plan.Peer;
import org.jinetd.plan.SocketType;

/** The hosts.allow and hosts.deny of this host. Safe for use by any thread. */
public final class LinuxHostsAccess implements HostsAccess {

    private static final int MOST_BANNER_BYTES = 64 * 1024;
    private static final Duration LONGEST_COMMAND = Duration.ofSeconds(10);

    private final HostsFiles files;
    private final IdentClient ident;
    private final ShellCommands commands;
    private final Names names;
    private final long pid = ProcessHandle.current().pid();
    private final int niceness = OwnProcess.niceness();

    /**
     * Looks for hosts.allow and hosts.deny in a directory.
     *
     * @param directory usually /etc
     * @param environment of the commands, {@code NAME=value} each
     * @param names the users and groups of the host
     * @param problems gets what is wrong with the files, each time they are read
     */
    public LinuxHostsAccess(
            Path directory, List<String> environment, Names names, Consumer<Problem> problems) {
        this(directory, environment, names, problems, new IdentClient());
    }

    LinuxHostsAccess(
            Path directory,
            List<String> environment,
            Names names,
            Consumer<Problem> problems,
            IdentClient ident) {
        this.files =
                new HostsFiles(
                        directory.resolve("hosts.allow").toString(),
                        directory.resolve("hosts.deny").toString(),
                        problems);
        this.names = names;
        this.ident = ident;
        this.commands = new ShellCommands(environment);
    }

    @Override
    public Treatment judge(
            String daemon, Peer peer, SocketType type, Supplier<HostName> clientName) {
        HostsRequest request = HostsRequest.of(daemon, peer, pid);
        HostsLookups lookups = new LookupsOf(peer, type, clientName);
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
        return treatment(answer.verdict(), left, banner.toString(), notStarted);
    }

    private Treatment treatment(
            HostsVerdict verdict,
            List<HostsOption> effects,
            String banner,
            List<String> notStarted) {
        Adjustment.Reading reading = Adjustment.of(effects, names, niceness);
        if (reading instanceof Adjustment.Reading.Good good) {
            return new Treatment(verdict, effects, good.adjustment(), banner, notStarted);
        }
        String fact = ((Adjustment.Reading.Bad) reading).fact();
        HostsVerdict refused =
                ruleOf(verdict)
                        .<HostsVerdict>map(rule -> new HostsVerdict.Refused(rule, fact, List.of()))
                        .orElse(verdict);
        return new Treatment(refused, effects, Adjustment.NONE, banner, notStarted);
    }

    private static Optional<Position> ruleOf(HostsVerdict verdict) {
        if (verdict instanceof HostsVerdict.Granted granted) {
            return granted.rule();
        }
        return Optional.of(
                verdict instanceof HostsVerdict.Twisted twisted
                        ? twisted.rule()
                        : ((HostsVerdict.Refused) verdict).rule());
    }

    /**
     * Returns what the files say of a client, and does nothing of it: nobody is asked for its user,
     * and every command of {@code aclexec} is taken for one that says yes.
     */
    public HostsVerdict preview(HostsRequest request, Supplier<HostName> clientName) {
        return HostsAnswer.of(files.current(), request, new Preview(clientName)).verdict();
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
                ? bytes(answer.banner(text.value(), request, lookups))
                : "";
    }

    private static String bytes(String text) {
        return new String(ByteText.encode(text), StandardCharsets.ISO_8859_1);
    }

    private static HostName serverName(Optional<Ip> address) {
        return address.map(new LinuxHostNames()::of).orElse(HostName.UNKNOWN);
    }

    private final class LookupsOf implements HostsLookups {
        private final Peer peer;
        private final SocketType type;
        private final Supplier<HostName> clientName;

        LookupsOf(Peer peer, SocketType type, Supplier<HostName> clientName) {
            this.peer = peer;
            this.type = type;
            this.clientName = clientName;
        }

        @Override
        public HostName clientName(HostsRequest request) {
            return request.client().isPresent() ? clientName.get() : HostName.UNKNOWN;
        }

        @Override
        public HostName serverName(HostsRequest request) {
            return LinuxHostsAccess.serverName(request.server());
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

    private record Preview(Supplier<HostName> name) implements HostsLookups {
        @Override
        public HostName clientName(HostsRequest request) {
            return name.get();
        }

        @Override
        public HostName serverName(HostsRequest request) {
            return LinuxHostsAccess.serverName(request.server());
        }

        @Override
        public String user(HostsRequest request, Duration timeout) {
            return Facts.UNKNOWN_USER;
        }

        @Override
        public Facts.CommandResult run(String command) {
            return Facts.CommandResult.SUCCEEDED;
        }
    }
}
