package io.quotagate.aggregation;

import io.quotagate.provider.ConnectionKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Under which keys Redis keeps what the replicas know of one definition of a connection. The braces keep all keys of a
 * connection on one node of a cluster.
 *
 * @param name what stands in the braces; tells the connection to other replicas
 * @param snapshot also names the layout of what is packed, as {@code failure} does, so that an upgrade in steps never
 *     meets the other layout
 * @see <a href="https://redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec/#hash-tags">Hash tags</a>
 */
record StoreKeys(String name, String snapshot, String failure, String claim, String cooling) {

    /** Where replicas tell each other what they have changed. */
    static final String CHANNEL = "quotagate:1:changes";

    private static final int DEFINITION_CHARACTERS = 32;

    static StoreKeys of(ConnectionKey key) {
        String name = key.tenant() + "/" + key.connection() + "/" + digest(key.definition());
        String prefix = "quotagate:1:{" + name + "}:";
        return new StoreKeys(
                name,
                prefix + "snapshot-" + SnapshotCodec.VERSION,
                prefix + "failure-" + FailureCodec.VERSION,
                prefix + "claim",
                prefix + "cooling");
    }

    /** Where the calls of one credential, or to one host, are counted. */
    static String ration(String digest) {
        return "quotagate:1:ration:" + digest;
    }

    /** The definition itself is the secret by which entries are sealed. */
    private static String digest(String definition) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(definition.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, DEFINITION_CHARACTERS);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
    }
}
