package io.quotagate.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What is held against a Dockerfile. */
final class ImageRules {

    private static final List<String> LABELS = Stream.of(
                    "title", "description", "licenses", "version", "revision", "created", "source")
            .map(label -> "org.opencontainers.image." + label + "=")
            .toList();

    private ImageRules() {}

    static List<String> complaints(Dockerfile dockerfile) {
        List<String> complaints = new ArrayList<>();
        Dockerfile image = dockerfile.image();
        dockerfile.bases().stream()
                .filter(base -> !base.matches("[a-z0-9./-]+:[A-Za-z0-9_][A-Za-z0-9._-]*(@sha256:[0-9a-f]{64})?")
                        || base.matches(".*:latest(@.*)?"))
                .forEach(base -> complaints.add("a base says no version: " + base));
        if (!image.all("USER").equals(List.of("10001:10001"))) {
            complaints.add("the image does not run as user and group 10001");
        }
        dockerfile.all("USER").stream()
                .filter(user -> user.matches("(root|0)(:.*)?"))
                .forEach(user -> complaints.add("something is built as " + user));
        image.all("COPY").stream()
                .filter(copy -> copy.matches(".*--chown=(?!0:0 ).*"))
                .forEach(copy -> complaints.add("the gateway could write its own files: " + copy));
        if (!image.all("RUN").isEmpty()) {
            complaints.add("the image has to have a shell or a package manager");
        }
        if (!dockerfile.all("ADD").isEmpty()) {
            complaints.add("ADD fetches or unpacks; COPY does not");
        }
        if (!image.all("EXPOSE").equals(List.of("8080 9000"))) {
            complaints.add("the image does not say which ports it has");
        }
        if (!image.all("STOPSIGNAL").equals(List.of("SIGTERM"))) {
            complaints.add("the image does not say how it is stopped");
        }
        if (!image.all("HEALTHCHECK").isEmpty()) {
            complaints.add("nothing in the image can ask for its health");
        }
        List<String> entries = image.all("ENTRYPOINT");
        if (entries.size() != 1
                || !entries.get(0).startsWith("[\"/")
                || entries.get(0).matches(".*\"(/bin/)?(ba)?sh\".*")) {
            complaints.add("the gateway does not get the signal to stop");
        }
        if (!image.all("WORKDIR").equals(List.of("/app"))) {
            complaints.add("the gateway does not run in /app");
        }
        String labels = String.join(" ", image.all("LABEL"));
        LABELS.stream()
                .filter(label -> !labels.contains(label))
                .forEach(label -> complaints.add("a label is missing: " + label));
        Stream.concat(dockerfile.all("ARG").stream(), dockerfile.all("ENV").stream())
                .filter(variable -> variable.matches("(?i).*(password|secret|token|key)\\b.*"))
                .forEach(variable -> complaints.add("a secret would stay in the image: " + variable));
        return complaints;
    }
}
