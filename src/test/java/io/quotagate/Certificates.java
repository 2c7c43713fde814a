package io.quotagate;

import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An authority of a test's own, and what it has certified; by the JDK's {@code keytool}. */
final class Certificates {

    static final String PASSWORD = "St0rePassw0rd";

    private static final String AUTHORITY = "authority";

    private final Path folder;
    private final Path store;

    /**
     * A key and its certificate.
     *
     * @param store PKCS #12
     * @param certificate as PEM
     */
    record Identity(Path store, String alias, Path certificate) {

        PfxOptions keys() {
            return new PfxOptions()
                    .setPath(store.toString())
                    .setPassword(PASSWORD)
                    .setAlias(alias)
                    .setAliasPassword(PASSWORD);
        }
    }

    Certificates(Path folder) {
        this.folder = folder;
        this.store = folder.resolve("certificates.p12");
    }

    /** To be made before what it certifies. */
    Identity authority() {
        return make(AUTHORITY, "-ext", "bc:c");
    }

    Identity selfSigned(String alias, String names) {
        return make(alias, "-ext", "san=" + names);
    }

    Identity certified(String alias, String names, String... more) {
        List<String> arguments = new ArrayList<>(List.of("-signer", AUTHORITY, "-ext", "san=" + names));
        arguments.addAll(List.of(more));
        return make(alias, arguments.toArray(String[]::new));
    }

    Identity expired(String alias, String names) {
        return certified(alias, names, "-startdate", "-10d", "-validity", "5");
    }

    private Identity make(String alias, String... arguments) {
        List<String> command = new ArrayList<>(List.of("-genkeypair", "-keyalg", "EC", "-dname", "CN=" + alias));
        command.addAll(List.of(arguments));
        keytool(alias, command);
        Path certificate = folder.resolve(alias + ".pem");
        keytool(alias, List.of("-exportcert", "-rfc", "-file", certificate.toString()));
        return new Identity(store, alias, certificate);
    }

    private void keytool(String alias, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(arguments);
        command.addAll(List.of("-keystore", store.toString(), "-storepass", PASSWORD, "-alias", alias));
        try {
            Process keytool = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("keytool.log").toFile())
                    .start();
            if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
                throw new IllegalStateException("no certificate was made for " + alias);
            }
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }
}
