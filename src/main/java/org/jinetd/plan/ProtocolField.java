package org.jinetd.plan;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.jinetd.config.Word;

/**
 * The third field of a line: {@code protocol[,sndbuf=N[k|m]][,rcvbuf=N[k|m]]}.
 *
 * @param word the protocol without the buffer sizes
 */
record ProtocolField(Word word, Protocol protocol, Buffers buffers) {

    private static final String SEND = "sndbuf";
    private static final String RECEIVE = "rcvbuf";
    private static final int KIB = 1024;
    private static final int MIB = 1024 * 1024;

    static Optional<ProtocolField> read(Word field, Findings findings) {
        Word word = name(field);
        Optional<Protocol> protocol = protocol(word, findings);
        Optional<Buffers> buffers = buffers(field, word.text().length(), findings);
        if (protocol.isEmpty() || buffers.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new ProtocolField(word, protocol.get(), buffers.get()));
    }

    /** Returns the field without its buffer sizes. */
    static Word name(Word field) {
        int comma = field.text().indexOf(',');
        return comma < 0 ? field : field.part(0, comma);
    }

    /** Reads the word alone. */
    static Optional<Protocol> protocol(Word word, Findings findings) {
        Optional<Protocol> protocol = Protocol.named(word.text());
        if (protocol.isEmpty()) {
            return findings.error(
                    word,
                    "unknown protocol "
                            + Findings.quote(word)
                            + "; permitted: "
                            + Protocol.PERMITTED,
                    findings.didYouMean(word, Protocol.words()));
        }
        return protocol;
    }

    private static Optional<Buffers> buffers(Word field, int start, Findings findings) {
        int send = 0;
        int receive = 0;
        int at = start;
        while (at < field.text().length()) {
            int comma = field.text().indexOf(',', at + 1);
            int end = comma < 0 ? field.text().length() : comma;
            Word option = field.part(at + 1, end);
            Word key = option.part(0, Math.max(0, option.text().indexOf('=')));
            boolean isSend = key.text().equals(SEND);
            if (!isSend && !key.text().equals(RECEIVE)) {
                return findings.error(
                        option,
                        "unknown option "
                                + Findings.quote(option)
                                + "; permitted: sndbuf=N[k|m], rcvbuf=N[k|m]",
                        findings.didYouMean(key, List.of(SEND, RECEIVE)));
            }
            if ((isSend ? send : receive) > 0) {
                return findings.error(option, key.text() + " is there twice", "delete one");
            }
            Optional<Integer> size = size(option.from(key.text().length() + 1), findings);
            if (size.isEmpty()) {
                return Optional.empty();
            }
            send = isSend ? size.get() : send;
            receive = isSend ? receive : size.get();
            at = end;
        }
        return Optional.of(new Buffers(send, receive));
    }

    /** Reads a size, in bytes or with a unit. */
    static Optional<Integer> size(Word word, Findings findings) {
        String text = word.text().toLowerCase(Locale.ROOT);
        int unit = text.endsWith("k") ? KIB : text.endsWith("m") ? MIB : 1;
        String digits = unit == 1 ? text : text.substring(0, text.length() - 1);
        OptionalLong count = Decimal.parse(digits, Integer.MAX_VALUE / unit);
        if (count.isEmpty() || count.getAsLong() == 0) {
            return findings.error(
                    word,
                    Findings.quote(word) + " is not a size from 1 to " + Integer.MAX_VALUE,
                    "write bytes, or a number with k or m behind it");
        }
        return Optional.of((int) count.getAsLong() * unit);
    }
}
