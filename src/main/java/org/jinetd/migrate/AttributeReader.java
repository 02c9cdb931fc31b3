package org.jinetd.migrate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jinetd.config.Problem;
import org.jinetd.config.Suggestion;
import org.jinetd.config.Word;
import org.jinetd.config.XinetdBlock;
import org.jinetd.config.XinetdBlock.Assignment;
import org.jinetd.config.XinetdBlock.Operator;
import org.jinetd.migrate.Attribute.Place;
import org.jinetd.migrate.Attribute.Values;

/**
 * Takes the attributes of blocks together by xinetd's rules: a set grows and shrinks, everything
 * else is said once, and what it does not know or cannot have it passes over.
 */
final class AttributeReader {

    private final Place place;
    private final Attributes inherited;
    private final List<Problem> problems;
    private final Attributes attributes = new Attributes();

    /**
     * @param inherited the defaults, whose sets a service's operators go on from
     * @param problems gets a warning of each line that xinetd passes over
     */
    AttributeReader(Place place, Attributes inherited, List<Problem> problems) {
        this.place = place;
        this.inherited = inherited;
        this.problems = problems;
    }

    /** Adds a block; several of defaults come to one. */
    void add(XinetdBlock block) {
        block.assignments().forEach(this::add);
    }

    Attributes attributes() {
        return attributes;
    }

    private void add(Assignment line) {
        Word word = line.attribute();
        Optional<Attribute> known = Attribute.named(word.text()).filter(each -> each.isIn(place));
        if (known.isEmpty()) {
            boolean elsewhere = Attribute.named(word.text()).isPresent();
            pass(
                    word,
                    elsewhere
                            ? word.text() + " does not belong into this block"
                            : "unknown attribute " + Problem.quote(word.text()),
                    elsewhere
                            ? Optional.empty()
                            : Suggestion.nearest(word.text(), Attribute.words()));
            return;
        }
        Attribute attribute = known.get().meant();
        Values count = attribute.count();
        boolean wrongCount =
                (count == Values.ONE && line.values().size() != 1)
                        || (count == Values.TWO && line.values().size() != 2);
        if (count == Values.SET) {
            addToSet(attribute, line);
        } else if (attributes.has(attribute)) {
            pass(word, "this is said already, and not again", Optional.empty());
        } else if (line.operator() != Operator.SET) {
            pass(
                    word,
                    line.operator().word() + " does not go with " + word.text(),
                    Optional.of("="));
        } else if (wrongCount) {
            String wanted = count == Values.ONE ? "one value" : "two values";
            pass(word, word.text() + " has " + wanted, Optional.empty());
        } else {
            attributes.put(attribute, new Attributes.Said(word.at(), line.values()));
        }
    }

    private void pass(Word word, String fact, Optional<String> instead) {
        problems.add(
                Problem.warning(
                        word.at(),
                        fact + "; xinetd passes over this line",
                        instead.map(text -> "did you mean " + Problem.quote(text) + "?")
                                .orElse("")));
    }

    private void addToSet(Attribute attribute, Assignment line) {
        List<Word> given = values(attribute, line);
        List<Word> values =
                new ArrayList<>(
                        attributes
                                .get(attribute)
                                .or(() -> inherited.get(attribute))
                                .map(Attributes.Said::values)
                                .orElse(List.of()));
        boolean accumulates = place == Place.DEFAULTS || line.operator() == Operator.ADD;
        if (line.operator() == Operator.REMOVE) {
            List<String> texts = given.stream().map(Word::text).toList();
            values.removeIf(word -> texts.contains(word.text()));
        } else {
            if (!accumulates) {
                values.clear();
            }
            List<String> there = values.stream().map(Word::text).toList();
            given.stream().filter(word -> !there.contains(word.text())).forEach(values::add);
        }
        attributes.put(
                attribute,
                new Attributes.Said(
                        attributes
                                .get(attribute)
                                .map(Attributes.Said::at)
                                .orElse(line.attribute().at()),
                        values));
    }

    private List<Word> values(Attribute attribute, Assignment line) {
        return attribute == Attribute.ONLY_FROM || attribute == Attribute.NO_ACCESS
                ? line.values().stream()
                        .flatMap(word -> XinetdAddress.words(word, problems).stream())
                        .toList()
                : line.values();
    }
}
