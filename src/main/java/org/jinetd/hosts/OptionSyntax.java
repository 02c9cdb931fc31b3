package org.jinetd.hosts;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jinetd.config.Suggestion;

/** Reads the options of a rule. */
final class OptionSyntax {

    private static final String BLANKS = " \t\r\n\f\u000b";

    /** How an option is written. */
    private enum Keyword {
        ALLOW(Argument.NONE),
        DENY(Argument.NONE),
        SEVERITY(Argument.NEEDED),
        SPAWN(Argument.NEEDED),
        TWIST(Argument.NEEDED),
        ACLEXEC(Argument.NEEDED),
        KEEPALIVE(Argument.NONE),
        LINGER(Argument.NEEDED),
        RFC931(Argument.POSSIBLE),
        BANNERS(Argument.NEEDED),
        NICE(Argument.POSSIBLE),
        SETENV(Argument.NEEDED),
        UMASK(Argument.NEEDED),
        USER(Argument.NEEDED),
        GROUP(Argument.NEEDED);

        private final Argument argument;

        Keyword(Argument argument) {
            this.argument = argument;
        }

        boolean isLast() {
            return this == ALLOW || this == DENY || this == TWIST;
        }

        boolean isExpanded() {
            return this == SPAWN || this == TWIST || this == ACLEXEC || this == SETENV;
        }

        private static Map<String, Keyword> byName() {
            Map<String, Keyword> names = new HashMap<>();
            for (Keyword keyword : values()) {
                names.put(Ascii.lower(keyword.name()), keyword);
            }
            return Map.copyOf(names);
        }
    }

    private enum Argument {
        NONE,
        POSSIBLE,
        NEEDED
    }

    private static final Map<String, Keyword> KEYWORDS = Keyword.byName();

    private final RuleText line;
    private final Findings findings;

    OptionSyntax(RuleText line, Findings findings) {
        this.line = line;
        this.findings = findings;
    }

    /** Reads the rest of the line; there is at least one option, if only a faulty one. */
    List<HostsOption> options(int from) {
        List<Span> fields = fields(from);
        List<HostsOption> options = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            Span field = fields.get(i);
            boolean last = i == fields.size() - 1;
            options.add(option(field, last));
        }
        return options;
    }

    /** Cuts at each colon but those with a backslash before them, which it takes away. */
    private List<Span> fields(int from) {
        String text = line.text();
        List<Span> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        int start = from;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ':') {
                fields.add(new Span(field.toString(), start));
                field.setLength(0);
                start = i + 1;
            } else if (c == '\\' && text.startsWith(":", i + 1)) {
                field.append(':');
                i++;
            } else {
                field.append(c);
            }
        }
        fields.add(new Span(field.toString(), start));
        return fields;
    }

    private static String chopped(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && BLANKS.indexOf(text.charAt(start)) >= 0) {
            start++;
        }
        while (end > start && BLANKS.indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        return text.substring(start, end);
    }

    private HostsOption option(Span field, boolean last) {
        String text = chopped(field.text());
        int nameEnd = 0;
        while (nameEnd < text.length()
                && text.charAt(nameEnd) != '='
                && BLANKS.indexOf(text.charAt(nameEnd)) < 0) {
            nameEnd++;
        }
        String name = text.substring(0, nameEnd);
        String value = chopped(text.substring(nameEnd));
        value = value.startsWith("=") ? chopped(value.substring(1)) : value;
        Optional<Keyword> keyword = Optional.ofNullable(KEYWORDS.get(Ascii.lower(name)));
        if (keyword.isEmpty()) {
            String remedy =
                    Suggestion.nearest(Ascii.lower(name), KEYWORDS.keySet())
                            .map(near -> "did you mean " + near + "?")
                            .orElse("see hosts_options(5)");
            return faulty(
                    field,
                    name.isEmpty() ? "no option" : Findings.quoted(name) + " is no option",
                    remedy);
        }
        Argument argument = keyword.get().argument;
        if (value.isEmpty() && argument == Argument.NEEDED) {
            return faulty(field, name + " needs a value", "see hosts_options(5)");
        }
        if (!value.isEmpty() && argument == Argument.NONE) {
            return faulty(field, name + " takes no value", "write it alone");
        }
        if (!last && keyword.get().isLast()) {
            return faulty(field, name + " must be the last option", "put it to the end");
        }
        if (keyword.get().isExpanded()) {
            warnOfUnknown(field, value);
        }
        return read(keyword.get(), value)
                .orElseGet(
                        () ->
                                faulty(
                                        field,
                                        Findings.quoted(text) + " is no value of " + name,
                                        "see hosts_options(5)"));
    }

    private void warnOfUnknown(Span field, String value) {
        for (String sequence : Expansion.unknown(value)) {
            findings.warning(
                    line.at(field.start()), sequence + " stands for nothing", "write %% for %");
        }
    }

    private HostsOption faulty(Span field, String fact, String remedy) {
        int blanks = field.text().length() - chopped(field.text() + ".").length() + 1;
        findings.error(
                line.at(field.start() + blanks), fact + "; whom this rule fits is refused", remedy);
        return new HostsOption.Faulty(chopped(field.text()));
    }

    private static Optional<HostsOption> read(Keyword keyword, String value) {
        return switch (keyword) {
            case ALLOW -> Optional.of(new HostsOption.Allow());
            case DENY -> Optional.of(new HostsOption.Deny());
            case KEEPALIVE -> Optional.of(new HostsOption.Keepalive());
            case SPAWN -> Optional.of(new HostsOption.Spawn(value));
            case TWIST -> Optional.of(new HostsOption.Twist(value));
            case ACLEXEC -> Optional.of(new HostsOption.Aclexec(value));
            case BANNERS -> Optional.of(new HostsOption.Banners(value));
            case GROUP -> Optional.of(new HostsOption.Group(value));
            case SEVERITY -> SyslogNames.severity(value);
            case LINGER -> number(value).filter(n -> n >= 0).map(HostsOption.Linger::new);
            case RFC931 ->
                    value.isEmpty()
                            ? Optional.of(new HostsOption.Rfc931(Optional.empty()))
                            : number(value)
                                    .filter(n -> n > 0)
                                    .map(n -> new HostsOption.Rfc931(Optional.of(n)));
            case NICE ->
                    value.isEmpty()
                            ? Optional.of(new HostsOption.Nice(HostsOption.Nice.USUAL))
                            : number(value).map(HostsOption.Nice::new);
            case SETENV -> setenv(value);
            case UMASK ->
                    value.matches("\\+?0*[0-7]{1,3}")
                            ? Optional.of(new HostsOption.Umask(Integer.parseInt(value, 8)))
                            : Optional.empty();
            case USER -> user(value);
        };
    }

    /** Reads what scanf(3) takes for an int, without those that do not fit into one. */
    private static Optional<Integer> number(String value) {
        if (!value.matches("[+-]?[0-9]{1,18}")) {
            return Optional.empty();
        }
        long number = Long.parseLong(value);
        return number == (int) number ? Optional.of((int) number) : Optional.empty();
    }

    private static Optional<HostsOption> setenv(String value) {
        int end = 0;
        while (end < value.length() && BLANKS.indexOf(value.charAt(end)) < 0) {
            end++;
        }
        String name = value.substring(0, end);
        return name.indexOf('=') >= 0
                ? Optional.empty()
                : Optional.of(new HostsOption.Setenv(name, chopped(value.substring(end))));
    }

    private static Optional<HostsOption> user(String value) {
        int dot = value.indexOf('.');
        String user = dot < 0 ? value : value.substring(0, dot);
        Optional<String> group = dot < 0 ? Optional.empty() : Optional.of(value.substring(dot + 1));
        return user.isEmpty() || group.filter(String::isEmpty).isPresent()
                ? Optional.empty()
                : Optional.of(new HostsOption.User(user, group));
    }
}
