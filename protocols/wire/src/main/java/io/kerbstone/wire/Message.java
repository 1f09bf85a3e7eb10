package io.kerbstone.wire;

import java.util.Arrays;
import java.util.List;

/**
 * What agents and collector say to each other ({@code docs/wire-format.md}, "Messages"). The constructors check nothing
 * but copy lists; {@link MessageCodec} checks in both directions. Byte arrays are not to be changed.
 */
public sealed interface Message {
    /** The version this build speaks; a collector also speaks the one before. */
    int PROTOCOL_VERSION = 1;

    /** The number on the wire. */
    int type();

    /**
     * Agent to collector, first on a connection with a certificate.
     *
     * @param protocolVersion the newest the agent speaks
     * @param agentId as in the certificate
     * @param epoch of the agent's journal
     * @param firstSequence the lowest the journal still holds, at least 1
     * @param nextSequence the one the next new frame will have, at least {@code firstSequence}
     * @param configVersion version of the assignment the agent works by, 0 without one
     * @param softwareVersion of the agent
     * @param bootId of the agent's machine
     */
    record Hello(
            int protocolVersion,
            String agentId,
            Epoch epoch,
            long firstSequence,
            long nextSequence,
            long configVersion,
            String softwareVersion,
            String bootId)
            implements Message {
        /** The number on the wire. */
        public static final int TYPE = 1;

        @Override
        public int type() {
            return TYPE;
        }
    }

    /**
     * Collector to agent, the answer to {@link Hello}.
     *
     * @param protocolVersion the one both will speak
     * @param stored what is durable at the collector of the epoch in the hello (the lowest
     *     {@link SequenceRanges#RANGES_MAX} ranges)
     * @param collectorUnixNs the collector's wall clock, ns since 1970 UTC
     * @param credit frames the agent may send before more credit comes, at least 0
     */
    record Welcome(int protocolVersion, SequenceRanges stored, long collectorUnixNs, int credit) implements Message {
        /** The number on the wire. */
        public static final int TYPE = 2;

        @Override
        public int type() {
            return TYPE;
        }
    }

    /** Agent to collector: one frame, whole. */
    @SuppressWarnings("ArrayRecordComponent") // Equality is written out; nobody changes the arrays.
    record FrameMessage(byte[] frame) implements Message {
        /** The number on the wire. */
        public static final int TYPE = 3;

        @Override
        public int type() {
            return TYPE;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof FrameMessage that && Arrays.equals(frame, that.frame);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(frame);
        }

        @Override
        public String toString() {
            return "FrameMessage of " + frame.length + " bytes";
        }
    }

    /** Collector to agent: these frames are durable and may be dropped. */
    record Ack(Epoch epoch, SequenceRanges ranges) implements Message {
        /** The number on the wire. */
        public static final int TYPE = 4;

        @Override
        public int type() {
            return TYPE;
        }
    }

    /** Agent to collector: asks for the collector's time; {@code sentAtNs} is the agent's monotonic clock. */
    record TimeRequest(long sentAtNs) implements Message {
        /** The number on the wire. */
        public static final int TYPE = 5;

        @Override
        public int type() {
            return TYPE;
        }
    }

    /**
     * Collector to agent: the answer.
     *
     * @param sentAtNs as in the request
     * @param receivedUnixNs when the request came, by the collector's wall clock
     * @param sentUnixNs when this answer left, by the collector's wall clock
     */
    record TimeReply(long sentAtNs, long receivedUnixNs, long sentUnixNs) implements Message {
        /** The number on the wire. */
        public static final int TYPE = 6;

        @Override
        public int type() {
            return TYPE;
        }
    }

    /** Collector to agent: what to measure from now on, as a JSON document. */
    record ConfigMessage(long version, String document) implements Message {
        /** The number on the wire. */
        public static final int TYPE = 7;

        @Override
        public int type() {
            return TYPE;
        }
    }

    /** Agent to collector: the assignment is in force, or (with mistakes) was refused whole. */
    record ConfigApplied(long version, List<String> mistakes) implements Message {
        /** The number on the wire. */
        public static final int TYPE = 8;

        /** Copies the list. */
        public ConfigApplied {
            mistakes = List.copyOf(mistakes);
        }

        @Override
        public int type() {
            return TYPE;
        }
    }

    /** Collector to agent: so many more frames may be sent. */
    record Credit(int frames) implements Message {
        /** The number on the wire. */
        public static final int TYPE = 9;

        @Override
        public int type() {
            return TYPE;
        }
    }

    /**
     * Either way: what was sent is refused.
     *
     * @param code for programs
     * @param sentence for a person
     * @param sequence of the frame that was refused, 0 when it was something else
     */
    record Refused(Code code, String sentence, long sequence) implements Message {
        /** The number on the wire. */
        public static final int TYPE = 10;

        @Override
        public int type() {
            return TYPE;
        }

        /** Why. The codes stand on the wire: never reuse one. */
        public enum Code {
            /** A code of a later version. */
            OTHER(0),
            /** Not a message or not the one expected here; the connection ends. */
            PROTOCOL(1),
            /** No protocol version in common; the connection ends. */
            VERSION(2),
            /** The agent is unknown or its certificate is another's; the connection ends. */
            IDENTITY(3),
            /** The agent was revoked; the connection ends. */
            REVOKED(4),
            /** The token is wrong, expired or used up. */
            TOKEN(5),
            /** The enrolment is wrong in another way (name, request, key, proof). */
            ENROLMENT(6),
            /** The frame cannot be read or is above a limit; sending it again will not help. */
            FRAME_MALFORMED(7),
            /** The frame's signature is wrong; sending it again will not help. */
            FRAME_SIGNATURE(8),
            /** The frame is of another agent or epoch; sending it again will not help. */
            FRAME_FOREIGN(9),
            /** The collector cannot store at the moment; try again later. */
            BUSY(10);

            private final int code;

            Code(int code) {
                this.code = code;
            }

            /** The number on the wire. */
            public int code() {
                return code;
            }

            /** The constant of a number; {@link #OTHER} when a later version made it. */
            static Code of(long number) {
                for (Code one : values()) {
                    if (one.code == number) {
                        return one;
                    }
                }
                return OTHER;
            }
        }
    }

    /**
     * New agent to collector, only on a connection without a client certificate.
     *
     * @param tokenSecret 16 bytes of the token
     * @param name the name a person gave the agent
     * @param csr certificate request (PKCS #10, DER) of the TLS key
     * @param signingKey Ed25519 public key, 32 bytes
     * @param proof {@link io.kerbstone.identity.EnrolmentProof} over the request
     */
    @SuppressWarnings("ArrayRecordComponent") // Equality is written out; nobody changes the arrays.
    record Enrol(byte[] tokenSecret, String name, byte[] csr, byte[] signingKey, byte[] proof) implements Message {
        /** The number on the wire. */
        public static final int TYPE = 11;

        @Override
        public int type() {
            return TYPE;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Enrol that
                    && name.equals(that.name)
                    && Arrays.equals(tokenSecret, that.tokenSecret)
                    && Arrays.equals(csr, that.csr)
                    && Arrays.equals(signingKey, that.signingKey)
                    && Arrays.equals(proof, that.proof);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(csr);
        }

        /** Without the secret. */
        @Override
        public String toString() {
            return "Enrol " + name;
        }
    }

    /**
     * Collector to new agent: welcome.
     *
     * @param agentId the id given
     * @param certificate the agent's certificate, DER
     * @param ca the authority's certificate, DER
     */
    @SuppressWarnings("ArrayRecordComponent") // Equality is written out; nobody changes the arrays.
    record Enrolled(String agentId, byte[] certificate, byte[] ca) implements Message {
        /** The number on the wire. */
        public static final int TYPE = 12;

        @Override
        public int type() {
            return TYPE;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Enrolled that
                    && agentId.equals(that.agentId)
                    && Arrays.equals(certificate, that.certificate)
                    && Arrays.equals(ca, that.ca);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(certificate);
        }

        @Override
        public String toString() {
            return "Enrolled " + agentId;
        }
    }
}
