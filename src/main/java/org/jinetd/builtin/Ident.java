package org.jinetd.builtin;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** RFC 1413: one question about the owner of a connection, which stays a secret. */
final class Ident implements Conversation {

    /** RFC 1413, 4: what a line may have before its end. */
    static final int LONGEST = 1000;

    static final Duration LIMIT = Duration.ofSeconds(10);

    private static final int LAST_PORT = 0xffff;
    private static final Pattern QUESTION =
            Pattern.compile("[ \\t]*(\\d{1,5})[ \\t]*,[ \\t]*(\\d{1,5})[ \\t]*\\r?");

    private final StringBuilder line = new StringBuilder();
    private Optional<Announcement> answer = Optional.empty();
    private boolean ended;

    @Override
    public Wants wants() {
        return answer.map(Announcement::wants).orElse(ended ? Wants.CLOSE : Wants.READ);
    }

    @Override
    public Optional<Duration> limit() {
        return Optional.of(LIMIT);
    }

    @Override
    public void received(ByteBuffer buffer) {
        while (buffer.hasRemaining() && answer.isEmpty()) {
            byte next = buffer.get();
            if (next == '\n') {
                say(answerTo(line.toString()));
            } else if (line.length() == LONGEST) {
                ended = true;
                break;
            } else {
                line.append((char) (next & 0xff));
            }
        }
        answer.ifPresentOrElse(
                said -> said.received(buffer), () -> buffer.position(buffer.limit()));
    }

    private void say(String text) {
        answer = Optional.of(new Announcement(StandardCharsets.US_ASCII.encode(text)));
    }

    /** Returns the answer to a line; one that cannot be understood is answered by port 0. */
    private static String answerTo(String line) {
        Matcher question = QUESTION.matcher(line);
        if (!question.matches()) {
            return "0 , 0 : ERROR : INVALID-PORT\r\n";
        }
        int own = Integer.parseInt(question.group(1));
        int other = Integer.parseInt(question.group(2));
        boolean valid = isPort(own) && isPort(other);
        return own
                + " , "
                + other
                + " : ERROR : "
                + (valid ? "HIDDEN-USER" : "INVALID-PORT")
                + "\r\n";
    }

    private static boolean isPort(int number) {
        return number > 0 && number <= LAST_PORT;
    }

    @Override
    public void ended() {
        ended = true;
        answer.ifPresent(Announcement::ended);
    }

    @Override
    public ByteBuffer output(ByteBuffer scratch) {
        return answer.map(said -> said.output(scratch)).orElseGet(() -> scratch.limit(0));
    }

    @Override
    public void sent(ByteBuffer rest) {
        answer.ifPresent(said -> said.sent(rest));
    }
}
