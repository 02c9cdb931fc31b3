package org.jinetd.os.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IpOptionsTest {

    @ParameterizedTest
    @CsvSource({
        "'',                       false",
        "01010101,                 false",
        "0707040000000000,         false",
        "94040000,                 false", // router alert
        "830704c0000201,           true",
        "01890704c0000201,         true",
        "94040000830704c000020100, true",
        "00830704c0000201,         false", // behind the end
        "9401,                     true",
        "94,                       true",
    })
    void a_source_route_is_found(String hex, boolean found) {
        ByteBuffer options = ByteBuffer.wrap(HexFormat.of().parseHex(hex));
        assertEquals(found, IpOptions.haveRoute(options));
    }
}
