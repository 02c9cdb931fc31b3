package org.jinetd.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jinetd.config.Parsed;
import org.jinetd.config.Word;
import org.jinetd.config.WordList;

/** What the reader of a value may ask, and where it reports what is wrong. */
record ValueContext(Names names, TextFiles files, Findings findings) {

    /** Returns the words of a value; empty when one of them is wrong, which has been reported. */
    Optional<List<Word>> words(Word value) {
        Parsed<List<Word>> words = WordList.of(value);
        words.problems().forEach(findings::add);
        return words.ok() ? Optional.of(words.value()) : Optional.empty();
    }

    /** Reads each word of a value; all that are wrong are reported. */
    <T> Optional<List<T>> each(Word value, Grammar.Rule<T> rule) {
        Optional<List<Word>> words = words(value);
        List<T> read = new ArrayList<>();
        for (Word word : words.orElse(List.of())) {
            rule.read(word, this).ifPresent(read::add);
        }
        return words.filter(all -> all.size() == read.size()).map(all -> read);
    }

    /** Reports that a word is not what is wanted, and returns the empty result of that. */
    <T> Optional<T> bad(Word word, String permitted) {
        return bad(word, permitted, "");
    }

    <T> Optional<T> bad(Word word, String permitted, String remedy) {
        return findings.error(
                word, Findings.quote(word) + " is not permitted; write " + permitted, remedy);
    }
}
