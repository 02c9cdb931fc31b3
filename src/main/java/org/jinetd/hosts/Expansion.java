package org.jinetd.hosts;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The {@code %} sequences of hosts_access(5). What they stand for comes from the client, and goes
 * to a shell: every character that is not harmless there becomes an underscore, and so does a minus
 * at the beginning, which would make an option of it.
 */
public final class Expansion {

    private static final String HARMLESS = "!@%-_=+:,./";
    private static final String LETTERS = "aAcdhHnNprRsu%";

    private final HostsRequest request;
    private final Facts facts;

    /** Makes the expansion of what is known of a client. */
    public Expansion(HostsRequest request, Facts facts) {
        this.request = request;
        this.facts = facts;
    }

    Facts facts() {
        return facts;
    }

    /** Returns the sequences of a text that stand for nothing. */
    static List<String> unknown(String text) {
        List<String> unknown = new ArrayList<>();
        for (char letter : letters(text)) {
            if (LETTERS.indexOf(letter) < 0) {
                unknown.add("%" + letter);
            }
        }
        return unknown;
    }

    /** Returns what must be looked up before a text can be expanded. */
    public Optional<HostsFact> missing(String text) {
        for (char letter : letters(text)) {
            boolean client = letter == 'c' || letter == 'h' || letter == 'n';
            boolean server = letter == 's' || letter == 'H' || letter == 'N';
            if (client && facts.clientName().isEmpty()) {
                return Optional.of(new HostsFact.ClientName());
            }
            if (server && facts.serverName().isEmpty()) {
                return Optional.of(new HostsFact.ServerName());
            }
            if (letter == 'u' && facts.user().isEmpty()) {
                return Optional.of(new HostsFact.User(HostsFact.User.USUAL_TIMEOUT));
            }
        }
        return Optional.empty();
    }

    private static List<Character> letters(String text) {
        List<Character> letters = new ArrayList<>();
        for (int i = 0; i + 1 < text.length(); i++) {
            if (text.charAt(i) == '%') {
                letters.add(text.charAt(++i));
            }
        }
        return letters;
    }

    /** Returns a text with its sequences replaced; what is missing is {@code unknown}. */
    public String expand(String text) {
        StringBuilder expanded = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%' && i + 1 < text.length()) {
                expanded.append(harmless(value(text.charAt(++i))));
            } else {
                expanded.append(c);
            }
        }
        return expanded.toString();
    }

    private String value(char letter) {
        return switch (letter) {
            case 'a' -> request.clientAddress();
            case 'A' -> request.serverAddress();
            case 'c' -> client();
            case 'd' -> request.daemon();
            case 'h' -> nameOr(facts.clientName(), request.clientAddress());
            case 'H' -> nameOr(facts.serverName(), request.serverAddress());
            case 'n' -> facts.clientName().orElse(HostName.UNKNOWN).text();
            case 'N' -> facts.serverName().orElse(HostName.UNKNOWN).text();
            case 'p' -> Long.toString(request.pid());
            case 'r' -> port(request.clientPort());
            case 'R' -> port(request.serverPort());
            case 's' -> server();
            case 'u' -> facts.user().orElse(Facts.UNKNOWN_USER);
            case '%' -> "%";
            default -> "";
        };
    }

    private static String port(OptionalInt port) {
        return Integer.toString(port.orElse(0));
    }

    private static String nameOr(Optional<HostName> name, String address) {
        return name.filter(HostName::isKnown).map(HostName::text).orElse(address);
    }

    private String client() {
        String host = nameOr(facts.clientName(), request.clientAddress());
        return facts.user()
                .filter(user -> !user.equals(Facts.UNKNOWN_USER))
                .map(user -> user + "@" + host)
                .orElse(host);
    }

    private String server() {
        String host = nameOr(facts.serverName(), request.serverAddress());
        return host.equals(HostsRequest.UNKNOWN) ? request.daemon() : request.daemon() + "@" + host;
    }

    private static String harmless(String value) {
        StringBuilder safe = new StringBuilder(value.length());
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean plain =
                    (c >= 'a' && c <= 'z')
                            || (c >= 'A' && c <= 'Z')
                            || (c >= '0' && c <= '9')
                            || HARMLESS.indexOf(c) >= 0;
            safe.append(plain && (i > 0 || c != '-') ? c : '_');
        }
        return safe.toString();
    }
}
