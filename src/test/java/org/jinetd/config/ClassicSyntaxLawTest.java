package org.jinetd.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ClassicSyntaxLawTest {

    private static final String ALPHABET = "ab:/.#@\\\"'xn0 \t\n\r\u0000\u007fé\uD83D";

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void any_text_is_read_and_every_broken_line_has_its_problem(long seed) {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(400);
        for (int i = 0; i < length; i++) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        Parsed<List<Statement>> parsed = parse(text.toString());
        long broken = parsed.value().stream().filter(Statement.Broken.class::isInstance).count();
        assertEquals(broken, parsed.problems().stream().filter(Problem::isError).count());
        long lines = text.chars().filter(c -> c == '\n').count() + 1;
        assertTrue(parsed.value().stream().allMatch(statement -> statement.at().line() <= lines));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void wherever_a_line_is_wrapped_it_has_the_same_words(long seed) {
        Random random = new Random(seed);
        List<String> words = new ArrayList<>();
        int count = 6 + random.nextInt(6);
        for (int i = 0; i < count; i++) {
            words.add(word(random));
        }
        StringBuilder wrapped = new StringBuilder(quoted(words.get(0), random));
        for (String word : words.subList(1, words.size())) {
            wrapped.append(blank(random)).append(quoted(word, random));
        }
        Parsed<List<Statement>> parsed = parse(wrapped.toString());
        assertTrue(parsed.ok(), () -> parsed.problems() + "\n" + wrapped);
        assertEquals(words, texts(parsed.value().get(0)));
    }

    private static String blank(Random random) {
        List<String> blanks =
                List.of(
                        " ",
                        "\t",
                        "  \t",
                        "\n ",
                        "\r\n\t",
                        "\\\n ",
                        " \\\r\n",
                        "\n# '\n\t",
                        "\n \\\n ");
        return blanks.get(random.nextInt(blanks.size()));
    }

    private static String word(Random random) {
        StringBuilder text = new StringBuilder("w");
        int length = random.nextInt(8);
        for (int i = 0; i < length; i++) {
            text.append("ab:/.#\\\"' \n\t\r\u0001".charAt(random.nextInt(14)));
        }
        return text.toString();
    }

    /** Writes a word in one of the many ways that mean it. */
    private static String quoted(String word, Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            String quote = random.nextBoolean() ? "\"" : "'";
            String plain = String.valueOf(c);
            boolean special = "\\\"' \n\t\r\u0001".indexOf(c) >= 0;
            String written =
                    switch (c) {
                        case '\n' -> "\\n";
                        case '\t' -> "\\t";
                        case '\r' -> "\\r";
                        case '\\', '"', '\'' -> "\\" + c;
                        default -> special ? String.format("\\x%02x", (int) c) : plain;
                    };
            text.append(special || random.nextInt(4) == 0 ? quote + written + quote : plain);
            if (random.nextInt(10) == 0) {
                text.append("\\\n");
            }
        }
        return text.toString();
    }

    private static Parsed<List<Statement>> parse(String text) {
        return ClassicSyntax.parse(new SourceText("inetd.conf", text));
    }

    private static List<String> texts(Statement statement) {
        List<String> texts = new ArrayList<>();
        if (statement instanceof Statement.Entry entry) {
            for (Word word :
                    List.of(
                            entry.service(),
                            entry.type(),
                            entry.protocol(),
                            entry.mode(),
                            entry.user(),
                            entry.program())) {
                texts.add(word.text());
            }
            entry.arguments().forEach(word -> texts.add(word.text()));
        }
        return texts;
    }
}
