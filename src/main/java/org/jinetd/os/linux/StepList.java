package org.jinetd.os.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * A list of steps laid out in native memory, the way the stub of {@link Architecture} reads it. One
 * for each spawner thread, written anew for each program and completed for each child; it grows
 * when a child's arguments do not fit and never shrinks below what the next one may need.
 */
final class StepList {

    private static final int HEAD_WORDS = 2;
    private static final int ENTRY_WORDS = 7;

    /** Strings that can be added for one child. */
    static final int MOST_ADDED = 16;

    private static final int SMALLEST_BYTES = 32 * 1024;

    private final Architecture architecture;
    private ByteBuffer memory;
    private long base;
    private List<Step> written = List.of();
    private int data;
    private int open;
    private int openEnd;
    private int blank;
    private int blankValue;
    private int blankRoom;

    StepList(Architecture architecture) {
        this.architecture = architecture;
        allocate(SMALLEST_BYTES);
    }

    /** Writes the steps, in whose last argument strings can be added. */
    void write(List<Step> steps) {
        written = steps;
        blankRoom = 0;
        int needed = bytesFor(steps);
        if (needed > memory.capacity()) {
            allocate(Math.max(needed, 2 * memory.capacity()));
        }
        data = entryOffset(steps.size());
        for (int i = 0; i < steps.size(); i++) {
            writeEntry(entryOffset(i), steps.get(i));
        }
        openEnd = data;
    }

    /**
     * Adds these strings, for one child, and returns the address of the list.
     *
     * @param more at most {@link #MOST_ADDED}
     */
    long complete(List<String> more) {
        if (more.size() > MOST_ADDED) {
            throw new IllegalArgumentException("too many strings: " + more.size());
        }
        int needed = openEnd;
        for (String text : more) {
            needed += textBytes(text);
        }
        if (needed > memory.capacity()) {
            allocate(2 * needed);
            write(written);
        }
        data = openEnd;
        int pointer = open;
        for (String text : more) {
            memory.putLong(pointer, storeText(text));
            pointer += Long.BYTES;
        }
        memory.putLong(pointer, 0);
        for (int i = 0; i < blankRoom; i++) {
            memory.put(blankValue + i, (byte) 0); // what the child before has written
        }
        memory.putLong(0, 0).putLong(Long.BYTES, 0);
        return base;
    }

    /** Returns the errno of the step that failed, or 0 when the program was started. */
    int failedErrno() {
        return (int) memory.getLong(0);
    }

    /** Returns the index of the step that failed. */
    int failedStep() {
        long entry = memory.getLong(Long.BYTES) - base;
        return (int) (entry / Long.BYTES - HEAD_WORDS) / ENTRY_WORDS;
    }

    private void writeEntry(int offset, Step step) {
        memory.putLong(offset, step.call().number(architecture));
        for (int i = 0; i < ENTRY_WORDS - 1; i++) {
            long word = i < step.arguments().size() ? store(step.arguments().get(i)) : 0;
            memory.putLong(offset + (i + 1) * Long.BYTES, word);
        }
    }

    /** Returns the argument's word, after storing what it points to. */
    private long store(Argument argument) {
        // The order of the tests is that of their frequency; Java 17 has no switch on types.
        if (argument instanceof Argument.Value value) {
            return value.value();
        }
        if (argument instanceof Argument.LongWords words) {
            long at = base + data;
            for (long word : words.values()) {
                memory.putLong(data, word);
                data += Long.BYTES;
            }
            return at;
        }
        if (argument instanceof Argument.Text text) {
            return storeText(text.value());
        }
        if (argument instanceof Argument.Words words) {
            long at = base + data;
            for (long word : words.values()) {
                memory.putInt(data, (int) word);
                data += Integer.BYTES;
            }
            align();
            return at;
        }
        if (argument instanceof Argument.OpenTexts texts) {
            return storeVector(texts.values(), MOST_ADDED);
        }
        if (argument instanceof Argument.Blank blank) {
            return storeBlank(blank);
        }
        return storeVector(((Argument.Texts) argument).values(), 0);
    }

    /** Stores {@code NAME=} and the room, with a zero byte behind it; returns where that is. */
    private long storeBlank(Argument.Blank argument) {
        blank = data;
        blankValue = ByteText.encode(argument.name() + "=", memory, data);
        blankRoom = argument.room() + 1;
        data = blankValue + blankRoom;
        align();
        return base + blankValue;
    }

    private long storeVector(List<String> texts, int room) {
        int pointer = data;
        boolean withBlank = room > 0 && blankRoom > 0;
        data += (texts.size() + room + (withBlank ? 2 : 1)) * Long.BYTES;
        long at = base + pointer;
        if (withBlank) {
            memory.putLong(pointer, base + blank);
            pointer += Long.BYTES;
        }
        for (String text : texts) {
            memory.putLong(pointer, storeText(text));
            pointer += Long.BYTES;
        }
        memory.putLong(pointer, 0);
        open = pointer;
        return at;
    }

    private long storeText(String text) {
        long at = base + data;
        data = ByteText.encode(text, memory, data);
        memory.put(data++, (byte) 0);
        align();
        return at;
    }

    private void align() {
        data = (data + Long.BYTES - 1) & -Long.BYTES;
    }

    private static int entryOffset(int index) {
        return (HEAD_WORDS + index * ENTRY_WORDS) * Long.BYTES;
    }

    private static int bytesFor(List<Step> steps) {
        int bytes = entryOffset(steps.size());
        for (Step step : steps) {
            for (Argument argument : step.arguments()) {
                bytes += bytesFor(argument);
            }
        }
        return bytes;
    }

    private static int bytesFor(Argument argument) {
        if (argument instanceof Argument.Value) {
            return 0;
        }
        if (argument instanceof Argument.LongWords words) {
            return words.values().size() * Long.BYTES;
        }
        if (argument instanceof Argument.Words words) {
            return (words.values().size() + 1) * Long.BYTES;
        }
        if (argument instanceof Argument.Text text) {
            return textBytes(text.value());
        }
        if (argument instanceof Argument.OpenTexts texts) {
            return (MOST_ADDED + 1) * Long.BYTES + vectorBytes(texts.values());
        }
        if (argument instanceof Argument.Blank blank) {
            return textBytes(blank.name()) + blank.room() + 2 * Long.BYTES;
        }
        return vectorBytes(((Argument.Texts) argument).values());
    }

    private static int vectorBytes(List<String> texts) {
        int bytes = Long.BYTES;
        for (String text : texts) {
            bytes += Long.BYTES + textBytes(text);
        }
        return bytes;
    }

    private static int textBytes(String text) {
        return ByteText.MOST_BYTES_PER_CHAR * text.length() + Long.BYTES;
    }

    private void allocate(int bytes) {
        memory = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
        base = NativeMemory.address(memory);
    }
}
