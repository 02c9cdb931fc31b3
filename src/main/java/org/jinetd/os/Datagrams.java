package org.jinetd.os;

/** Room for the datagrams of one receive and for their answers, used again and again. */
public interface Datagrams {

    /**
     * Returns one of those that the last receive got, in their order.
     *
     * @param index from 0 on
     */
    Datagram get(int index);
}
