import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;

/**
 * Defines tenants: {@code t0}, {@code t1}, … with the keys {@code k0}, {@code k1}, …, a thousand in a file. All have the
 * connections that stand on the standard input, as in a tenants file.
 */
class TenantsFolder {

    private static final int TENANTS_PER_FILE = 1_000;

    public static void main(String[] args) throws Exception {
        Path folder = Files.createDirectories(Path.of(args[0]));
        int tenants = Integer.parseInt(args[1]);
        String connections = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
        for (int first = 0; first < tenants; first += TENANTS_PER_FILE) {
            Path file = folder.resolve(String.format(Locale.ROOT, "tenants-%06d.yaml", first));
            write(file, first, Math.min(tenants, first + TENANTS_PER_FILE), connections);
        }
    }

    private static void write(Path file, int first, int end, String connections) throws Exception {
        try (Writer yaml = Files.newBufferedWriter(file)) {
            yaml.write("tenants:\n");
            for (int tenant = first; tenant < end; tenant++) {
                writeTenant(yaml, tenant, connections);
            }
        }
    }

    private static void writeTenant(Writer yaml, int tenant, String connections) throws Exception {
        byte[] key = ("k" + tenant).getBytes(StandardCharsets.UTF_8);
        String digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(key));
        yaml.write("  - id: t" + tenant + "\n");
        yaml.write("    keys: [{ id: bench, sha256: " + digest + " }]\n");
        yaml.write("    connections:\n");
        yaml.write(connections);
    }
}
