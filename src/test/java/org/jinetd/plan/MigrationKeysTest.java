package org.jinetd.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What jinetd-migration(7) leads to is there. */
class MigrationKeysTest {

    private static final Path MANUAL = Path.of("src/main/man/jinetd-migration.7");

    private static final Set<String> KEYS =
            ServiceKeys.ALL.stream().map(SettingKey::word).collect(Collectors.toSet());

    private static Set<String> keys(String begin, String end) throws IOException {
        String text = Files.readString(MANUAL);
        int start = text.indexOf(begin);
        return Pattern.compile("(?m)^\\.Cm ([a-z-]+)")
                .matcher(text.substring(start, text.indexOf(end, start)))
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void every_key_that_an_attribute_or_a_directive_becomes_is_a_key() throws IOException {
        Set<String> named = keys(".Sh DESCRIPTION", ".Sh SEE ALSO");
        named.removeAll(KEYS);
        assertEquals(Set.of(), named);
    }

    @Test
    void directives_lead_to_every_key_that_systemd_has_something_for() throws IOException {
        Set<String> without =
                Stream.of(
                                "access-times",
                                "anonymise",
                                "banner",
                                "banner-refused",
                                "deny-after",
                                "hosts-access",
                                "idle-timeout",
                                "log",
                                "max-load",
                                "rate-per-source",
                                "source-prefix")
                        .collect(Collectors.toCollection(TreeSet::new));
        Set<String> missing = new TreeSet<>(KEYS);
        missing.removeAll(keys(".\\\" systemd directives", ".\\\" end"));
        assertEquals(without, missing);
    }
}
