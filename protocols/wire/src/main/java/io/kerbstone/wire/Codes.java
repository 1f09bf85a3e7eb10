package io.kerbstone.wire;

import io.kerbstone.measurement.DeviceReadings;
import io.kerbstone.measurement.Reading;
import java.util.function.ToIntFunction;

/** Numbers of the wire back to the constants of the model. Stateless. */
final class Codes {
    private Codes() {}

    static Gap.Reason gapReason(long code) throws WireException {
        return find("gap reason", Gap.Reason.values(), Gap.Reason::code, code);
    }

    static DeviceReadings.Status status(long code) throws WireException {
        return find("poll status", DeviceReadings.Status.values(), DeviceReadings.Status::code, code);
    }

    static Reading.Kind kind(long code) throws WireException {
        return find("kind of reading", Reading.Kind.values(), Reading.Kind::code, code);
    }

    static Reading.Quality quality(long code) throws WireException {
        return find("quality of a reading", Reading.Quality.values(), Reading.Quality::code, code);
    }

    private static <E> E find(String what, E[] all, ToIntFunction<E> codeOf, long code) throws WireException {
        for (E one : all) {
            if (codeOf.applyAsInt(one) == code) {
                return one;
            }
        }
        throw WireException.unsupported("a " + what + " of a later version: " + code);
    }
}
