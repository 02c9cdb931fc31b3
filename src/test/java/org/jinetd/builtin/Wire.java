package org.jinetd.builtin;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import org.jinetd.builtin.Conversation.Wants;

/**
 * Drives a conversation as a loop does, over a kernel that splits what the client sends and takes
 * only part of what is written, as it pleases.
 */
final class Wire {

    private static final int ROOM = 256;

    private final Conversation conversation;
    private final ByteBuffer input;
    private final IntUnaryOperator readable;
    private final IntUnaryOperator writable;
    private final ByteBuffer scratch = ByteBuffer.allocateDirect(ROOM);
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private boolean writesNext;

    /**
     * Connects a client.
     *
     * @param readable of so many bytes, how many a read gives; at least 1
     * @param writable of so many bytes, how many a write takes; 0 is EAGAIN
     */
    Wire(
            Conversation conversation,
            byte[] input,
            IntUnaryOperator readable,
            IntUnaryOperator writable) {
        this.conversation = conversation;
        this.input = ByteBuffer.wrap(input);
        this.readable = readable;
        this.writable = writable;
    }

    /** Connects a client to a kernel that gives and takes all it can. */
    static Wire wide(Conversation conversation, byte[] input) {
        return new Wire(conversation, input, n -> n, n -> n);
    }

    /** Goes on until the conversation is over; returns all that the client was sent. */
    byte[] untilClosed() {
        for (int step = 0; conversation.wants() != Wants.CLOSE; step++) {
            if (step > 100_000) {
                throw new AssertionError("it never ends");
            }
            step();
        }
        return output.toByteArray();
    }

    /** Goes on until the client was sent so many bytes; returns exactly these. */
    byte[] untilSent(int length) {
        while (output.size() < length) {
            step();
        }
        return Arrays.copyOf(output.toByteArray(), length);
    }

    void step() {
        Wants wants = conversation.wants();
        if (wants.reads() && !(wants.writes() && writesNext)) {
            read();
        } else {
            write(conversation.output(scratch));
        }
        writesNext = !writesNext;
    }

    private void read() {
        int given = Math.min(input.remaining(), ROOM);
        if (given == 0) {
            conversation.ended();
            return;
        }
        int length = readable.applyAsInt(given);
        scratch.clear();
        for (int i = 0; i < length; i++) {
            scratch.put(input.get());
        }
        conversation.received(scratch.flip());
        if (scratch.hasRemaining()) {
            write(scratch);
        }
    }

    private void write(ByteBuffer buffer) {
        if (!buffer.isDirect()) {
            throw new AssertionError("the kernel reads direct buffers only");
        }
        int length = writable.applyAsInt(buffer.remaining());
        for (int i = 0; i < length; i++) {
            output.write(buffer.get());
        }
        conversation.sent(buffer);
    }
}
