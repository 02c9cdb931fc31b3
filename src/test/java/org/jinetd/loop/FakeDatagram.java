package org.jinetd.loop;

import java.nio.ByteBuffer;
import org.jinetd.os.Datagram;
import org.jinetd.plan.Ip;

/** One datagram that was received. */
final class FakeDatagram implements Datagram {

    final ByteBuffer payload = ByteBuffer.allocateDirect(0x10000);
    FakeListener.Mail mail;

    @Override
    public ByteBuffer payload() {
        return payload;
    }

    @Override
    public Ip source() {
        return mail.source();
    }

    @Override
    public int sourcePort() {
        return mail.sourcePort();
    }

    @Override
    public Ip destination() {
        return mail.destination();
    }
}
