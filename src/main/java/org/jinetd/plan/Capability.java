package org.jinetd.plan;

import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/** The rights that root's are divided into (capabilities(7)). */
public final class Capability {

    /** Their names without {@code cap_}; the index of each is the kernel's number. */
    public static final List<String> WORDS =
            List.of(
                    "chown",
                    "dac_override",
                    "dac_read_search",
                    "fowner",
                    "fsetid",
                    "kill",
                    "setgid",
                    "setuid",
                    "setpcap",
                    "linux_immutable",
                    "net_bind_service",
                    "net_broadcast",
                    "net_admin",
                    "net_raw",
                    "ipc_lock",
                    "ipc_owner",
                    "sys_module",
                    "sys_rawio",
                    "sys_chroot",
                    "sys_ptrace",
                    "sys_pacct",
                    "sys_admin",
                    "sys_boot",
                    "sys_nice",
                    "sys_resource",
                    "sys_time",
                    "sys_tty_config",
                    "mknod",
                    "lease",
                    "audit_write",
                    "audit_control",
                    "setfcap",
                    "mac_override",
                    "mac_admin",
                    "syslog",
                    "wake_alarm",
                    "block_suspend",
                    "audit_read",
                    "perfmon",
                    "bpf",
                    "checkpoint_restore");

    private static final String PREFIX = "cap_";

    private Capability() {}

    /** Finds a number by its name, with or without {@code cap_} before it; case does not count. */
    public static OptionalInt named(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        int number =
                WORDS.indexOf(lower.startsWith(PREFIX) ? lower.substring(PREFIX.length()) : lower);
        return number < 0 ? OptionalInt.empty() : OptionalInt.of(number);
    }

    /** Returns the kernel's name for a number; for one unknown here, the number. */
    public static String nameOf(int number) {
        return number < WORDS.size()
                ? (PREFIX + WORDS.get(number)).toUpperCase(Locale.ROOT)
                : Integer.toString(number);
    }
}
