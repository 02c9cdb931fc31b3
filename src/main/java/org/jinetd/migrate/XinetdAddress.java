package org.jinetd.migrate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jinetd.config.Problem;
import org.jinetd.config.Word;
import org.jinetd.plan.Ip;
import org.jinetd.plan.Prefix;

/**
 * An address of only_from or no_access, in the words of jinetd.ini. Zero bytes at the end of an
 * IPv4 address are a network there, braces are several addresses, and an address of less than four
 * numbers is what inet_aton(3) takes it for.
 */
final class XinetdAddress {

    private static final Pattern DOTTED = Pattern.compile("[0-9]+(\\.[0-9]+){0,3}");
    private static final Pattern FACTORIZED =
            Pattern.compile("((?:[0-9]{1,3}\\.){0,3})\\{([0-9]{1,3}(?:,[0-9]{1,3})*)\\}");
    private static final Pattern MASKED = Pattern.compile("([^/]+)/([0-9]{1,9})([^0-9].*)?");
    private static final Pattern NAME =
            Pattern.compile(
                    "\\.?[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?"
                            + "(\\.[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?)*\\.?");

    private static final int LONGEST_NAME = 253;
    private static final int BITS = 32;

    private XinetdAddress() {}

    /**
     * Returns the words that mean the same; none for what xinetd cannot read, and passes over.
     *
     * @param problems gets what is not read as it was probably meant
     */
    static List<Word> words(Word word, List<Problem> problems) {
        String text = word.text();
        Matcher factorized = FACTORIZED.matcher(text);
        Matcher masked = MASKED.matcher(text);
        List<String> read;
        if (factorized.matches()) {
            read = factors(factorized.group(1), factorized.group(2));
        } else if (DOTTED.matcher(text).matches()) {
            read = numeric(word, problems);
        } else if (masked.matches()) {
            read = masked(word, masked, problems);
        } else if (text.indexOf(':') >= 0) {
            read = v6(word, problems);
        } else {
            boolean name = NAME.matcher(text).matches() && text.length() <= LONGEST_NAME;
            read = name ? List.of(text.toLowerCase(Locale.ROOT)) : List.of();
        }
        if (read.isEmpty()) {
            problems.add(
                    Problem.warning(
                            word.at(),
                            Problem.quote(text) + " is no address, and xinetd passes over it",
                            "it is left out"));
        }
        return read.stream().map(each -> new Word(each, word.at())).toList();
    }

    private static List<String> v6(Word word, List<Problem> problems) {
        Optional<Ip> ip = Ip.parse(word.text());
        if (ip.filter(Ip::isAny).isPresent()) {
            problems.add(
                    Problem.warning(
                            word.at(),
                            "for xinetd this is one address, and nobody has it",
                            "write ::/0 if everybody is meant"));
        }
        return ip.map(each -> Prefix.of(each, Prefix.bits(each.family())).toString()).stream()
                .toList();
    }

    /** Reads {@code 128.138.{200,201}}; the numbers in braces are the last that count. */
    private static List<String> factors(String before, String factors) {
        List<String> read = new ArrayList<>();
        int bytes = (int) before.chars().filter(c -> c == '.').count() + 1;
        for (String factor : factors.split(",")) {
            Optional<Ip> ip =
                    Ip.parse(plain(before + factor + ".0".repeat(BITS / Byte.SIZE - bytes)));
            if (ip.isEmpty()) {
                return List.of();
            }
            read.add(Prefix.of(ip.get(), bytes * Byte.SIZE).toString());
        }
        return read;
    }

    /** Returns an address without zeros before its numbers, which are decimal here. */
    private static String plain(String address) {
        return address.replaceAll("(?<![0-9])0+(?=[0-9])", "");
    }

    private static List<String> numeric(Word word, List<Problem> problems) {
        Optional<Ip> ip = aton(word.text());
        if (ip.isEmpty()) {
            return List.of();
        }
        String full = ip.get().toString();
        if (!full.equals(word.text())) {
            problems.add(
                    Problem.warning(
                            word.at(),
                            "xinetd reads " + word.text() + " as " + full,
                            "write a network as 192.0.2.0/24 if that is meant"));
        }
        long bits = ip.get().low();
        int zeros = bits == 0 ? BITS : Long.numberOfTrailingZeros(bits) / Byte.SIZE * Byte.SIZE;
        return List.of(Prefix.of(ip.get(), BITS - zeros).toString());
    }

    /** Returns the address of one to four numbers, of which the last fills what is left. */
    private static Optional<Ip> aton(String text) {
        String[] parts = text.split("\\.");
        long address = 0;
        for (int i = 0; i < parts.length; i++) {
            boolean last = i == parts.length - 1;
            int bits = last ? BITS - i * Byte.SIZE : Byte.SIZE;
            boolean octal = parts[i].length() > 1 && parts[i].startsWith("0");
            if (parts[i].length() > 11 || (octal && !parts[i].matches("[0-7]+"))) {
                return Optional.empty();
            }
            long number = Long.parseLong(parts[i], octal ? 8 : 10);
            if (number >>> bits != 0) {
                return Optional.empty();
            }
            address |= number << (last ? 0 : BITS - (i + 1) * Byte.SIZE);
        }
        return Optional.of(Ip.v4((int) address));
    }

    private static List<String> masked(Word word, Matcher matcher, List<Problem> problems) {
        Optional<Ip> ip =
                DOTTED.matcher(matcher.group(1)).matches()
                        ? aton(matcher.group(1))
                        : Ip.parse(matcher.group(1));
        if (ip.isEmpty()) {
            return List.of();
        }
        int most = Prefix.bits(ip.get().family());
        int bits = Integer.parseInt(matcher.group(2));
        if (bits > most || matcher.group(3) != null) {
            problems.add(
                    Problem.warning(
                            word.at(),
                            "xinetd reads this as /" + Math.min(bits, most),
                            "write the bits of the mask, as 192.0.2.0/24"));
        }
        return List.of(Prefix.of(ip.get(), Math.min(bits, most)).toString());
    }
}
