package org.jinetd.loop;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Queue;
import java.util.stream.Stream;
import org.jinetd.os.Datagram;
import org.jinetd.os.Datagrams;
import org.jinetd.plan.Ip;

/** Datagrams that were received in one go. */
final class FakeDatagrams implements Datagrams {

    private final int most;
    private final List<FakeDatagram> received = new ArrayList<>();

    FakeDatagrams(int most) {
        this.most = most;
    }

    @Override
    public Datagram get(int index) {
        return received.get(index);
    }

    /** Takes what is there off a queue, up to the room; returns how many that were. */
    int take(Queue<FakeListener.Mail> mails) {
        received.clear();
        while (received.size() < most && !mails.isEmpty()) {
            received.add(new FakeDatagram(mails.remove()));
        }
        return received.size();
    }

    Stream<Reply> answers(BitSet answered) {
        assertTrue(answered.length() <= received.size(), "an answer to nothing");
        return answered.stream().mapToObj(i -> received.get(i).reply());
    }

    private static final class FakeDatagram implements Datagram {
        private final FakeListener.Mail mail;
        private final ByteBuffer payload;
        private final ByteBuffer answer = ByteBuffer.allocate(0x1_0000);

        FakeDatagram(FakeListener.Mail mail) {
            this.mail = mail;
            this.payload = ByteBuffer.wrap(mail.text().getBytes(StandardCharsets.ISO_8859_1));
        }

        Reply reply() {
            String text = StandardCharsets.ISO_8859_1.decode(answer.duplicate()).toString();
            return new Reply(mail.source(), mail.sourcePort(), text);
        }

        @Override
        public ByteBuffer payload() {
            return payload;
        }

        @Override
        public ByteBuffer answer() {
            return answer;
        }

        @Override
        public boolean isAnswerable() {
            return mail.isAnswerable();
        }

        @Override
        public Ip source() {
            requireAddress();
            return mail.source();
        }

        @Override
        public int sourcePort() {
            requireAddress();
            return mail.sourcePort();
        }

        @Override
        public Ip destination() {
            requireAddress();
            return mail.destination();
        }

        private void requireAddress() {
            if (mail.sender() != FakeListener.Sender.ADDRESS) {
                throw new IllegalStateException("not an internet address");
            }
        }
    }
}
