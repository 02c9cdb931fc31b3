package org.jinetd.builtin;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/** RFC 867 in the form of ctime(3), {@code Tue Nov 24 14:48:51 2026}, as every inetd has it. */
final class Daytime implements Answer {

    // Not java.time.format: its names depend on the locale, and loading it takes longer than this.
    private static final String DAYS = "MonTueWedThuFriSatSun";
    private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

    private final ZoneId zone;

    Daytime(ZoneId zone) {
        this.zone = zone;
    }

    @Override
    public boolean reply(ByteBuffer request, ByteBuffer response, long wallMillis) {
        response.clear();
        put(response, Instant.ofEpochMilli(wallMillis).atZone(zone));
        response.flip();
        return true;
    }

    private static void put(ByteBuffer response, ZonedDateTime time) {
        put(response, name(DAYS, time.getDayOfWeek().getValue()));
        response.put((byte) ' ');
        put(response, name(MONTHS, time.getMonthValue()));
        response.put((byte) ' ');
        putTwo(response, time.getDayOfMonth(), ' ');
        response.put((byte) ' ');
        putTwo(response, time.getHour(), '0');
        response.put((byte) ':');
        putTwo(response, time.getMinute(), '0');
        response.put((byte) ':');
        putTwo(response, time.getSecond(), '0');
        response.put((byte) ' ');
        put(response, Integer.toString(time.getYear()));
        put(response, "\r\n");
    }

    /** Returns the name with this number, from 1. */
    private static String name(String names, int number) {
        return names.substring(3 * number - 3, 3 * number);
    }

    private static void put(ByteBuffer response, String ascii) {
        for (int i = 0; i < ascii.length(); i++) {
            response.put((byte) ascii.charAt(i));
        }
    }

    private static void putTwo(ByteBuffer response, int number, char padding) {
        response.put((byte) (number < 10 ? padding : '0' + number / 10));
        response.put((byte) ('0' + number % 10));
    }
}
