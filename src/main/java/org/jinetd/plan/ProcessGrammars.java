package org.jinetd.plan;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jinetd.config.Word;

/** Values that are about a child's process. */
final class ProcessGrammars {

    private static final String NONE = "none";
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern OCTAL = Pattern.compile("[0-7]{1,4}");
    private static final long GREATEST_GROUP = 0xffff_fffeL;

    static final Grammar<Integer> UMASK = new Grammar<>("octal number", ProcessGrammars::umask);

    static final Grammar<String> DIRECTORY = new Grammar<>("path", ProcessGrammars::directory);

    static final Grammar<List<Long>> GROUPS =
            ProcessGrammars.<Long>ascending(Grammar.list("group ...", ProcessGrammars::group))
                    .or(NONE, List.of());

    static final Grammar<List<Integer>> CAPABILITIES =
            ProcessGrammars.<Integer>ascending(
                            Grammar.list("capability ...", ProcessGrammars::capability))
                    .or(NONE, List.of());

    static final Grammar<List<String>> ENVIRONMENT =
            Grammar.list("NAME=value ...", ProcessGrammars::assignment);

    static final Grammar<List<String>> VARIABLES =
            Grammar.<String>list("NAME ...", ProcessGrammars::variable).or(NONE, List.of());

    private ProcessGrammars() {}

    /** Returns the same values, each once, the smallest first. */
    private static <T extends Comparable<T>> Grammar<List<T>> ascending(Grammar<List<T>> list) {
        return list.as(all -> List.copyOf(new TreeSet<>(all)));
    }

    private static Optional<Integer> umask(Word word, ValueContext context) {
        boolean octal = OCTAL.matcher(word.text()).matches();
        return octal && Integer.parseInt(word.text(), 8) <= 0777
                ? Optional.of(Integer.parseInt(word.text(), 8))
                : context.bad(word, "an octal number from 0 to 777");
    }

    private static Optional<String> directory(Word word, ValueContext context) {
        boolean good =
                word.text().startsWith("/")
                        && !List.of(word.text().split("/")).contains("..")
                        && word.text().indexOf('\0') < 0;
        return good ? Optional.of(word.text()) : context.bad(word, "an absolute path without ..");
    }

    private static Optional<Long> group(Word word, ValueContext context) {
        if (Decimal.isDigits(word.text())) {
            OptionalLong number = Decimal.parse(word.text(), GREATEST_GROUP);
            return number.isPresent()
                    ? Optional.of(number.getAsLong())
                    : context.bad(word, "a number up to " + GREATEST_GROUP);
        }
        return context.names()
                .group(word.text())
                .or(
                        () ->
                                context.findings()
                                        .error(
                                                word,
                                                "unknown group " + Findings.quote(word),
                                                context.findings()
                                                        .didYouMean(
                                                                word,
                                                                context.names().knownGroups())));
    }

    private static Optional<Integer> capability(Word word, ValueContext context) {
        OptionalInt number = Capability.named(word.text());
        if (number.isPresent()) {
            return Optional.of(number.getAsInt());
        }
        String suggestion = context.findings().didYouMean(word, Capability.WORDS);
        return context.findings()
                .error(
                        word,
                        "unknown capability " + Findings.quote(word),
                        suggestion.isEmpty() ? "capabilities(7) lists them" : suggestion);
    }

    private static Optional<String> assignment(Word word, ValueContext context) {
        int equals = word.text().indexOf('=');
        return equals > 0 && VARIABLE.matcher(word.text().substring(0, equals)).matches()
                ? Optional.of(word.text())
                : context.bad(word, "NAME=value, with quotes around a value that has blanks");
    }

    private static Optional<String> variable(Word word, ValueContext context) {
        return VARIABLE.matcher(word.text()).matches()
                ? Optional.of(word.text())
                : context.bad(word, "names of variables, or none");
    }
}
