package org.jinetd.plan;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jinetd.config.Word;

/** Reads the second field of a line: the type of socket. */
final class TypeField {

    private static final Set<String> REFUSED = Set.of("raw", "rdm");
    private static final List<SocketType> SERVED = List.of(SocketType.values());

    private TypeField() {}

    /** Returns the type that a word means, if it is one that can be served. */
    static Optional<SocketType> named(String word) {
        return SERVED.stream().filter(type -> type.word().equals(word)).findFirst();
    }

    static Optional<SocketType> read(Word word, Findings findings) {
        String text = word.text();
        if (REFUSED.contains(text)) {
            return findings.error(
                    word,
                    "refused: " + text + " sockets are not offered by any super-server safely",
                    "start the program by itself");
        }
        List<String> words = SERVED.stream().map(SocketType::word).toList();
        Optional<SocketType> type = named(text);
        if (type.isEmpty()) {
            return findings.error(
                    word,
                    "unknown socket type "
                            + Findings.quote(word)
                            + "; permitted: "
                            + String.join(", ", words),
                    findings.didYouMean(word, words));
        }
        return type;
    }
}
