package org.jinetd.os.linux;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jinetd.os.RpcMapping;

/** The messages of version 4 of rpcbind (RFC 1833, 2), in RPC (RFC 5531) over XDR (RFC 4506). */
final class RpcbindMessage {

    /** Bytes of any message that is sent, and most that is understood. */
    static final int ROOM = 512;

    /** What is asked for. */
    enum Procedure {
        SET(1),
        UNSET(2);

        private final int number;

        Procedure(int number) {
            this.number = number;
        }
    }

    private static final int CALL = 0;
    private static final int REPLY = 1;
    private static final int RPC_VERSION = 2;
    private static final int RPCBIND = 100_000;
    private static final int RPCBIND_VERSION = 4;
    private static final int ACCEPTED = 0;
    private static final int SUCCESS = 0;
    private static final int XDR_UNIT = 4;
    private static final int LONGEST_VERIFIER = 400; // RFC 5531, 8.2

    private RpcbindMessage() {}

    /** Returns a call about a mapping. The owner is left to rpcbind, which knows who calls. */
    static ByteBuffer call(int id, Procedure procedure, RpcMapping mapping) {
        ByteBuffer call = ByteBuffer.allocate(ROOM).putInt(id).putInt(CALL).putInt(RPC_VERSION);
        call.putInt(RPCBIND).putInt(RPCBIND_VERSION).putInt(procedure.number);
        call.putLong(0).putLong(0); // AUTH_NONE, as credentials and as verifier
        call.putInt((int) mapping.program()).putInt(mapping.version());
        putText(call, mapping.network().id());
        putText(call, mapping.universalAddress());
        putText(call, "");
        return call.flip();
    }

    private static void putText(ByteBuffer call, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        call.putInt(bytes.length).put(bytes).put(new byte[padded(bytes.length) - bytes.length]);
    }

    private static int padded(int length) {
        return (length + XDR_UNIT - 1) / XDR_UNIT * XDR_UNIT;
    }

    /** Returns the answer to a call; empty when the bytes are no answer to it. */
    static Optional<Boolean> answer(int id, ByteBuffer reply) {
        try {
            return isSuccess(id, reply) ? Optional.of(reply.getInt() != 0) : Optional.empty();
        } catch (BufferUnderflowException e) {
            return Optional.empty();
        }
    }

    private static boolean isSuccess(int id, ByteBuffer reply) {
        if (reply.getInt() != id || reply.getInt() != REPLY || reply.getInt() != ACCEPTED) {
            return false;
        }
        reply.getInt(); // the verifier's kind
        int length = reply.getInt();
        if (length < 0 || length > LONGEST_VERIFIER || padded(length) > reply.remaining()) {
            return false;
        }
        reply.position(reply.position() + padded(length));
        return reply.getInt() == SUCCESS;
    }
}
