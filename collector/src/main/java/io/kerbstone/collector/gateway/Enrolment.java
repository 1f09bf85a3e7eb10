package io.kerbstone.collector.gateway;

import io.kerbstone.collector.registry.Registry;
import io.kerbstone.identity.CertificateAuthority;
import io.kerbstone.identity.Certificates;
import io.kerbstone.identity.EnrolmentProof;
import io.kerbstone.identity.EnrolmentToken;
import io.kerbstone.identity.RefusedException;
import io.kerbstone.identity.VerifyingKey;
import io.kerbstone.wire.Message;
import io.kerbstone.wire.Message.Refused.Code;
import java.security.cert.X509Certificate;
import java.util.Optional;

/** Decides about enrolments, one at a time, on the gateway's desk. */
final class Enrolment {
    private final Registry registry;
    private final CertificateAuthority authority;
    private final AttemptLimit limit = new AttemptLimit();

    Enrolment(Registry registry, CertificateAuthority authority) {
        this.registry = registry;
        this.authority = authority;
    }

    /** The answer: {@link Message.Enrolled} or {@link Message.Refused}. */
    Message decide(Message.Enrol enrol, String address, long nowMs) {
        if (!limit.admits(address, nowMs)) {
            return refused(Code.BUSY, "Too many enrolments are being tried. Wait a minute and try again.");
        }
        String secretHash = EnrolmentToken.secretHash(enrol.tokenSecret());
        Optional<String> refusal = registry.refusalOfToken(secretHash, nowMs);
        if (refusal.isPresent()) {
            return refused(Code.TOKEN, refusal.get());
        }
        Optional<VerifyingKey> key = VerifyingKey.parse(enrol.signingKey());
        if (key.isEmpty() || !EnrolmentProof.holds(key.get(), enrol.csr(), enrol.proof())) {
            return refused(Code.ENROLMENT, "The agent did not prove that it holds its signing key.");
        }
        return issue(enrol, secretHash, nowMs);
    }

    private Message issue(Message.Enrol enrol, String secretHash, long nowMs) {
        String agentId = registry.freeAgentId(enrol.name());
        X509Certificate certificate;
        try {
            certificate = authority.issueAgent(enrol.csr(), agentId, nowMs);
        } catch (RefusedException e) {
            return refused(Code.ENROLMENT, "No certificate: " + e.getMessage());
        }
        Registry.Enrolment done = registry.enrol(secretHash, agentId, enrol.name(), enrol.signingKey(), nowMs);
        if (done instanceof Registry.Enrolment.Refused no) {
            return refused(Code.TOKEN, no.sentence());
        }
        byte[] ca = Certificates.der(authority.certificate());
        return new Message.Enrolled(agentId, Certificates.der(certificate), ca);
    }

    private static Message refused(Code code, String sentence) {
        return new Message.Refused(code, sentence, 0);
    }
}
