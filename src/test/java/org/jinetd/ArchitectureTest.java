package org.jinetd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jinetd.plan.Ip;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Keeps the direction of dependencies, on the compiled classes. */
class ArchitectureTest {

    private static final String ROOT = "org.jinetd";

    /** Each package imports only from those before it. */
    private static final List<String> ORDER =
            List.of(
                    "config",
                    "plan",
                    "migrate",
                    "hosts",
                    "admit",
                    "builtin",
                    "child",
                    "event",
                    "os",
                    "os.linux",
                    "loop",
                    "");

    /** What computes and does nothing else: no files, no channels, no threads, no log. */
    private static final Set<String> PURE =
            Set.of("config", "plan", "migrate", "hosts", "admit", "builtin", "child");

    private static final Pattern PURE_MAY_IMPORT =
            Pattern.compile(
                    "java\\.lang(\\.(invoke|runtime|annotation))?"
                            + "|java\\.util(\\.(function|stream|regex|random))?"
                            + "|java\\.time(\\.\\w+)?"
                            + "|java\\.nio(\\.charset)?");

    /** ini4j reads from a Reader; that of {@code config} reads a text in memory. */
    private static final Set<String> CONFIG_MAY_IMPORT =
            Set.of("java.io", "org.ini4j", "org.ini4j.spi");

    private static final Pattern EMPTY_NAME =
            Pattern.compile(".*(Manager|Helper|Utils?|Common|Base|Impl|Data|Info)");

    private static final Pattern JDEPS_LINE = Pattern.compile("\\s+(\\S+)\\s+-> (\\S+)\\s.*");

    private static Path classes;
    private static List<Dependency> dependencies;

    /** A package that imports something of another. */
    private record Dependency(String from, String to) {

        boolean isInside() {
            return isOurs(to);
        }

        String ourFrom() {
            return shortName(from);
        }

        @Override
        public String toString() {
            return from + " -> " + to;
        }
    }

    @BeforeAll
    static void readTheClasses() throws URISyntaxException {
        classes = Path.of(Ip.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        dependencies =
                jdeps("-verbose:package", "-filter:none")
                        .filter(each -> isOurs(each.from()) && !each.from().equals(each.to()))
                        .toList();
        assertTrue(dependencies.stream().anyMatch(Dependency::isInside));
    }

    private static Stream<Dependency> jdeps(String... options) {
        StringWriter out = new StringWriter();
        PrintWriter writer = new PrintWriter(out);
        ToolProvider jdeps = ToolProvider.findFirst("jdeps").orElseThrow();
        String[] arguments =
                Stream.concat(Stream.of(options), Stream.of(classes.toString()))
                        .toArray(String[]::new);
        assertEquals(0, jdeps.run(writer, writer, arguments), out.toString());
        return out.toString()
                .lines()
                .map(JDEPS_LINE::matcher)
                .filter(Matcher::matches)
                .map(line -> new Dependency(line.group(1), line.group(2)));
    }

    @Test
    void every_package_has_its_place_in_the_order() {
        Set<String> packages =
                dependencies.stream().map(Dependency::ourFrom).collect(Collectors.toSet());
        packages.removeAll(ORDER);
        assertEquals(Set.of(), packages);
    }

    @Test
    void a_package_imports_only_from_those_before_it() {
        assertNone(
                each ->
                        each.isInside()
                                && ORDER.indexOf(shortName(each.to()))
                                        >= ORDER.indexOf(each.ourFrom()));
    }

    @Test
    void only_the_root_knows_which_system_the_loop_runs_on() {
        assertNone(
                each ->
                        shortName(each.to()).equals("os.linux")
                                && each.isInside()
                                && !each.ourFrom().isEmpty());
    }

    @Test
    void pure_packages_import_values_and_collections_only() {
        assertNone(
                each ->
                        PURE.contains(each.ourFrom())
                                && !each.isInside()
                                && !PURE_MAY_IMPORT.matcher(each.to()).matches()
                                && !(each.ourFrom().equals("config")
                                        && CONFIG_MAY_IMPORT.contains(each.to())));
    }

    @Test
    void one_class_reads_the_form_of_an_ini_file() {
        Set<String> readers =
                jdeps("-verbose:class", "-filter:none", "-regex", "org\\.ini4j\\..*")
                        .filter(each -> isIn(each.to(), "org.ini4j"))
                        .map(each -> each.from().replaceFirst("\\$.*", ""))
                        .collect(Collectors.toSet());
        assertEquals(Set.of("org.jinetd.config.IniSyntax"), readers);
    }

    @Test
    void native_code_is_called_in_one_package() {
        assertNone(
                each ->
                        (isIn(each.to(), "jnr") || isIn(each.to(), "com.kenai"))
                                && !each.ourFrom().equals("os.linux"));
    }

    @Test
    void events_and_the_root_write_the_log() {
        assertNone(
                each ->
                        (isIn(each.to(), "org.slf4j") || isIn(each.to(), "ch.qos"))
                                && !Set.of("event", "").contains(each.ourFrom()));
    }

    @Test
    void a_name_says_what_a_type_is() {
        List<String> names =
                types().map(Class::getSimpleName)
                        .filter(name -> EMPTY_NAME.matcher(name).matches())
                        .toList();
        assertEquals(List.of(), names);
    }

    @Test
    void no_state_is_static() {
        List<String> fields =
                types().flatMap(type -> Arrays.stream(type.getDeclaredFields()))
                        .filter(field -> Modifier.isStatic(field.getModifiers()))
                        .filter(field -> !Modifier.isFinal(field.getModifiers()))
                        .filter(field -> !field.isSynthetic()) // of the coverage agent
                        .map(field -> field.getDeclaringClass().getName() + "." + field.getName())
                        .toList();
        assertEquals(List.of(), fields);
    }

    private static void assertNone(Predicate<Dependency> forbidden) {
        Set<String> found =
                dependencies.stream()
                        .filter(forbidden)
                        .map(Dependency::toString)
                        .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(Set.of(), found);
    }

    private static Stream<Class<?>> types() {
        try (Stream<Path> files = Files.walk(classes)) {
            return files
                    .map(file -> classes.relativize(file).toString())
                    .filter(file -> file.endsWith(".class") && !file.endsWith("-info.class"))
                    .map(file -> file.replaceFirst("\\.class$", "").replace('/', '.'))
                    .<Class<?>>map(ArchitectureTest::load)
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Loads without initialising: that could load native code. */
    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, ArchitectureTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isOurs(String name) {
        return isIn(name, ROOT);
    }

    private static boolean isIn(String name, String parent) {
        return name.equals(parent) || name.startsWith(parent + ".");
    }

    /** Returns a package of ours without the root's name; empty for the root. */
    private static String shortName(String name) {
        return name.equals(ROOT) ? "" : name.replaceFirst("^" + ROOT + "\\.", "");
    }
}
