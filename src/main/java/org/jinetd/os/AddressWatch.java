package org.jinetd.os;

/** Tells when this host has got an address (rtnetlink(7)). */
public interface AddressWatch {

    /** Returns a descriptor that is readable when something was told. */
    Fd fd();

    /** Reads what was told, a bounded part of it; returns whether an address may have come. */
    boolean drain();
}
