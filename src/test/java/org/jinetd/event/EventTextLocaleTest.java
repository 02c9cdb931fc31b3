package org.jinetd.event;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class EventTextLocaleTest {

    @Test
    void the_words_do_not_depend_on_the_language_of_the_operator() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG"));
            EventTextTest.events()
                    .forEach(
                            each ->
                                    assertEquals(
                                            each.get()[2],
                                            EventText.of(EventTextTest.event(each))));
        } finally {
            Locale.setDefault(before);
        }
    }
}
