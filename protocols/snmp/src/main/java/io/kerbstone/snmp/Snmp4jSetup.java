package io.kerbstone.snmp;

import org.snmp4j.SNMP4JSettings;
import org.snmp4j.mp.MPv3;
import org.snmp4j.smi.OctetString;

/** The only place that sets SNMP4J's process-wide switches; they are set once, before its first object is made. */
public final class Snmp4jSetup {
    /** Most engine ids SNMP4J keeps: above {@link Peers#PEERS_MAX}, so that no device in use is pushed out. */
    private static final int ENGINE_IDS_MAX = 8_192;

    private static final byte[] LOCAL_ENGINE_ID = MPv3.createLocalEngineID(new OctetString("kerbstone"));

    static {
        SNMP4JSettings.setSnmp4jStatistics(SNMP4JSettings.Snmp4jStatistics.none);
        SNMP4JSettings.setDefaultRetries(0);
        SNMP4JSettings.setTimerFactory(new DormantTimers());
        SNMP4JSettings.setForwardRuntimeExceptions(false);
        SNMP4JSettings.setMaxEngineIdCacheSize(ENGINE_IDS_MAX);
        // An answer from another address is not an answer of the device that was asked (decision 0030).
        SNMP4JSettings.setVerifyResponsePeerAddress(true);
        // A device that rejects our key cannot sign its report with it: without this a wrong key would be a timeout.
        SNMP4JSettings.setReportSecurityLevelStrategy(SNMP4JSettings.ReportSecurityLevelStrategy.noAuthNoPrivIfNeeded);
    }

    private Snmp4jSetup() {}

    /** Makes sure that the switches are set; returns our own engine id, new for each process. */
    public static byte[] localEngineId() {
        return LOCAL_ENGINE_ID.clone();
    }
}
