package org.jinetd.os.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A structure for system calls: memory outside the heap whose address does not change. */
final class NativeArea {

    private final ByteBuffer host;
    private final ByteBuffer network;
    private final long address;

    NativeArea(int bytes) {
        ByteBuffer memory = ByteBuffer.allocateDirect(bytes);
        host = memory.duplicate().order(ByteOrder.nativeOrder());
        network = memory.duplicate().order(ByteOrder.BIG_ENDIAN);
        address = NativeMemory.address(memory);
    }

    /** Returns the memory, its numbers in the order of this machine. */
    ByteBuffer host() {
        return host;
    }

    /** Returns the same memory, its numbers in network byte order. */
    ByteBuffer network() {
        return network;
    }

    /** Returns the address of byte 0. It holds as long as this area is reachable. */
    long address() {
        return address;
    }
}
