package org.jinetd.plan;

import java.util.Optional;
import java.util.OptionalLong;
import org.jinetd.config.Word;

/**
 * Reads the first field of an RPC line, without its hosts: {@code program/version} or {@code
 * program/low-high}, where the program is a name of rpc(5) or a number.
 */
final class RpcField {

    /** Each of them is registered by a call of its own. */
    private static final int MOST_VERSIONS = 100;

    private final Names names;
    private final Findings findings;

    RpcField(Names names, Findings findings) {
        this.names = names;
        this.findings = findings;
    }

    Optional<RpcProgram> read(Word field) {
        int slash = field.text().indexOf('/');
        Word program = slash < 0 ? field : field.part(0, slash);
        OptionalLong number = number(program);
        if (slash < 0) {
            findings.note(
                    field,
                    "no version is written; it is taken for 1, as in FreeBSD",
                    "write " + program.text() + "/1");
            return number.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new RpcProgram(number.getAsLong(), 1, 1));
        }
        Word versions = field.from(slash + 1);
        int dash = versions.text().indexOf('-');
        OptionalLong low = version(dash < 0 ? versions : versions.part(0, dash));
        OptionalLong high = dash < 0 ? low : version(versions.from(dash + 1));
        if (number.isEmpty() || low.isEmpty() || high.isEmpty()) {
            return Optional.empty();
        }
        return versions(number.getAsLong(), low.getAsLong(), high.getAsLong(), versions);
    }

    private Optional<RpcProgram> versions(long number, long low, long high, Word versions) {
        if (low > high) {
            return findings.error(
                    versions,
                    "the versions " + Findings.quote(versions) + " are none",
                    "write the lower one first");
        }
        if (high - low >= MOST_VERSIONS) {
            return findings.error(
                    versions,
                    "a program has at most " + MOST_VERSIONS + " versions, these are more",
                    "write those that the program answers");
        }
        return Optional.of(new RpcProgram(number, (int) low, (int) high));
    }

    private OptionalLong number(Word program) {
        String text = program.text();
        OptionalLong number =
                Decimal.isDigits(text)
                        ? Decimal.parse(text, RpcProgram.LARGEST_NUMBER)
                        : names.rpcProgram(text);
        if (number.isEmpty() || number.getAsLong() == 0) {
            findings.error(
                    program,
                    "unknown RPC program " + Findings.quote(program),
                    findings.didYouMean(program, names::knownRpcPrograms));
            return OptionalLong.empty();
        }
        return number;
    }

    private OptionalLong version(Word word) {
        OptionalLong version = Decimal.parse(word.text(), Integer.MAX_VALUE);
        if (version.isEmpty()) {
            findings.error(
                    word,
                    Findings.quote(word) + " is not a version from 0 to " + Integer.MAX_VALUE,
                    "write program/1 or program/1-3");
        }
        return version;
    }
}
