package org.jinetd.os.linux;

import com.kenai.jffi.PageManager;

/** Pages for machine code and for the stacks it runs on, outside the Java heap. */
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

    /** Returns the upper end of a new stack; the processors we know let it grow downwards. */
    static long newStack() {
        PageManager pages = PageManager.getInstance();
        long address =
                pages.allocatePages(STACK_PAGES, PageManager.PROT_READ | PageManager.PROT_WRITE);
        return address + STACK_PAGES * pages.pageSize();
    }
}
