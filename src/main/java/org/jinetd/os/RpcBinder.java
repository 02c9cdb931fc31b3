package org.jinetd.os;

/** The host's register of RPC programs. It blocks, each call for a second or two at most. */
public interface RpcBinder {

    /**
     * Registers; returns whether that was accepted. What is registered already, just so, is
     * accepted again; the same version on the same network at another address is not.
     */
    Outcome<Boolean> set(RpcMapping mapping);

    /**
     * Removes a version of a program from a network, whoever registered it at whatever address; it
     * is no error if there was none. Returns whether that was accepted.
     */
    Outcome<Boolean> unset(RpcMapping mapping);
}
