package org.jinetd.admit;

import java.util.Arrays;

/**
 * Networks of one family, each with a number, as a tree of bits in which a path without a fork is
 * one step. A search takes as many steps as there are forks on the way, about log2 of the number of
 * networks; each network costs two entries of 32 bytes at most. Not changed any more once it is
 * read.
 */
final class PrefixTrie {

    private static final int NONE = -1;
    private static final int FIRST_ROOM = 16;
    private static final int WORD = Long.SIZE;

    private long[] high = new long[FIRST_ROOM];
    private long[] low = new long[FIRST_ROOM];
    private int[] length = new int[FIRST_ROOM];
    private int[] value = new int[FIRST_ROOM];
    private int[] zero = new int[FIRST_ROOM];
    private int[] one = new int[FIRST_ROOM];
    private int nodes;

    PrefixTrie() {
        add(0, 0, 0, NONE);
    }

    /**
     * Adds a network; one that is there already keeps its number.
     *
     * @param number at least 0
     */
    void put(long networkHigh, long networkLow, int bits, int number) {
        int node = 0;
        while (length[node] < bits) {
            boolean right = bit(networkHigh, networkLow, length[node]);
            int next = right ? one[node] : zero[node];
            if (next == NONE) {
                turn(node, right, add(networkHigh, networkLow, bits, number));
                return;
            }
            int shared = Math.min(common(next, networkHigh, networkLow), bits);
            if (shared < length[next]) {
                int fork =
                        add(mask(networkHigh, shared), maskLow(networkLow, shared), shared, NONE);
                turn(fork, bit(high[next], low[next], shared), next);
                turn(node, right, fork);
                next = fork;
            }
            node = next;
        }
        if (value[node] == NONE) {
            value[node] = number;
        }
    }

    /** Returns the number of the smallest network that an address is in; -1 when in none. */
    int find(long addressHigh, long addressLow) {
        int found = NONE;
        int node = 0;
        while (node != NONE && common(node, addressHigh, addressLow) >= length[node]) {
            if (value[node] != NONE) {
                found = value[node];
            }
            if (length[node] == 2 * WORD) {
                break;
            }
            node = bit(addressHigh, addressLow, length[node]) ? one[node] : zero[node];
        }
        return found;
    }

    private int add(long networkHigh, long networkLow, int bits, int number) {
        if (nodes == high.length) {
            int room = 2 * nodes;
            high = Arrays.copyOf(high, room);
            low = Arrays.copyOf(low, room);
            length = Arrays.copyOf(length, room);
            value = Arrays.copyOf(value, room);
            zero = Arrays.copyOf(zero, room);
            one = Arrays.copyOf(one, room);
        }
        high[nodes] = networkHigh;
        low[nodes] = networkLow;
        length[nodes] = bits;
        value[nodes] = number;
        zero[nodes] = NONE;
        one[nodes] = NONE;
        return nodes++;
    }

    private void turn(int node, boolean right, int to) {
        if (right) {
            one[node] = to;
        } else {
            zero[node] = to;
        }
    }

    /** Returns how many of the first bits of a node's network an address has. */
    private int common(int node, long addressHigh, long addressLow) {
        long different = high[node] ^ addressHigh;
        return different != 0
                ? Long.numberOfLeadingZeros(different)
                : WORD + Long.numberOfLeadingZeros(low[node] ^ addressLow);
    }

    private static boolean bit(long addressHigh, long addressLow, int index) {
        return index < WORD ? (addressHigh << index) < 0 : (addressLow << (index - WORD)) < 0;
    }

    private static long mask(long word, int bits) {
        return bits <= 0 ? 0 : word & (-1L << Math.max(0, WORD - bits));
    }

    private static long maskLow(long word, int bits) {
        return mask(word, bits - WORD);
    }
}
