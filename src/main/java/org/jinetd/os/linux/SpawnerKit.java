package org.jinetd.os.linux;

/**
 * What all spawners share and none changes.
 *
 * @param architecture whose numbers the lists use
 * @param stub the address of the code that walks a list
 * @param steps makes the lists
 * @param slots the block of descriptors that children are given theirs through
 * @param placeholder a descriptor on /dev/null that fills a slot while it is not used
 * @param closeRange whether the kernel has close_range(2). Without it a child gets a copy of the
 *     whole descriptor table and exec closes it, at a cost that grows with the open sockets; with
 *     it the table is shared until the child drops it. Sharing without dropping would let the child
 *     overwrite the daemon's own 0, 1 and 2.
 */
record SpawnerKit(
        Architecture architecture,
        long stub,
        ChildSteps steps,
        SlotBlock slots,
        int placeholder,
        boolean closeRange) {}
