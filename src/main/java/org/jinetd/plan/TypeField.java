package org.jinetd.plan;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jinetd.config.Word;

/** Reads the second field of a line: the type of socket. */
final class TypeField {

    private static final Set<String> REFUSED = Set.of("raw", "rdm");
    private static final List<SocketType> SERVED = List.of(SocketType.STREAM, SocketType.DATAGRAM);

    private TypeField() {}

    static Optional<SocketType> named(String word) {
        return Arrays.stream(SocketType.values()).filter(t -> t.word().equals(word)).findFirst();
    }

    static Optional<SocketType> read(Word word, Findings findings) {
        String text = word.text();
        Optional<SocketType> known = named(text);
        if (known.isPresent() && !SERVED.contains(known.get())) {
            return findings.error(word, text + " is not supported by this version", "write stream");
        }
        if (REFUSED.contains(text)) {
            return findings.error(
                    word,
                    "refused: " + text + " sockets are not offered by any super-server safely",
                    "start the program by itself");
        }
        List<String> words = SERVED.stream().map(SocketType::word).toList();
        return known.or(
                () ->
                        findings.error(
                                word,
                                "unknown socket type "
                                        + Findings.quote(word)
                                        + "; permitted: "
                                        + String.join(", ", words),
                                Findings.didYouMean(word, words)));
    }
}
