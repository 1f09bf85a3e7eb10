package io.kerbstone.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentIdentityTest {
    private static final long NOW_MS = 1_790_000_000_000L;

    @TempDir
    private Path dir;

    private CertificateAuthority authority(String name) throws IOException {
        return CertificateAuthority.openOrCreate(dir.resolve(name), name, NOW_MS);
    }

    private static AgentIdentity.Enrolment enrolment(CertificateAuthority ca, byte[] csr, String id)
            throws RefusedException {
        X509Certificate certificate = ca.issueAgent(csr, id, NOW_MS);
        return new AgentIdentity.Enrolment(id, certificate, ca.certificate(), "collector.lan:8710");
    }

    @Test
    void shouldBeTheSameAgentWhenLoadedAgain() throws Exception {
        Path folder = dir.resolve("agent/keys");
        assertEquals(Optional.empty(), AgentIdentity.load(folder));
        AgentIdentity made = AgentIdentity.create(folder);
        assertFalse(made.isEnrolled());
        assertEquals(Optional.empty(), made.tlsCredentials());
        AgentIdentity.Enrolment enrolment = enrolment(authority("ca"), made.csr("wish"), "agent-7");
        made.store(enrolment);
        AgentIdentity again = AgentIdentity.load(folder).orElseThrow();
        assertEquals(Optional.of(enrolment), again.enrolment());
        assertEquals(Optional.of("agent-7"), again.agentId());
        assertEquals(made.signingKey().verifyingKey(), again.signingKey().verifyingKey());
        assertTrue(again.tlsCredentials().isPresent());
    }

    @Test
    void shouldLetOnlyTheOwnerReadWhenFilesAreWritten() throws Exception {
        AgentIdentity made = AgentIdentity.create(dir.resolve("agent"));
        made.store(enrolment(authority("ca"), made.csr("wish"), "agent-7"));
        try (Stream<Path> files = Files.list(dir.resolve("agent"))) {
            for (Path file : files.toList()) {
                assertEquals(
                        "rw-------",
                        PosixFilePermissions.toString(Files.getPosixFilePermissions(file)),
                        file::toString);
                assertFalse(
                        new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains("PRIVATE"),
                        file::toString);
            }
        }
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve("agent"))));
    }

    @Test
    void shouldStoreNothingWhenTheAnswerDoesNotFit() throws Exception {
        AgentIdentity made = AgentIdentity.create(dir.resolve("agent"));
        CertificateAuthority ca = authority("ca");
        CertificateAuthority other = authority("other");
        byte[] foreign = AgentIdentity.create(dir.resolve("foreign")).csr("x");
        X509Certificate good = ca.issueAgent(made.csr("x"), "agent-7", NOW_MS);
        AgentIdentity.Enrolment[] wrong = {
            enrolment(ca, foreign, "agent-7"),
            new AgentIdentity.Enrolment("agent-8", good, ca.certificate(), "c:1"),
            new AgentIdentity.Enrolment("agent-7", good, other.certificate(), "c:1"),
            new AgentIdentity.Enrolment("agent-7", good, ca.certificate(), "x".repeat(301)),
        };
        for (AgentIdentity.Enrolment one : wrong) {
            assertThrows(RefusedException.class, () -> made.store(one));
            assertFalse(AgentIdentity.load(dir.resolve("agent")).orElseThrow().isEnrolled());
        }
    }

    @Test
    void shouldNotBeEnrolledWhenTheEnrolmentWasCutShort() throws Exception {
        AgentIdentity made = AgentIdentity.create(dir.resolve("agent"));
        made.store(enrolment(authority("ca"), made.csr("wish"), "agent-7"));
        Files.delete(dir.resolve("agent/certificate.pem"));
        assertFalse(AgentIdentity.load(dir.resolve("agent")).orElseThrow().isEnrolled());
    }

    @Test
    void shouldNameTheFileWhenAKeyIsDamaged() throws Exception {
        AgentIdentity.create(dir.resolve("agent"));
        Path file = dir.resolve("agent/tls.sealed");
        byte[] bytes = Files.readAllBytes(file);
        bytes[30] ^= 1;
        Files.write(file, bytes);
        IOException refused = assertThrows(IOException.class, () -> AgentIdentity.load(dir.resolve("agent")));
        assertTrue(refused.getMessage().contains("tls.sealed"), refused.getMessage());
    }
}
