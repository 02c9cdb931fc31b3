package org.jinetd.plan;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jinetd.config.Word;

/**
 * Reads the end of a line: {@code program arguments...}, or {@code internal}, behind which the name
 * of a built-in may stand when the service has another name: {@code 7007 stream tcp nowait nobody
 * internal echo}. FreeBSD's manual also allows the word {@code internal} there, for the service's
 * own name.
 */
final class ProgramFields {

    static final String INTERNAL = "internal";

    private final Names names;
    private final Findings findings;

    ProgramFields(Names names, Findings findings) {
        this.names = names;
        this.findings = findings;
    }

    static boolean isInternal(Fields fields) {
        return fields.program().text().equals(INTERNAL);
    }

    /** Returns the program with its arguments, for an identity that was found elsewhere. */
    Optional<Action.Execute> program(Fields fields, Optional<Identity> identity) {
        Word program = fields.program();
        String path = program.text();
        if (!path.startsWith("/")) {
            String meant = findings.didYouMean(program, List.of(INTERNAL));
            return findings.error(
                    program,
                    Findings.quote(program) + " is neither an absolute path nor internal",
                    meant.isEmpty() ? "write the whole path" : meant);
        }
        String base = path.substring(path.lastIndexOf('/') + 1);
        if (base.isEmpty()) {
            return findings.error(
                    program, Findings.quote(program) + " is a directory", "name the program in it");
        }
        List<String> arguments =
                fields.arguments().isEmpty()
                        ? List.of(base)
                        : fields.arguments().stream().map(Word::text).toList();
        return identity.map(who -> new Action.Execute(path, arguments, who));
    }

    /**
     * Returns the built-in that a line means.
     *
     * @param database the protocol in services(5), whose aliases are known as well
     */
    Optional<Action> builtIn(Fields fields, String database) {
        List<Word> arguments = fields.arguments();
        if (arguments.size() > 1) {
            return findings.error(
                    arguments.get(1), "a built-in takes no arguments", "delete what is behind it");
        }
        boolean unnamed = arguments.isEmpty() || arguments.get(0).text().equals(INTERNAL);
        Word word = unnamed ? serviceName(fields) : arguments.get(0);
        Optional<BuiltIn> builtIn =
                BuiltIn.named(word.text())
                        .or(() -> BuiltIn.named(names.officialName(word.text(), database)));
        if (builtIn.isEmpty()) {
            return findings.error(
                    word,
                    "not a built-in: "
                            + Findings.quote(word)
                            + "; there are "
                            + String.join(", ", words()),
                    remedy(word));
        }
        return builtIn.map(Action.Internal::new);
    }

    /** Returns the name that the line goes by, which for a path is its last component. */
    private static Word serviceName(Fields fields) {
        Word field = fields.service();
        String text = field.text();
        return field.from(
                1
                        + Math.max(
                                text.lastIndexOf(':'),
                                Math.max(text.lastIndexOf('/'), text.lastIndexOf('@'))));
    }

    private String remedy(Word word) {
        return Decimal.isDigits(word.text())
                ? "write the service by name, or the built-in's name behind internal"
                : findings.didYouMean(word, words());
    }

    private static List<String> words() {
        return Arrays.stream(BuiltIn.values()).map(BuiltIn::word).collect(Collectors.toList());
    }
}
