package io.kerbstone.rigs.broken;

import java.util.List;

/** Breaks a rule on purpose, so that ArchitectureTest sees it red. */
final class WrongImporter {
    static final List<Class<?>> TOUCHED = List.of(
            com.sun.jna.Native.class,
            org.bouncycastle.util.Arrays.class,
            org.snmp4j.PDU.class,
            io.netty.handler.codec.http.HttpMethod.class,
            io.netty.handler.codec.dns.DnsOpCode.class,
            com.fasterxml.jackson.dataformat.yaml.YAMLFactory.class,
            com.fasterxml.jackson.dataformat.cbor.CBORFactory.class,
            org.apache.derby.jdbc.EmbeddedDriver.class,
            java.sql.Connection.class,
            org.jdbi.v3.core.Jdbi.class,
            org.flywaydb.core.Flyway.class,
            com.zaxxer.hikari.HikariDataSource.class,
            jakarta.mail.Message.class,
            io.vertx.core.Vertx.class,
            java.io.ObjectInputStream.class);

    private WrongImporter() {}
}
