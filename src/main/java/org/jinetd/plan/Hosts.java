package org.jinetd.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jinetd.config.Word;

/**
 * Reads the part of a service before its colon: names, literals, {@code [v6]} and {@code *},
 * separated by commas. Nothing that cannot be read ever becomes a wildcard.
 */
final class Hosts {

    /**
     * One element of the list.
     *
     * @param addresses never empty; a mapped address as the IPv4 address that is meant by it
     */
    record Host(Word word, List<Ip> addresses) {
        boolean isAll() {
            return addresses.size() > 1 && addresses.stream().allMatch(Ip::isAny);
        }
    }

    private static final List<Ip> ALL = List.of(Ip.ANY_V4, Ip.ANY_V6);

    private final Names names;
    private final Findings findings;

    /** Answers of the resolver, each of which may have taken seconds. */
    private final Map<String, List<Ip>> resolved = new HashMap<>();

    Hosts(Names names, Findings findings) {
        this.names = names;
        this.findings = findings;
    }

    /** Returns every element; empty when one of them is wrong. */
    Optional<List<Host>> read(Word list) {
        List<Host> hosts = new ArrayList<>();
        boolean good = true;
        int start = 0;
        while (start <= list.text().length()) {
            int comma = list.text().indexOf(',', start);
            int end = comma < 0 ? list.text().length() : comma;
            Word word = list.part(start, end);
            Optional<List<Ip>> addresses = list.text().isEmpty() ? Optional.of(ALL) : element(word);
            addresses.ifPresent(found -> hosts.add(new Host(word, found)));
            good &= addresses.isPresent();
            start = end + 1;
        }
        return good ? Optional.of(List.copyOf(hosts)) : Optional.empty();
    }

    private Optional<List<Ip>> element(Word word) {
        String text = word.text();
        if (text.equals(Defaults.ALL_ADDRESSES)) {
            return Optional.of(ALL);
        }
        if (text.isEmpty()) {
            return findings.error(word, "an address is missing between commas", "");
        }
        boolean bracketed = text.startsWith("[") && text.endsWith("]");
        Word bare = bracketed ? word.part(1, text.length() - 1) : word;
        return bare.text().indexOf(':') >= 0 || bracketed || looksNumeric(text)
                ? literal(bare).map(List::of)
                : named(word);
    }

    /** Tells an address from a name: no top level domain starts with a digit (RFC 3696, 2). */
    private static boolean looksNumeric(String name) {
        String text = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        String last = text.substring(text.lastIndexOf('.') + 1);
        return !last.isEmpty() && last.charAt(0) >= '0' && last.charAt(0) <= '9';
    }

    private Optional<Ip> literal(Word word) {
        int percent = word.text().indexOf('%');
        String digits = percent < 0 ? word.text() : word.text().substring(0, percent);
        Optional<Ip> ip = Ip.parse(digits).map(Ip::unmapped);
        if (ip.isEmpty()) {
            return findings.error(word, Findings.quote(word) + " is not an address", "");
        }
        if (percent >= 0 && !isLinkLocal(ip.get())) {
            return findings.error(
                    word, "only a link-local address has an interface", "write " + digits);
        }
        if (percent < 0 && isLinkLocal(ip.get())) {
            return findings.error(
                    word,
                    "a link-local address needs its interface (RFC 4007)",
                    "write " + digits + "%INTERFACE");
        }
        return percent < 0 ? ip : scoped(ip.get(), word.from(percent + 1));
    }

    /** A number is an interface as well (RFC 4007, 11.2), but a name of digits is found first. */
    private Optional<Ip> scoped(Ip ip, Word zone) {
        OptionalInt index = names.interfaceIndex(zone.text());
        OptionalLong number = Decimal.parse(zone.text(), Integer.MAX_VALUE);
        if (index.isEmpty() && number.isPresent() && number.getAsLong() > 0) {
            index = OptionalInt.of((int) number.getAsLong());
        }
        return index.isPresent()
                ? Optional.of(Ip.v6(ip.high(), ip.low(), index.getAsInt()))
                : findings.error(zone, "there is no interface " + Findings.quote(zone), "");
    }

    private static boolean isLinkLocal(Ip ip) {
        return ip.family() == Ip.Family.V6 && ip.high() >>> 54 == 0xfe80 >>> 6;
    }

    private Optional<List<Ip>> named(Word word) {
        List<Ip> addresses =
                resolved.computeIfAbsent(
                        word.text(),
                        name ->
                                names.addresses(name).stream()
                                        .map(Ip::unmapped)
                                        .distinct()
                                        .toList());
        if (addresses.isEmpty()) {
            return findings.error(
                    word,
                    "the host " + Findings.quote(word) + " has no address",
                    "check the name, or write the address");
        }
        return addresses.stream().anyMatch(Ip::isAny)
                ? findings.error(
                        word,
                        "the host "
                                + Findings.quote(word)
                                + " has the address of no host in"
                                + " particular, which would offer the service on all",
                        "write * if that is meant")
                : Optional.of(addresses);
    }
}
