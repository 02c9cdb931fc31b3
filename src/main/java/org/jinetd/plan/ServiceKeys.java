package org.jinetd.plan;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jinetd.plan.Access.HostsAccess;

/** All keys that a service can have, in the order of the manual page. */
final class ServiceKeys {

    static final List<SettingKey<?>> ALL =
            Stream.of(
                            AdmissionKeys.ALL,
                            AccessKeys.ALL,
                            TalkKeys.ALL,
                            ProcessKeys.ALL,
                            SocketKeys.ALL)
                    .<SettingKey<?>>flatMap(List::stream)
                    .toList();

    private ServiceKeys() {}

    /**
     * @param hostsAccess what holds where nothing is said of it
     */
    static ServiceSettings settings(Chosen chosen, HostsAccess hostsAccess) {
        return new ServiceSettings(
                AccessKeys.access(chosen, hostsAccess),
                TalkKeys.banners(chosen),
                chosen.get(TalkKeys.IDLE_TIMEOUT).orElse(ServiceSettings.USUAL_IDLE_TIMEOUT),
                ProcessKeys.process(chosen),
                TalkKeys.log(chosen),
                SocketKeys.tuning(chosen),
                chosen.said());
    }

    /** Returns the key that does what an attribute of xinetd.conf does. */
    static Optional<String> ofXinetd(String attribute) {
        return switch (attribute) {
            case "cps" -> Optional.of("rate");
            case "per_source" -> Optional.of("instances-per-source");
            case "deny_time" -> Optional.of("deny-after");
            case "libwrap" -> Optional.of("hosts-access");
            case "passenv" -> Optional.of("pass-env");
            case "banner_success" -> Optional.of("banner");
            case "banner_fail" -> Optional.of("banner-refused");
            case "log_on_success", "log_on_failure" -> Optional.of("log");
            case "rlimit_files" -> Optional.of("limit-nofile");
            default ->
                    attribute.startsWith("rlimit_")
                            ? Optional.of("limit-" + attribute.substring("rlimit_".length()))
                            : Optional.empty();
        };
    }
}
