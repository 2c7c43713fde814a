package io.quotagate.api;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jose4j.json.JsonUtil;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/** An issuer of tokens on this machine, as far as those who verify tokens see one: its description and its keys. */
final class Issuer implements AutoCloseable {

    static final String AUDIENCE = "quotagate";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger keysAsked = new AtomicInteger();
    private final List<RsaJsonWebKey> keys = new ArrayList<>();
    private volatile int status = 200;
    private volatile CompletableFuture<Void> held = CompletableFuture.completedFuture(null);

    Issuer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        server.setExecutor(threads);
        server.createContext("/.well-known/openid-configuration", exchange -> {
            answer(
                    exchange,
                    JsonUtil.toJson(
                            Map.of("issuer", url(), "jwks_uri", url() + "/keys", "token_endpoint", url() + "/t")));
        });
        server.createContext("/keys", exchange -> {
            keysAsked.incrementAndGet();
            held.join();
            answer(exchange, keySet());
        });
        keys.add(newKey("first"));
        server.start();
    }

    static RsaJsonWebKey newKey(String id) {
        try {
            RsaJsonWebKey key = RsaJwkGenerator.generateJwk(2048);
            key.setKeyId(id);
            key.setUse("sig");
            key.setAlgorithm("RS256");
            return key;
        } catch (JoseException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private void answer(HttpExchange exchange, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private synchronized String keySet() {
        return new JsonWebKeySet(List.copyOf(keys)).toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY);
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    int keysAsked() {
        return keysAsked.get();
    }

    /** Signs with another key from now on, and does not know the one before. */
    synchronized void rotate(String id) {
        keys.clear();
        keys.add(newKey(id));
    }

    synchronized RsaJsonWebKey key() {
        return keys.get(0);
    }

    /** Whoever asks for its keys waits, until what is returned is run. */
    Runnable holdsItsKeys() {
        CompletableFuture<Void> wait = new CompletableFuture<>();
        held = wait;
        return () -> wait.complete(null);
    }

    /** Answers everything with this status from now on. */
    void answersWith(int code) {
        status = code;
    }

    /** The claims of a good token for now, with those given on top; a null leaves one out. */
    Map<String, Object> claims(Instant now, Map<String, ?> own) {
        Map<String, Object> claims = new TreeMap<>();
        claims.put("iss", url());
        claims.put("sub", "somebody");
        claims.put("aud", AUDIENCE);
        // Long ago, as the clock of the gateway under test stands still.
        claims.put("iat", 1_700_000_000);
        claims.put("exp", now.getEpochSecond() + 300);
        claims.putAll(own);
        claims.values().removeIf(value -> value.equals(""));
        return claims;
    }

    String token(Map<String, ?> own) {
        return signed(claims(Instant.now(), own), "RS256", key().getKeyId(), key().getPrivateKey());
    }

    static String signed(Map<String, ?> claims, String algorithm, String keyId, @Nullable Key key) {
        JsonWebSignature signature = new JsonWebSignature();
        signature.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
        signature.setAlgorithmHeaderValue(algorithm);
        signature.setKeyIdHeaderValue(keyId);
        signature.setPayload(JsonUtil.toJson(new TreeMap<>(claims)));
        signature.setKey(key);
        signature.setDoKeyValidation(false);
        try {
            return signature.getCompactSerialization();
        } catch (JoseException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
