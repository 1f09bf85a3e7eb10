/**
 * Keys, certificates and enrolment: who an agent is and how both ends prove it. The only importer of Bouncy Castle.
 * {@code docs/wire-format.md} has the enrolment sequence; {@code docs/decisions/0020-two-keys-per-agent.md} says why
 * an agent has two keys.
 *
 * <ul>
 *   <li>Evidence: {@link io.kerbstone.identity.SigningKey} signs frames, {@link io.kerbstone.identity.VerifyingKey}
 *       checks them, faster where {@link io.kerbstone.identity.NativeEd25519} is there,
 *       {@link io.kerbstone.identity.SigningSuite} numbers the algorithms.
 *   <li>Transport: {@link io.kerbstone.identity.CertificateAuthority} of the collector issues
 *       {@link io.kerbstone.identity.TlsCredentials}; {@link io.kerbstone.identity.TlsContexts} makes TLS 1.3 engines;
 *       {@link io.kerbstone.identity.Certificates} reads what a peer showed.
 *   <li>Enrolment: {@link io.kerbstone.identity.EnrolmentToken} pins the authority,
 *       {@link io.kerbstone.identity.EnrolmentProof} shows that the signing key is there,
 *       {@link io.kerbstone.identity.AgentIdentity} is the agent's folder of keys.
 *   <li>At rest: {@link io.kerbstone.identity.SealingKey} seals secrets in files and rows,
 *       {@link io.kerbstone.identity.Passwords} hashes what people type.
 *   <li>{@link io.kerbstone.identity.RefusedException}: one sentence that says what was wrong with what we were given.
 * </ul>
 */
@NullMarked
package io.kerbstone.identity;

import org.jspecify.annotations.NullMarked;
