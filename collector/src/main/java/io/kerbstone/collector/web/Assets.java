package io.kerbstone.collector.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/**
 * The files that pages refer to, held in memory under addresses that carry the hash of their content, so that a browser
 * may keep each for ever and still gets the new one after an upgrade. Nothing but the files named here can be had.
 * Immutable.
 */
final class Assets {
    /** Begin of every asset's address. */
    static final String PREFIX = "/assets/";

    private static final String OURS = "/io/kerbstone/collector/web/assets/";
    private static final String ECHARTS = "/META-INF/resources/webjars/echarts/5.5.0/echarts.common.min.js";
    private static final int HASH_CHARS = 12;

    /** One file. {@code gzipped} is empty where compressing gains nothing. */
    @SuppressWarnings("ArrayRecordComponent") // never compared; nobody changes the bytes
    record Asset(String type, byte[] plain, Optional<byte[]> gzipped) {}

    private final Map<String, Asset> byAddress = new LinkedHashMap<>();
    private final Map<String, String> addressByName = new LinkedHashMap<>();

    private Assets() {}

    /** Loads all of them from the class path; a missing one is a broken build. */
    static Assets load() {
        Assets assets = new Assets();
        String js = "text/javascript; charset=utf-8";
        assets.add("app.js", OURS + "app.js", js);
        assets.add("charts.js", OURS + "charts.js", js);
        assets.add("echarts.js", ECHARTS, js);
        assets.add("icon.svg", OURS + "icon.svg", "image/svg+xml");
        assets.add("noto-sans-sc.woff2", OURS + "noto-sans-sc.woff2", "font/woff2");
        assets.add("noto-sans-latin.woff2", OURS + "noto-sans-latin.woff2", "font/woff2");
        assets.add("OFL.txt", OURS + "OFL.txt", "text/plain; charset=utf-8");
        assets.addStyle();
        return assets;
    }

    /** The address of a file by its name. */
    String address(String name) {
        String address = addressByName.get(name);
        if (address == null) {
            throw new IllegalStateException("BUG: no asset '" + name + "'");
        }
        return address;
    }

    /** The file at an address. */
    Optional<Asset> at(String address) {
        return Optional.ofNullable(byAddress.get(address));
    }

    private void add(String name, String resource, String type) {
        put(name, type, read(resource));
    }

    /** The style sheet names the fonts, whose addresses carry their hashes. */
    private void addStyle() {
        String style = new String(read(OURS + "style.css"), StandardCharsets.UTF_8);
        for (Map.Entry<String, String> font : addressByName.entrySet()) {
            style = style.replace("url(" + font.getKey() + ")", "url(" + font.getValue() + ")");
        }
        put("style.css", "text/css; charset=utf-8", style.getBytes(StandardCharsets.UTF_8));
    }

    private void put(String name, String type, byte[] bytes) {
        String address = PREFIX + hash(bytes) + "/" + name;
        byte[] small = gzip(bytes);
        Optional<byte[]> gzipped = small.length < bytes.length * 0.9 ? Optional.of(small) : Optional.empty();
        byAddress.put(address, new Asset(type, bytes, gzipped));
        addressByName.put(name, address);
    }

    private static byte[] read(String resource) {
        try (InputStream in = Assets.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("BUG: no resource " + resource);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static String hash(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(digest).substring(0, HASH_CHARS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("BUG: every Java platform has SHA-256", e);
        }
    }
}
