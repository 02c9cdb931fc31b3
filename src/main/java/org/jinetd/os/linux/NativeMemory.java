package org.jinetd.os.linux;

import com.kenai.jffi.MemoryIO;
import java.nio.ByteBuffer;

/** Where the bytes of direct buffers are. */
final class NativeMemory {

    private NativeMemory() {}

    /**
     * Returns the address of the buffer's byte 0, whatever its position. It holds as long as the
     * buffer is reachable; callers keep it in a field, or in a local that they use afterwards.
     */
    static long address(ByteBuffer direct) {
        return MemoryIO.getInstance().getDirectBufferAddress(direct);
    }
}
