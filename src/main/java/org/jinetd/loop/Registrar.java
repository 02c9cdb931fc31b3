package org.jinetd.loop;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.Executor;
import org.jinetd.os.RpcBinder;

/**
 * Who keeps the host's register of RPC programs, and by which thread it is asked.
 *
 * @param thread any but the loop's
 */
public record Registrar(RpcBinder binder, Executor thread) {
    public Registrar {
        requireNonNull(binder, "binder");
        requireNonNull(thread, "thread");
    }
}
