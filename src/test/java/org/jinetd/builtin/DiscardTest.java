package org.jinetd.builtin;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.ByteBuffer;
import org.jinetd.builtin.Conversation.Wants;
import org.junit.jupiter.api.Test;

class DiscardTest {

    private final Conversation discard = new Discard();

    @Test
    void takes_everything_and_says_nothing() {
        ByteBuffer buffer = ByteBuffer.allocate(100);
        discard.received(buffer);
        assertFalse(buffer.hasRemaining());
        discard.sent(buffer);
        assertEquals(Wants.READ, discard.wants());
        assertFalse(discard.output(ByteBuffer.allocate(100)).hasRemaining());
    }

    @Test
    void closes_at_the_end_of_file() {
        assertArrayEquals(new byte[0], Wire.wide(discard, new byte[1000]).untilClosed());
    }
}
