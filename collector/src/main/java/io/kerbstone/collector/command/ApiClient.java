package io.kerbstone.collector.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kerbstone.collector.DataFolder;
import io.kerbstone.collector.api.ReportsApi;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Asks the collector that runs on this machine, through its API: the address, the token and the authority are in its data
 * folder, so whoever may read that folder may ask. One thread.
 */
final class ApiClient {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String address;
    private final String token;
    private final HttpClient http;

    private ApiClient(String address, String token, HttpClient http) {
        this.address = address;
        this.token = token;
        this.http = http;
    }

    /** What came back. */
    sealed interface Answer {
        /** What was asked for; the verdict is that of a report, otherwise empty. */
        record Good(String body, String verdict) implements Answer {
            /** The body as a JSON document. */
            JsonNode json() {
                try {
                    return JSON.readTree(body);
                } catch (IOException e) {
                    throw new IllegalStateException("BUG: the collector's answer is no JSON", e);
                }
            }
        }

        /** Refused, and why. */
        record Refused(String sentence) implements Answer {}

        /** The collector could not be asked, and why. */
        record Unreachable(String sentence) implements Answer {}
    }

    /**
     * A client for the collector of that folder.
     *
     * @throws IOException with a sentence when it does not run or the folder may not be read
     */
    static ApiClient of(DataFolder folder) throws IOException {
        try {
            String address = Files.readString(folder.address()).strip();
            String token = Files.readString(folder.localToken()).strip();
            HttpClient http = HttpClient.newBuilder()
                    .sslContext(trusting(folder))
                    .connectTimeout(Duration.ofSeconds(10))
                    .build();
            return new ApiClient(address, token, http);
        } catch (NoSuchFileException e) {
            throw new IOException(
                    "No collector runs on " + folder.path() + ". Start it, or name its folder with --data", e);
        }
    }

    private static SSLContext trusting(DataFolder folder) throws IOException {
        try (var pem = Files.newInputStream(folder.authorityPem())) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(pem));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException(
                    "The authority in " + folder.authorityPem() + " cannot be read: " + e.getMessage(), e);
        }
    }

    Answer get(String path) {
        return send(request(path).GET().build());
    }

    Answer post(String path, JsonNode body) {
        return post(path, "application/json", body.toString());
    }

    /** Sends a YAML document. */
    Answer postText(String path, String document) {
        return post(path, "application/yaml", document);
    }

    private Answer post(String path, String type, String body) {
        return send(request(path)
                .header("content-type", type)
                .POST(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8))
                .build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(address + path))
                .header("authorization", "Bearer " + token)
                .timeout(PATIENCE);
    }

    private Answer send(HttpRequest request) {
        try {
            HttpResponse<String> response =
                    http.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            return response.statusCode() < 300
                    ? new Answer.Good(response.body(), verdict(response))
                    : new Answer.Refused(sentence(response));
        } catch (IOException e) {
            return new Answer.Unreachable("The collector at " + address + " does not answer: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer.Unreachable("Interrupted");
        }
    }

    private static String verdict(HttpResponse<String> response) {
        return response.headers().firstValue(ReportsApi.VERDICT).orElse("");
    }

    private static String sentence(HttpResponse<String> response) {
        try {
            JsonNode body = JSON.readTree(response.body());
            StringBuilder text = new StringBuilder(body.path("error").asText("Status " + response.statusCode()));
            body.path("mistakes").forEach(mistake -> text.append('\n').append(mistake.asText()));
            return text.toString();
        } catch (IOException e) {
            return "The collector answered with status " + response.statusCode() + ".";
        }
    }
}
