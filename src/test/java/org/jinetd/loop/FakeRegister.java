package org.jinetd.loop;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jinetd.os.Errno;
import org.jinetd.os.Outcome;
import org.jinetd.os.RpcBinder;
import org.jinetd.os.RpcMapping;

/** A register of RPC programs with rpcbind's manners. */
final class FakeRegister implements RpcBinder {

    final Set<RpcMapping> all = new LinkedHashSet<>();

    int calls;
    int callsUntilFailure = Integer.MAX_VALUE;

    List<String> texts() {
        return all.stream().map(RpcMapping::toString).sorted().toList();
    }

    private boolean fails() {
        calls++;
        return callsUntilFailure-- <= 0;
    }

    @Override
    public Outcome<Boolean> set(RpcMapping mapping) {
        if (fails()) {
            return Outcome.failed("rpcbind SET", Errno.ECONNREFUSED);
        }
        boolean taken = all.stream().anyMatch(m -> isOfSameVersion(m, mapping));
        return Outcome.of(all.contains(mapping) || (!taken && all.add(mapping)));
    }

    @Override
    public Outcome<Boolean> unset(RpcMapping mapping) {
        if (fails()) {
            return Outcome.failed("rpcbind UNSET", Errno.ECONNREFUSED);
        }
        return Outcome.of(all.removeIf(m -> isOfSameVersion(m, mapping)));
    }

    private static boolean isOfSameVersion(RpcMapping one, RpcMapping other) {
        return one.program() == other.program()
                && one.version() == other.version()
                && one.network() == other.network();
    }
}
