package io.kerbstone.wire;

/** How large each dimension of a message may be. */
public final class MessageLimits {
    /** Type and body of any message, bytes: a frame or a document of the greatest length and some more. */
    public static final int MESSAGE_BYTES_MAX = 4 * FrameLimits.DEFAULT.frameBytes() + 4096;
    /** Type and body of a message of a peer without a certificate, bytes. */
    public static final int STRANGER_BYTES_MAX = 16 * 1024;
    /** JSON document of an assignment, characters. */
    public static final int DOCUMENT_CHARS_MAX = 4 << 20;
    /** Name of an agent, characters. */
    public static final int NAME_CHARS_MAX = 128;
    /** Version of software, characters. */
    public static final int VERSION_CHARS_MAX = 64;
    /** A sentence, characters. */
    public static final int SENTENCE_CHARS_MAX = 512;
    /** Mistakes in one message. */
    public static final int MISTAKES_MAX = 100;
    /** Certificate request, bytes. */
    public static final int CSR_BYTES_MAX = 4096;
    /** Certificate, bytes. */
    public static final int CERTIFICATE_BYTES_MAX = 8192;
    /** Frames of credit in one message and in total. */
    public static final int CREDIT_MAX = 1 << 16;

    private MessageLimits() {}
}
