package io.kerbstone.wire;

/** What became of bytes that should be a frame. */
public sealed interface Decoded permits Frame, Problem {}
