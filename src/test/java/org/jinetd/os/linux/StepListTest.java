package org.jinetd.os.linux;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.kenai.jffi.MemoryIO;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Reads the memory back that the stub will read. */
class StepListTest {

    private static final MemoryIO MEMORY = MemoryIO.getInstance();
    private static final long WORD = 8;
    private static final long HEAD = 2 * WORD;
    private static final long ENTRY = 7 * WORD;

    static LongStream seeds() {
        return LongStream.range(0, 50);
    }

    private static long word(long address) {
        return MEMORY.getLong(address);
    }

    private static Step last(String... environment) {
        return Step.of(SystemCall.EXECVE, new Argument.OpenTexts(List.of(environment)));
    }

    private static String text(long address) {
        return ByteText.decode(MEMORY.getZeroTerminatedByteArray(address));
    }

    @ParameterizedTest
    @EnumSource(Architecture.class)
    void an_entry_is_the_call_s_number_and_six_words(Architecture architecture) {
        StepList list = new StepList(architecture);
        Argument[] six =
                LongStream.of(-1, 2, 3, 4, 5, 6)
                        .mapToObj(Argument::number)
                        .toArray(Argument[]::new);
        list.write(
                List.of(
                        Step.of(SystemCall.SETSID),
                        Step.of(SystemCall.DUP3, six),
                        Step.of(SystemCall.UMASK, Argument.number(022)),
                        last()));
        long base = list.complete(List.of());
        List<Long> words = new ArrayList<>();
        for (int i = 0; i < 2 + 3 * 7; i++) {
            words.add(word(base + i * WORD));
        }
        List<Long> expected = new ArrayList<>(List.of(0L, 0L));
        expected.addAll(entry(SystemCall.SETSID.number(architecture), 0, 0, 0, 0, 0, 0));
        expected.addAll(entry(SystemCall.DUP3.number(architecture), -1, 2, 3, 4, 5, 6));
        expected.addAll(entry(SystemCall.UMASK.number(architecture), 022, 0, 0, 0, 0, 0));
        assertEquals(expected, words);
        assertEquals(0, list.failedErrno()); // which also keeps the memory until here
    }

    private static List<Long> entry(long... words) {
        return LongStream.of(words).boxed().toList();
    }

    @Test
    void a_step_has_at_most_six_arguments() {
        List<Argument> seven = Collections.nCopies(7, Argument.number(1));
        assertThrows(IllegalArgumentException.class, () -> new Step(SystemCall.DUP3, seven));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void what_an_argument_points_to_is_what_it_holds(long seed) {
        Random random = new Random(seed);
        StepList list = new StepList(Architecture.X86_64);
        for (int round = 0; round < 5; round++) {
            List<Step> steps = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                steps.add(step(random));
            }
            steps.add(last(text(random), text(random)));
            list.write(steps);
            long base = list.complete(List.of(text(random)));
            for (int i = 0; i < steps.size(); i++) {
                List<Argument> arguments = steps.get(i).arguments();
                for (int k = 0; k < arguments.size(); k++) {
                    compare(arguments.get(k), word(base + HEAD + i * ENTRY + (k + 1) * WORD));
                }
            }
            assertEquals(0, list.failedErrno());
        }
    }

    private static Step step(Random random) {
        List<Argument> arguments = new ArrayList<>();
        for (int i = random.nextInt(7); i > 0; i--) {
            arguments.add(
                    switch (random.nextInt(5)) {
                        case 0 -> Argument.number(random.nextLong());
                        case 1 -> new Argument.Text(text(random));
                        case 2 ->
                                new Argument.Texts(
                                        Stream.generate(() -> text(random))
                                                .limit(random.nextInt(5))
                                                .toList());
                        case 3 ->
                                new Argument.Words(
                                        random.longs(random.nextInt(9), 0, 1L << 32)
                                                .boxed()
                                                .toList());
                        default ->
                                new Argument.LongWords(
                                        random.longs(random.nextInt(9)).boxed().toList(), "");
                    });
        }
        return new Step(SystemCall.EXECVE, arguments);
    }

    /** Returns a text without NUL, of any other bytes; now and then a long one. */
    private static String text(Random random) {
        int most = random.nextInt(20) == 0 ? 20_000 : 20;
        byte[] bytes = new byte[random.nextInt(most)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (1 + random.nextInt(255));
        }
        return ByteText.decode(bytes);
    }

    private static void compare(Argument argument, long word) {
        if (argument instanceof Argument.Value value) {
            assertEquals(value.value(), word);
            return;
        }
        assertEquals(0, word % WORD, "aligned");
        if (argument instanceof Argument.Text text) {
            assertEquals(text.value(), text(word));
        } else if (argument instanceof Argument.Texts texts) {
            assertEquals(texts.values(), texts(word));
        } else if (argument instanceof Argument.OpenTexts texts) {
            assertEquals(texts.values(), texts(word).subList(0, texts.values().size()));
        } else if (argument instanceof Argument.Words words) {
            for (int i = 0; i < words.values().size(); i++) {
                assertEquals(words.values().get(i), MEMORY.getInt(word + i * 4L) & 0xffff_ffffL);
            }
        } else if (argument instanceof Argument.LongWords words) {
            long[] read = new long[words.values().size()];
            for (int i = 0; i < read.length; i++) {
                read[i] = word(word + i * WORD);
            }
            assertArrayEquals(words.values().stream().mapToLong(v -> v).toArray(), read);
        }
    }

    /** Returns the strings of a vector that ends with a null pointer. */
    private static List<String> texts(long address) {
        List<String> texts = new ArrayList<>();
        for (long at = address; word(at) != 0; at += WORD) {
            texts.add(text(word(at)));
        }
        return texts;
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void each_child_gets_what_is_added_for_it_and_nothing_of_the_one_before(long seed) {
        Random random = new Random(seed);
        StepList list = new StepList(Architecture.X86_64);
        list.write(List.of(Step.of(SystemCall.CHDIR, new Argument.Text("/srv")), last("A=1")));
        for (int child = 0; child < 50; child++) {
            List<String> more = new ArrayList<>();
            for (int i = random.nextInt(StepList.MOST_ADDED + 1); i > 0; i--) {
                more.add(text(random));
            }
            long base = list.complete(more);
            assertEquals("/srv", text(word(base + HEAD + WORD)));
            List<String> expected = new ArrayList<>(List.of("A=1"));
            expected.addAll(more);
            assertEquals(expected, texts(word(base + HEAD + ENTRY + WORD)));
            assertEquals(0, list.failedErrno());
        }
    }

    @Test
    void more_strings_than_there_is_room_for_are_refused() {
        StepList list = new StepList(Architecture.X86_64);
        list.write(List.of(last()));
        List<String> tooMany = Collections.nCopies(StepList.MOST_ADDED + 1, "A=1");
        assertThrows(IllegalArgumentException.class, () -> list.complete(tooMany));
    }

    @Test
    void a_list_that_grew_takes_small_ones_where_it_is() {
        StepList list = new StepList(Architecture.X86_64);
        List<Step> small = List.of(Step.of(SystemCall.CHDIR, new Argument.Text("/")), last());
        String path = "x".repeat(1_000_000);
        List<Step> big = List.of(Step.of(SystemCall.CHDIR, new Argument.Text(path)), last());
        list.write(big);
        long grown = list.complete(List.of());
        assertEquals(path, text(word(grown + HEAD + WORD)));
        list.write(small);
        assertEquals(grown, list.complete(List.of("A=1")));
        assertEquals("/", text(word(grown + HEAD + WORD)));
    }

    @Test
    void the_failed_step_is_known_by_the_address_of_its_entry() {
        StepList list = new StepList(Architecture.X86_64);
        List<Step> steps = new ArrayList<>(Collections.nCopies(100, Step.of(SystemCall.SETSID)));
        steps.add(last());
        list.write(steps);
        for (int step = 0; step < steps.size(); step++) {
            long base = list.complete(List.of());
            assertEquals(0, list.failedErrno());
            MEMORY.putLong(base, 13);
            MEMORY.putLong(base + WORD, base + HEAD + step * ENTRY);
            assertEquals(13, list.failedErrno());
            assertEquals(step, list.failedStep());
        }
    }
}
