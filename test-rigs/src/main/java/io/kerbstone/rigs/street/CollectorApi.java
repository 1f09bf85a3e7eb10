package io.kerbstone.rigs.street;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A client of a collector's {@code /api/v1} on this machine; trusts only that collector's own authority. Safe for many threads. */
public final class CollectorApi {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final HttpClient http;
    private final String base;
    private final String bearer;

    private CollectorApi(HttpClient http, String base, String bearer) {
        this.http = http;
        this.base = base;
        this.bearer = bearer;
    }

    /** A client of the collector on a port of this machine, with the certificate of its authority and a bearer token. */
    public static CollectorApi of(int port, Path caPem, String bearer) throws IOException {
        HttpClient http = HttpClient.newBuilder()
                .sslContext(trusting(caPem))
                .connectTimeout(TIMEOUT)
                .build();
        return new CollectorApi(http, "https://127.0.0.1:" + port, bearer);
    }

    private static SSLContext trusting(Path caPem) throws IOException {
        try (InputStream in = Files.newInputStream(caPem)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot trust the certificate in " + caPem, e);
        }
    }

    /** What a GET answers; throws IOException with what the collector said unless that is a success. */
    public JsonNode get(String path) throws IOException, InterruptedException {
        return call("GET", path, "");
    }

    /** What a POST of a JSON text answers. */
    public JsonNode post(String path, String json) throws IOException, InterruptedException {
        return call("POST", path, json);
    }

    /** What a PUT of a JSON text answers. */
    public JsonNode put(String path, String json) throws IOException, InterruptedException {
        return call("PUT", path, json);
    }

    /** The bare text that a GET answers. */
    public String text(String path) throws IOException, InterruptedException {
        return send("GET", path, "").body();
    }

    private JsonNode call(String method, String path, String json) throws IOException, InterruptedException {
        HttpResponse<String> response = send(method, path, json);
        if (response.statusCode() / 100 != 2) {
            throw new IOException(method + " " + path + ": " + response.statusCode() + " " + response.body());
        }
        return response.body().isBlank() ? JSON.nullNode() : JSON.readTree(response.body());
    }

    private HttpResponse<String> send(String method, String path, String json)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + bearer)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(json))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
