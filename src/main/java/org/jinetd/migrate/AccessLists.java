package org.jinetd.migrate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jinetd.config.Word;
import org.jinetd.plan.Prefix;

/**
 * Who may use a service: only_from and no_access together. A client in both lists is refused by
 * xinetd, whatever its manual says; in jinetd the more exact rule decides.
 *
 * @param onlyFrom the words of only-from; empty when everybody may
 * @param noAccess the words of no-access; empty when nobody may not
 */
record AccessLists(Optional<List<String>> onlyFrom, Optional<List<String>> noAccess) {

    /** An address that no client has: a list has to have a word. */
    static final String NOBODY = "255.255.255.255";

    AccessLists {
        onlyFrom = onlyFrom.map(List::copyOf);
        noAccess = noAccess.map(List::copyOf);
    }

    /** Returns the lists; what is left out, and what cannot be told, the sheet is told. */
    static AccessLists of(Attributes said, Sheet sheet) {
        List<Word> only = said.values(Attribute.ONLY_FROM);
        List<Word> not = said.values(Attribute.NO_ACCESS);
        List<String> kept = new ArrayList<>();
        for (Word word : only) {
            Optional<Word> wider = not.stream().filter(no -> covers(no, word)).findFirst();
            if (wider.isPresent()) {
                sheet.remark(
                        word.at(),
                        word.text()
                                + " is left out of only-from: xinetd refuses those in "
                                + wider.get().text()
                                + ", too");
            } else {
                kept.add(word.text());
            }
        }
        boolean named = !only.isEmpty() && (hasName(not) || hasName(only)) && !not.isEmpty();
        if (named) {
            sheet.warn(
                    not.get(0).at(),
                    "xinetd refuses clients in both lists; here the more exact rule decides, which"
                            + " may be only-from where one of the two is a name",
                    "see whether a client is in both");
        }
        return new AccessLists(
                words(said, Attribute.ONLY_FROM, kept),
                words(said, Attribute.NO_ACCESS, not.stream().map(Word::text).toList()));
    }

    private static Optional<List<String>> words(
            Attributes said, Attribute attribute, List<String> words) {
        return said.has(attribute)
                ? Optional.of(words.isEmpty() ? List.of(NOBODY) : words)
                : Optional.empty();
    }

    private static boolean hasName(List<Word> words) {
        return words.stream().anyMatch(word -> Prefix.parse(word.text()).isEmpty());
    }

    /** Returns whether all clients of one word are clients of a wider one. */
    private static boolean covers(Word wider, Word narrower) {
        Optional<Prefix> outer = Prefix.parse(wider.text());
        Optional<Prefix> inner = Prefix.parse(narrower.text());
        return outer.isPresent()
                && inner.isPresent()
                && outer.get().length() <= inner.get().length()
                && outer.get().contains(inner.get().network());
    }
}
