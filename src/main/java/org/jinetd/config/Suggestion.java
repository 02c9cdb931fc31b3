package org.jinetd.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** What a misspelt word was probably meant to be. */
public final class Suggestion {

    private static final int FARTHEST = 2;

    private Suggestion() {}

    /**
     * Returns the known word that is the fewest slips away, case aside: at most two, and fewer than
     * half of the word's characters. A slip is a character too many, too few or wrong, or two that
     * changed places. Of several as near, the first in alphabetical order; empty when none is near.
     */
    public static Optional<String> nearest(String word, Collection<String> known) {
        record Candidate(String word, int slips) {}
        String wanted = word.toLowerCase(Locale.ROOT);
        return known.stream()
                .filter(each -> Math.abs(each.length() - word.length()) <= FARTHEST)
                .map(each -> new Candidate(each, slips(wanted, each.toLowerCase(Locale.ROOT))))
                .filter(each -> each.slips <= FARTHEST && each.slips * 2 < word.length())
                .min(Comparator.comparingInt(Candidate::slips).thenComparing(Candidate::word))
                .map(Candidate::word);
    }

    /**
     * Returns the optimal string alignment distance (Damerau 1964, Levenshtein 1966), or more than
     * the farthest that matters when it is beyond that.
     */
    private static int slips(String a, String b) {
        int[] beforeLast = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            int best = i;
            for (int j = 1; j <= b.length(); j++) {
                boolean same = a.charAt(i - 1) == b.charAt(j - 1);
                row[j] = Math.min(last[j - 1] + (same ? 0 : 1), Math.min(last[j], row[j - 1]) + 1);
                if (i > 1
                        && j > 1
                        && a.charAt(i - 1) == b.charAt(j - 2)
                        && a.charAt(i - 2) == b.charAt(j - 1)) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
                best = Math.min(best, row[j]);
            }
            if (best > FARTHEST) {
                return best;
            }
            beforeLast = last;
            last = row;
        }
        return last[b.length()];
    }
}
