package org.jinetd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class GlobTest {

    @ParameterizedTest
    @CsvSource({
        "*.conf,a.conf,true",
        "*.conf,.conf,true",
        "*.conf,a.conf~,false",
        "a*b*c,abc,true",
        "a*b*c,axxbyyc,true",
        "a*b*c,axxbyycz,false",
        "*,x,true",
        "?,ä,true",
        "?,\uD83D\uDE00,true",
        "?,ab,false",
        "[a-c]x,bx,true",
        "[a-c]x,dx,false",
        "[!a-c]x,dx,true",
        "[!a-c]x,bx,false",
        "[]a],],true",
        "[!]a],b,true",
        "[a-],-,true",
        "[-a],-,true",
        "[\\]],],true",
        "[*?],*,true",
        "\\*,*,true",
        "\\*,x,false",
        "{a},{a},true",
        "[[a],[,true",
    })
    void a_name_fits_as_in_glob_7(String pattern, String name, boolean fits) {
        assertEquals(fits, new Glob(pattern).fits(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[a", "[", "[!", "[]", "[a-", "\\", "[\\", "[z-a]", "[[:alpha:]]"})
    void what_is_no_pattern_is_refused(String pattern) {
        assertThrows(IllegalArgumentException.class, () -> new Glob(pattern));
    }

    @Test
    @Timeout(10)
    void many_stars_take_no_time() {
        String name = "a".repeat(255);
        assertFalse(new Glob("*".repeat(60_000) + "x").fits(name));
        assertFalse(new Glob("*a".repeat(100) + "x").fits(name));
        assertFalse(new Glob("*a".repeat(30_000)).fits(name));
        assertTrue(new Glob("*a".repeat(255)).fits(name));
    }

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void it_agrees_with_the_jdk_s_where_that_has_no_more_signs(long seed) {
        Random random = new Random(seed);
        String pattern = word(random, "ab*?", 6);
        String name = word(random, "ab", 8);
        assertEquals(
                FileSystems.getDefault().getPathMatcher("glob:" + pattern).matches(Path.of(name)),
                new Glob(pattern).fits(name),
                () -> pattern + " " + name);
    }

    private static String word(Random random, String letters, int longest) {
        StringBuilder word = new StringBuilder();
        int length = random.nextInt(longest + 1);
        for (int i = 0; i < length; i++) {
            word.append(letters.charAt(random.nextInt(letters.length())));
        }
        return word.toString();
    }
}
