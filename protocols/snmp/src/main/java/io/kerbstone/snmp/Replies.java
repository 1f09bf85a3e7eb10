package io.kerbstone.snmp;

import io.kerbstone.measurement.Oid;
import io.kerbstone.measurement.Varbind;
import io.kerbstone.settings.SnmpAccess;
import io.kerbstone.snmp.SnmpAnswer.Failed;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snmp4j.PDU;
import org.snmp4j.mp.SnmpConstants;
import org.snmp4j.smi.Counter64;
import org.snmp4j.smi.Integer32;
import org.snmp4j.smi.IpAddress;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.SMIConstants;
import org.snmp4j.smi.UnsignedInteger32;
import org.snmp4j.smi.Variable;
import org.snmp4j.smi.VariableBinding;

/** Turns SNMP4J's answers into ours: values, or a failure with a sentence that says what to do. Stateless. */
final class Replies {
    private Replies() {}

    /**
     * Why the reply has no values; empty when it has.
     *
     * @param unproven whether the device speaks v3 but has never yet answered this access
     */
    static Optional<Failed> failure(SnmpTarget target, Session.Reply reply, long waitingTimeMs, boolean unproven) {
        PDU response = reply.response();
        if (reply.unsent() != null) {
            return Optional.of(new Failed(
                    Failure.NOT_SENT,
                    "The request to " + target + " could not be sent (" + reply.unsent()
                            + "): check this machine's network and the access settings of the device."));
        }
        if (response == null) {
            return Optional.of(silence(target, waitingTimeMs, unproven));
        }
        if (response.getType() == PDU.REPORT) {
            return Optional.of(report(target, firstOid(response)));
        }
        if (response.getErrorStatus() != PDU.noError) {
            return Optional.of(errorStatus(target, response));
        }
        return Optional.empty();
    }

    private static Failed silence(SnmpTarget target, long waitingTimeMs, boolean unproven) {
        SnmpAccess access = target.access();
        String hint;
        if (access.version() == SnmpAccess.Version.V2C) {
            hint = "check that the device is up, that SNMPv2c is enabled for this machine, and the community"
                    + " (a device does not answer a wrong one)";
        } else if (unproven && access.level() == SnmpAccess.SecurityLevel.AUTH_PRIV) {
            // RFC 3414 has a report for it, but by AES a wrong key decrypts to nonsense that most devices just drop.
            hint = "it speaks SNMPv3 but has never answered this encrypted request: check priv and privKey first";
        } else {
            hint = "check that the device is up, that SNMPv3 is enabled on it and that no filter stops UDP port "
                    + access.port();
        }
        return new Failed(
                Failure.TIMEOUT, "No answer from " + target + " within " + waitingTimeMs + " ms: " + hint + ".");
    }

    private static Failed report(SnmpTarget target, OID oid) {
        String user = "'" + target.access().securityName() + "'";
        if (SnmpConstants.usmStatsUnknownUserNames.equals(oid)) {
            return refused(
                    target,
                    Failure.UNKNOWN_USER,
                    "does not know the user " + user + ": check securityName, or create the user on the device");
        }
        if (SnmpConstants.usmStatsWrongDigests.equals(oid)) {
            return refused(
                    target,
                    Failure.WRONG_AUTH_KEY,
                    "does not accept the authentication of user " + user
                            + ": check auth and authKey against the device");
        }
        if (SnmpConstants.usmStatsDecryptionErrors.equals(oid)) {
            return refused(
                    target,
                    Failure.WRONG_PRIV_KEY,
                    "could not decrypt the request of user " + user + ": check priv and privKey against the device");
        }
        if (SnmpConstants.usmStatsUnsupportedSecLevels.equals(oid)) {
            return refused(
                    target,
                    Failure.UNSUPPORTED_LEVEL,
                    "does not offer user " + user
                            + " the security level asked for: set level to what the user has on the device");
        }
        if (SnmpConstants.usmStatsNotInTimeWindows.equals(oid)) {
            return refused(
                    target,
                    Failure.NOT_IN_TIME_WINDOW,
                    "says that the request is outside its time window: "
                            + "its SNMP engine time jumps, or another device has the same engine id; restart its SNMP service");
        }
        if (SnmpConstants.snmpUnknownContexts.equals(oid) || SnmpConstants.snmpUnavailableContexts.equals(oid)) {
            return refused(
                    target,
                    Failure.NO_ACCESS,
                    "does not know the context '" + target.access().contextName() + "': check context");
        }
        return new Failed(Failure.DEVICE_ERROR, target + " answered with the report " + oid + ".");
    }

    private static Failed errorStatus(SnmpTarget target, PDU response) {
        int status = response.getErrorStatus();
        if (status == PDU.tooBig) {
            return new Failed(Failure.TOO_BIG, target + " says that the answer is too big for one message.");
        }
        if (status == PDU.noAccess || status == PDU.authorizationError) {
            return refused(
                    target,
                    Failure.NO_ACCESS,
                    "knows us but gives no access to this object: "
                            + "widen the view of the community or user on the device, or raise the security level");
        }
        return new Failed(
                Failure.DEVICE_ERROR,
                target + " answered the error " + PDU.toErrorStatusText(status) + " at value "
                        + response.getErrorIndex() + ".");
    }

    private static Failed refused(SnmpTarget target, Failure failure, String what) {
        return new Failed(failure, target + " " + what + ".");
    }

    private static OID firstOid(PDU response) {
        return response.size() == 0 ? new OID() : response.get(0).getOid();
    }

    /** The values in the answer's order; one whose name is no OID is left out. */
    static List<Varbind> varbinds(PDU response) {
        List<Varbind> varbinds = new ArrayList<>(response.size());
        for (VariableBinding binding : response.getVariableBindings()) {
            int size = binding.getOid() == null ? 0 : binding.getOid().size();
            if (size > 0 && size <= Oid.SUB_IDS_MAX) {
                varbinds.add(varbind(Oid.of(binding.getOid().getValue()), binding.getVariable()));
            }
        }
        return varbinds;
    }

    private static Varbind varbind(Oid oid, Variable value) {
        if (value instanceof Counter64 counter) {
            return Varbind.ofNumber(oid, Varbind.Type.COUNTER64, counter.getValue());
        }
        if (value instanceof UnsignedInteger32 unsigned) {
            return Varbind.ofNumber(oid, unsignedType(value.getSyntax()), unsigned.getValue());
        }
        if (value instanceof Integer32 integer) {
            return Varbind.ofNumber(oid, Varbind.Type.INTEGER, integer.getValue());
        }
        if (value instanceof OID name) {
            return Varbind.ofBytes(
                    oid, Varbind.Type.OBJECT_ID, name.toDottedString().getBytes(StandardCharsets.US_ASCII));
        }
        if (value instanceof IpAddress address) {
            return Varbind.ofBytes(oid, Varbind.Type.IP_ADDRESS, address.toByteArray());
        }
        if (value instanceof OctetString octets) {
            boolean opaque = value.getSyntax() == SMIConstants.SYNTAX_OPAQUE;
            return Varbind.ofBytes(oid, opaque ? Varbind.Type.OPAQUE : Varbind.Type.OCTETS, octets.getValue());
        }
        return Varbind.ofNumber(oid, exception(value.getSyntax()), 0);
    }

    private static Varbind.Type unsignedType(int syntax) {
        return switch (syntax) {
            case SMIConstants.SYNTAX_COUNTER32 -> Varbind.Type.COUNTER32;
            case SMIConstants.SYNTAX_TIMETICKS -> Varbind.Type.TIME_TICKS;
            default -> Varbind.Type.GAUGE32;
        };
    }

    private static Varbind.Type exception(int syntax) {
        return switch (syntax) {
            case SMIConstants.EXCEPTION_NO_SUCH_OBJECT -> Varbind.Type.NO_SUCH_OBJECT;
            case SMIConstants.EXCEPTION_NO_SUCH_INSTANCE -> Varbind.Type.NO_SUCH_INSTANCE;
            case SMIConstants.EXCEPTION_END_OF_MIB_VIEW -> Varbind.Type.END_OF_MIB_VIEW;
            default -> Varbind.Type.NULL;
        };
    }
}
