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
        long base =
                list.write(
                        List.of(
                                Step.of(SystemCall.SETSID),
                                Step.of(SystemCall.DUP3, six),
                                Step.of(SystemCall.UMASK, Argument.number(022))));
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
            List<Step> steps = Stream.generate(() -> step(random)).limit(20).toList();
            long base = list.write(steps);
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
            for (int i = 0; i < texts.values().size(); i++) {
                assertEquals(texts.values().get(i), text(word(word + i * WORD)));
            }
            assertEquals(0, word(word + texts.values().size() * WORD));
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

    @Test
    void a_list_that_grew_takes_small_ones_where_it_is() {
        StepList list = new StepList(Architecture.X86_64);
        Step small = Step.of(SystemCall.CHDIR, new Argument.Text("/"));
        Step big = Step.of(SystemCall.CHDIR, new Argument.Text("x".repeat(1_000_000)));
        long first = list.write(List.of(small));
        assertEquals(first, list.write(List.of(small)));
        long grown = list.write(List.of(big));
        assertEquals(1_000_000, text(word(grown + HEAD + WORD)).length());
        assertEquals(grown, list.write(List.of(small)));
        assertEquals("/", text(word(grown + HEAD + WORD)));
    }

    @Test
    void the_failed_step_is_known_by_the_address_of_its_entry() {
        StepList list = new StepList(Architecture.X86_64);
        List<Step> steps = Collections.nCopies(100, Step.of(SystemCall.SETSID));
        for (int step = 0; step < steps.size(); step++) {
            long base = list.write(steps);
            assertEquals(0, list.failedErrno());
            MEMORY.putLong(base, 13);
            MEMORY.putLong(base + WORD, base + HEAD + step * ENTRY);
            assertEquals(13, list.failedErrno());
            assertEquals(step, list.failedStep());
        }
    }
}
