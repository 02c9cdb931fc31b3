package org.jinetd.os.linux;

import com.kenai.jffi.PageManager;
import java.nio.ByteBuffer;

/** Pages outside the Java heap: machine code, the stacks it runs on, and room for datagrams. */
final class Pages {

    private static final int STACK_PAGES = 4;

    private Pages() {}

    /**
     * Returns the address of the stub, in pages that are executable and not writable. They are
     * written first and made executable after, which on aarch64 is also what makes the kernel bring
     * the instruction cache up to date.
     */
    static long executable(byte[] code) {
        PageManager pages = PageManager.getInstance();
        long address = pages.allocatePages(1, PageManager.PROT_READ | PageManager.PROT_WRITE);
        if (code.length > pages.pageSize()) {
            throw new IllegalArgumentException("the stub does not fit into a page");
        }
        com.kenai.jffi.MemoryIO.getInstance().putByteArray(address, code, 0, code.length);
        pages.protectPages(address, 1, PageManager.PROT_READ | PageManager.PROT_EXEC);
        return address;
    }

    /**
     * Returns a direct buffer whose pages take no memory before they are written to. It is never
     * given back.
     */
    static ByteBuffer room(int bytes) {
        PageManager pages = PageManager.getInstance();
        int count = (int) ((bytes + pages.pageSize() - 1) / pages.pageSize());
        long address = pages.allocatePages(count, PageManager.PROT_READ | PageManager.PROT_WRITE);
        return com.kenai.jffi.MemoryIO.getInstance().newDirectByteBuffer(address, bytes);
    }

    /** Returns the upper end of a new stack; the processors we know let it grow downwards. */
    static long newStack() {
        PageManager pages = PageManager.getInstance();
        long address =
                pages.allocatePages(STACK_PAGES, PageManager.PROT_READ | PageManager.PROT_WRITE);
        return address + STACK_PAGES * pages.pageSize();
    }
}
