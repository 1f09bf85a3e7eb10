package io.kerbstone.web;

import static org.awaitility.Awaitility.await;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.X509ExtendedTrustManager;

/** An nginx on loopback, with certificates made by openssl: one good, one expired, one for another name. */
final class Nginx implements AutoCloseable {
    private static final String CONFIGURATION =
            """
            daemon off; master_process off; worker_processes 1; pid FOLDER/nginx.pid; error_log FOLDER/error.log;
            events { worker_connections 256; }
            http {
              access_log FOLDER/access.log; root FOLDER/www; reset_timedout_connection on;
              client_body_temp_path FOLDER/t1; proxy_temp_path FOLDER/t2; fastcgi_temp_path FOLDER/t3;
              uwsgi_temp_path FOLDER/t4; scgi_temp_path FOLDER/t5;
              server { listen 127.0.0.1:HTTP; server_name localhost; LOCATIONS }
              server { listen 127.0.0.1:GOOD ssl; ssl_certificate FOLDER/good.pem; ssl_certificate_key FOLDER/good.key; LOCATIONS }
              server { listen 127.0.0.1:EXPIRED ssl; ssl_certificate FOLDER/expired.pem; ssl_certificate_key FOLDER/expired.key; LOCATIONS }
              server { listen 127.0.0.1:OTHER ssl; ssl_certificate FOLDER/other.pem; ssl_certificate_key FOLDER/other.key; LOCATIONS }
            }
            """;
    private static final String LOCATIONS =
            """
            location = /ok { return 200 "the street is fine"; }
            location = /moved { return 302 /ok; }
            location = /broken { return 503 "out of order"; }
            location = /silent { return 444; }
            location = /agent { return 200 "$http_user_agent|$http_connection|$request_uri"; }
            location = /headers { HEADERS return 200 "x"; }
            location = /slow { limit_rate 1000; try_files /large.txt =404; }
            """;

    final int http = freePort();
    final int good = freePort();
    final int expired = freePort();
    final int other = freePort();
    private final Path folder;
    private final Process process;

    Nginx(Path folder) throws IOException, InterruptedException {
        this.folder = folder;
        String nginx = Needs.tool("nginx");
        certificates();
        Files.createDirectories(folder.resolve("www"));
        String filler = "-".repeat(1_000);
        Files.writeString(
                folder.resolve("www/large.txt"), filler.repeat(10) + "early" + filler.repeat(90) + "never reached");
        Path file = Files.writeString(
                folder.resolve("nginx.conf"),
                CONFIGURATION
                        .replace("LOCATIONS", LOCATIONS)
                        .replace("HEADERS", ("add_header X-Filler " + "h".repeat(3_500) + ";").repeat(5))
                        .replace("HTTP", "" + http)
                        .replace("GOOD", "" + good)
                        .replace("EXPIRED", "" + expired)
                        .replace("OTHER", "" + other)
                        .replace("FOLDER", folder.toString()));
        process = Run.start(
                nginx, "-c", file.toString(), "-e", folder.resolve("error.log").toString());
        await().atMost(30, TimeUnit.SECONDS).until(() -> isListening(http) && isListening(other));
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static boolean isListening(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    Path folder() {
        return folder;
    }

    /** Trusts the test's own authority only. */
    X509ExtendedTrustManager trust() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (InputStream in = new FileInputStream(folder.resolve("ca.pem").toFile())) {
            store.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        return Certificates.trust(store);
    }

    private void certificates() throws IOException, InterruptedException {
        Files.writeString(folder.resolve("index.txt"), "");
        Files.writeString(
                folder.resolve("ca.cnf"),
                """
                [ca]
                default_ca = own
                [own]
                database = FOLDER/index.txt
                new_certs_dir = FOLDER
                rand_serial = yes
                default_md = sha256
                policy = any
                unique_subject = no
                [any]
                commonName = supplied
                """
                        .replace("FOLDER", folder.toString()));
        openssl("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj /CN=street-authority"
                + " -keyout ca.key -out ca.pem");
        certificate("good", "DNS:localhost,DNS:*.street.test,IP:127.0.0.1", "-days 30");
        certificate("expired", "DNS:localhost,IP:127.0.0.1", "-startdate 20200101000000Z -enddate 20200201000000Z");
        certificate("other", "DNS:elsewhere.test,IP:192.0.2.1", "-days 30");
    }

    private void certificate(String name, String names, String validity) throws IOException, InterruptedException {
        Files.writeString(folder.resolve(name + ".ext"), "subjectAltName=" + names + "\n");
        openssl("req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=" + name + " -keyout " + name
                + ".key -out " + name + ".csr");
        openssl("ca -batch -notext -config ca.cnf -cert ca.pem -keyfile ca.key " + validity + " -in " + name
                + ".csr -out " + name + ".pem -extfile " + name + ".ext");
    }

    private void openssl(String arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Needs.tool("openssl")));
        for (String argument : arguments.split(" ", -1)) {
            boolean isFile = argument.matches(".*\\.(cnf|key|pem|csr|ext)");
            command.add(isFile ? folder.resolve(argument).toString() : argument);
        }
        Run.check(command.toArray(String[]::new));
    }

    @Override
    public void close() {
        Run.stop(process);
    }
}
