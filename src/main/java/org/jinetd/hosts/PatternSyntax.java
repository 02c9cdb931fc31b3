package org.jinetd.hosts;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jinetd.plan.Ip;
import org.jinetd.plan.Prefix;

/** Reads the patterns of a rule; each that is none is told, and kept as one nobody can decide. */
final class PatternSyntax {

    private static final String SEPARATORS = ", \t\r\n";
    private static final String NUMERIC = "[0-9.]+";
    private static final String FIELD = "(0|[1-9][0-9]?|1[0-9][0-9]|2[0-4][0-9]|25[0-5])";
    private static final String ADDRESS_START = "(" + FIELD + "\\.){1,3}";
    private static final int ALL_ONES = -1;

    /** Each exception of an exception is a step into the depth for whoever asks the list. */
    private static final int MOST_EXCEPT = 100;

    private final RuleText line;
    private final Findings findings;

    PatternSyntax(RuleText line, Findings findings) {
        this.line = line;
        this.findings = findings;
    }

    PatternList<DaemonPattern> daemons(int from, int to) {
        return list(from, to, "no daemon", this::daemon);
    }

    PatternList<ClientPattern> clients(int from, int to) {
        return list(from, to, "no client", this::client);
    }

    private <P> PatternList<P> list(int from, int to, String missing, Function<Span, P> one) {
        List<List<P>> lists = new ArrayList<>();
        List<P> current = new ArrayList<>();
        for (Span word : Span.words(line.text(), SEPARATORS, from, to)) {
            if (Ascii.same(word.text(), PatternList.EXCEPT)) {
                checkThere(current, word.start(), missing + " before EXCEPT");
                lists.add(current);
                current = new ArrayList<>();
            } else {
                current.add(one.apply(word));
            }
        }
        if (lists.size() > MOST_EXCEPT) {
            findings.error(
                    line.at(from), "more than " + MOST_EXCEPT + " EXCEPT", "use several rules");
            return new PatternList<>(List.of(), Optional.empty());
        }
        checkThere(current, to, lists.isEmpty() ? missing : missing + " behind EXCEPT");
        Optional<PatternList<P>> list = Optional.of(new PatternList<>(current, Optional.empty()));
        for (int i = lists.size() - 1; i >= 0; i--) {
            list = Optional.of(new PatternList<>(lists.get(i), list));
        }
        return list.get();
    }

    private void checkThere(List<?> list, int index, String fact) {
        if (list.isEmpty()) {
            findings.error(line.at(index), fact, "write ALL for any");
        }
    }

    private DaemonPattern daemon(Span word) {
        int at = Span.indexOf(word.text(), '@', 1, word.text().length());
        Span process = at < 0 ? word : new Span(word.text().substring(0, at), word.start());
        Optional<HostPattern> host =
                at < 0 ? Optional.empty() : Optional.of(host(word.from(at + 1)));
        if (process.text().startsWith("@")) {
            return new DaemonPattern(
                    faultyText(process, "a netgroup has no daemons", "name them"), host);
        }
        if (process.text().indexOf('/') >= 0) {
            return new DaemonPattern(
                    faultyText(
                            process,
                            "a daemon is called by the last part of its path",
                            "leave the directories out"),
                    host);
        }
        return new DaemonPattern(text(process), host);
    }

    private ClientPattern client(Span word) {
        int at = Span.indexOf(word.text(), '@', 1, word.text().length());
        if (at < 0) {
            return new ClientPattern(Optional.empty(), host(word));
        }
        TextPattern user = text(new Span(word.text().substring(0, at), word.start()));
        return new ClientPattern(Optional.of(user), host(word.from(at + 1)));
    }

    private TextPattern text(Span word) {
        return word.text().equals(".")
                ? faultyText(word, "a dot alone", "write a name behind or before it")
                : TextPattern.of(word.text());
    }

    private TextPattern faultyText(Span word, String fact, String remedy) {
        tell(word, fact, remedy);
        return new TextPattern.Faulty(word.text());
    }

    /** Reads a pattern for a host. */
    HostPattern host(Span word) {
        String text = word.text();
        if (text.startsWith("@")) {
            return faulty(word, "netgroups are not supported", "name the hosts or their networks");
        }
        if (text.startsWith("/")) {
            return new HostPattern.Listed(text);
        }
        if (Ascii.same(text, "KNOWN")) {
            return new HostPattern.Known();
        }
        if (Ascii.same(text, "LOCAL")) {
            return new HostPattern.Local();
        }
        if (text.indexOf('[') >= 0 || text.indexOf(']') >= 0) {
            return network6(word);
        }
        if (text.indexOf('/') >= 0) {
            return network4(word);
        }
        if (text.isEmpty() || text.indexOf('@') >= 0) {
            return faulty(word, "no host where one is expected", "write ALL for any");
        }
        return called(word);
    }

    private HostPattern called(Span word) {
        String text = word.text();
        boolean address = Ip.parse(text).isPresent() || text.matches(ADDRESS_START);
        if (text.matches(NUMERIC) && !text.startsWith(".") && !address) {
            return faulty(
                    word,
                    "this is neither an IPv4 address nor, with a dot at its end, the first part"
                            + " of one",
                    "write 192.0.2.1, 192.0.2. or 192.0.2.0/24");
        }
        TextPattern pattern = text(word);
        return pattern instanceof TextPattern.Faulty
                ? new HostPattern.Faulty(text)
                : new HostPattern.Called(pattern);
    }

    private HostPattern network4(Span word) {
        int slash = word.text().indexOf('/');
        Optional<Integer> network = quad(word.text().substring(0, slash));
        Optional<Integer> mask = mask(word.text().substring(slash + 1));
        if (network.isEmpty()) {
            return faulty(word, "no IPv4 address before the '/'", "write 192.0.2.0/24");
        }
        if (mask.isEmpty()) {
            return faulty(
                    word,
                    "behind the '/' there are 1 to 32, or four numbers up to 255",
                    "write ALL for any address, and an address without '/' for itself");
        }
        if ((network.get() & mask.get()) != network.get()) {
            return faulty(
                    word,
                    "the address has bits that its mask has not, so none is in this network",
                    "write " + Ip.v4(network.get() & mask.get()) + word.text().substring(slash));
        }
        return new HostPattern.Network4(network.get(), mask.get());
    }

    private static Optional<Integer> quad(String text) {
        return Ip.parse(text).filter(ip -> ip.family() == Ip.Family.V4).map(ip -> (int) ip.low());
    }

    /** To libwrap neither /0 nor /255.255.255.255 is a mask (hosts_access(5)). */
    private static Optional<Integer> mask(String text) {
        if (Ascii.isNumber(text) && text.length() <= 2) {
            int length = Integer.parseInt(text);
            return length >= 1 && length <= Integer.SIZE
                    ? Optional.of(ALL_ONES << (Integer.SIZE - length))
                    : Optional.empty();
        }
        return quad(text).filter(bits -> bits != ALL_ONES);
    }

    private HostPattern network6(Span word) {
        String text = word.text();
        int close = text.indexOf(']');
        Optional<Ip> address =
                text.startsWith("[") && close > 0
                        ? Ip.parse(text.substring(1, close))
                                .filter(ip -> ip.family() == Ip.Family.V6)
                        : Optional.empty();
        String behind = close < 0 ? "" : text.substring(close + 1);
        String digits = behind.isEmpty() ? "128" : behind.substring(1);
        boolean length =
                (behind.isEmpty() || behind.startsWith("/"))
                        && digits.length() <= 3
                        && Ascii.isNumber(digits)
                        && Integer.parseInt(digits) <= Prefix.bits(Ip.Family.V6);
        if (address.isEmpty() || !length) {
            return faulty(word, "this is no IPv6 network", "write [2001:db8::]/32");
        }
        if (address.get().isMapped()) {
            return faulty(
                    word,
                    "an IPv4 client is not looked for here",
                    "write its address without brackets: " + address.get().unmapped());
        }
        return new HostPattern.Network6(Prefix.of(address.get(), Integer.parseInt(digits)));
    }

    private HostPattern faulty(Span word, String fact, String remedy) {
        tell(word, fact, remedy);
        return new HostPattern.Faulty(word.text());
    }

    private void tell(Span word, String fact, String remedy) {
        findings.error(
                line.at(word.start()),
                Findings.quoted(word.text()) + ": " + fact + "; it lets nobody in",
                remedy);
    }
}
