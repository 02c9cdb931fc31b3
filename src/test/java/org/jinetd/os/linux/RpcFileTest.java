package org.jinetd.os.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RpcFileTest {

    @Test
    void a_program_is_found_by_its_name_and_its_aliases() {
        RpcFile file = RpcFile.parse("# c\nrstatd\t100001  rstat rup # x\nnfs 100003\n");
        assertEquals(OptionalLong.of(100001), file.find("rstatd"));
        assertEquals(OptionalLong.of(100001), file.find("rup"));
        assertEquals(OptionalLong.of(100003), file.find("nfs"));
        assertEquals(OptionalLong.empty(), file.find("x"));
        assertEquals(Set.of("rstatd", "rstat", "rup", "nfs"), file.names());
    }

    @Test
    void the_first_line_with_a_name_wins() {
        RpcFile file = RpcFile.parse("a 1 b\nb 2\n");
        assertEquals(OptionalLong.of(1), file.find("b"));
    }

    @Test
    void what_is_no_line_of_it_is_skipped() {
        RpcFile file = RpcFile.parse("a\nb x\nc 4294967296\nd -1\n\n  \ne 4294967295\n");
        assertEquals(Set.of("e"), file.names());
    }

    @Test
    void a_missing_file_is_empty() {
        assertEquals(Set.of(), RpcFile.read(Path.of("/nonexistent/rpc")).names());
    }
}
