package io.kerbstone.web;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Looks for a text, as UTF-8, in bytes that come in pieces; keeps no more than the text's own length. One thread. */
final class TextFinder {
    private final byte[] wanted;
    private byte[] tail = new byte[0];
    private boolean isFound;

    TextFinder(String text) {
        wanted = text.getBytes(StandardCharsets.UTF_8);
        isFound = wanted.length == 0;
    }

    void feed(ByteBuf piece) {
        if (isFound) {
            return;
        }
        byte[] bytes = new byte[tail.length + piece.readableBytes()];
        System.arraycopy(tail, 0, bytes, 0, tail.length);
        piece.getBytes(piece.readerIndex(), bytes, tail.length, piece.readableBytes());
        isFound = ByteBufUtil.indexOf(Unpooled.wrappedBuffer(wanted), Unpooled.wrappedBuffer(bytes)) >= 0;
        int keep = Math.min(bytes.length, wanted.length - 1);
        tail = Arrays.copyOfRange(bytes, bytes.length - keep, bytes.length);
    }

    boolean isFound() {
        return isFound;
    }
}
