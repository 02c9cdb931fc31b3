package org.jinetd.config;

import java.util.ArrayList;
import java.util.List;

/** The words of a value: separated by blanks, and quoted as in a line of inetd.conf. */
public final class WordList {

    /**
     * A value as the text of one line.
     *
     * @param value where it stands
     */
    private record Line(Word value) implements WordReader.Text {

        @Override
        public int length() {
            return value.text().length();
        }

        @Override
        public char charAt(int index) {
            return value.text().charAt(index);
        }

        @Override
        public Position at(int index) {
            return value.from(index).at();
        }
    }

    private WordList() {}

    /** Returns the words of a value, up to the first problem. */
    public static Parsed<List<Word>> of(Word value) {
        WordReader reader = new WordReader(new Line(value));
        List<Word> words = new ArrayList<>();
        skipBlanks(value, reader);
        while (reader.index() < value.text().length() && reader.problem().isEmpty()) {
            words.add(reader.read(""));
            skipBlanks(value, reader);
        }
        return new Parsed<>(words, reader.problem().stream().toList());
    }

    private static void skipBlanks(Word value, WordReader reader) {
        int index = reader.index();
        while (index < value.text().length() && WordReader.isBlank(value.text().charAt(index))) {
            index++;
        }
        reader.moveTo(index);
    }
}
