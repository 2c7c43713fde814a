package io.quotagate.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The Kustomize base, and what is found where it is broken. */
class ManifestsTest {

    private static final String BASE = Kustomization.render(Path.of("src/main/kubernetes/base"));

    private static String planted(String sound, String broken) {
        String from = sound.replace("\\n", "\n");
        assertThat(BASE).contains(from);
        return BASE.replace(from, broken.replace("\\n", "\n"));
    }

    private static List<String> findings(String yaml) {
        List<String> findings = new ArrayList<>();
        try {
            findings.addAll(Rules.complaints(Manifests.read(yaml)));
        } catch (IllegalArgumentException refused) {
            findings.add(refused.getMessage());
        }
        return findings;
    }

    @Test
    void baseIsSound() {
        Manifests base = Manifests.read(BASE);

        assertThat(Rules.complaints(base)).isEmpty();
        assertThat(base.objects()).hasSize(7);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            maxUnavailable: 0            | maxUnavailible: 0              | maxUnavailible
            cpu: 250m                    | cpu: 250m\\n              cpu: 1 | uplicate
            TENANTS: "/etc/quotagate/tenants" | TENANTS: 5                | Cannot coerce
            """)
    void strictReadingFindsWhatIsPlanted(String sound, String broken, String finding) {
        String yaml = planted(sound, broken);

        assertThatThrownBy(() -> Manifests.read(yaml)).hasMessageContaining(finding);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            kind: Service\\nmetadata:\\n  name: quotagate | kind: Service\\nmetadata:\\n  name: 4quotagate | Service 4quotagate has a name
            app.kubernetes.io/part-of: quotagate          | app.kubernetes.io/part-of: "a b"                 | has a label with a value
            app.kubernetes.io/part-of: quotagate          | -kubernetes.io/part-of: quotagate                | has a label with a key
            app.kubernetes.io/part-of: quotagate          | app: quotagate                                   | lacks one of the labels
            kind: Service\\nmetadata:\\n  name: quotagate | kind: Service\\nmetadata:\\n  namespace: x\\n  name: quotagate | names a namespace
            """)
    void namesAndLabelsAreHeld(String sound, String broken, String finding) {
        assertThat(findings(planted(sound, broken)))
                .anySatisfy(found -> assertThat(found).contains(finding));
    }

    @Test
    void doubleObjectsAreFound() {
        assertThat(findings(BASE + "\n---\n" + BASE)).contains("Deployment quotagate is there twice");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            quotagate:0.1.0-SNAPSHOT            | quotagate:latest             | the image says no version
            quotagate:0.1.0-SNAPSHOT            | quotagate                    | the image says no version
            - name: management                  | - name: management-port-9000 | a port has a name
            cpu: 250m                           | ephemeral-storage: 1Gi       | the container lacks requests
            memory: 128Mi                       | memory: 1Gi                  | more memory is requested
            limits:\\n              memory: 512Mi | limits: {}                 | the container lacks requests
            mountPath: /etc/quotagate/credentials | mountPath: /etc/quotagate/tenants | two volumes are mounted
            - name: tmp\\n              mountPath: /tmp | - name: temp\\n              mountPath: /tmp | the volume of a mount is not there: temp
            - name: tmp\\n              mountPath: /tmp | - name: tmp\\n              mountPath: /var/tmp | nothing can be written at /tmp
            - name: credentials\\n          secret | - name: secrets\\n          secret | a volume is mounted nowhere: secrets
            mountPath: /etc/quotagate/tenants   | mountPath: /etc/quotagate/tenants/tenants.yaml\\n              subPath: tenants.yaml | a mount of one file never changes
            secretName: quotagate-tenants       | secretName: others           | the Secret is not there: others
            optional: true                      | optional: false              | the Secret is not there: quotagate-credentials
            configMapRef:\\n                name: quotagate | configMapRef:\\n                name: others | the ConfigMap of variables is not there
            enableServiceLinks: false           | enableServiceLinks: true     | Services become variables
            '      automountServiceAccountToken: false' | '      automountServiceAccountToken: true' | the pod gets a token
            '\\nautomountServiceAccountToken: false' | '\\nautomountServiceAccountToken: true' | hands out tokens
            serviceAccountName: quotagate       | serviceAccountName: others   | the pod's service account is not there
            """)
    void podsAreHeld(String sound, String broken, String finding) {
        assertThat(findings(planted(sound, broken)))
                .anySatisfy(found -> assertThat(found).contains(finding));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            runAsNonRoot: true              | runAsNonRoot: false             | does not run as user and group 10001
            runAsUser: 10001                | runAsUser: 0                    | does not run as user and group 10001
            type: RuntimeDefault            | type: Unconfined                | seccomp
            enableServiceLinks: false       | hostNetwork: true               | namespaces of its host
            emptyDir:\\n            sizeLimit: 64Mi | hostPath:\\n            path: /tmp | files of its host
            allowPrivilegeEscalation: false | allowPrivilegeEscalation: true  | may gain privileges
            readOnlyRootFilesystem: true    | readOnlyRootFilesystem: false   | can be written
            - ALL                           | - NET_RAW                       | dropped all capabilities
            readOnlyRootFilesystem: true    | privileged: true                | privileged
            """)
    void securityIsHeld(String sound, String broken, String finding) {
        assertThat(findings(planted(sound, broken)))
                .anySatisfy(found -> assertThat(found).contains(finding));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            containerPort: 9000         | containerPort: 9001       | the gateway does not listen there: management
            /health/ready               | /health                   | is asked at /health
            path: /health/live\\n              port: management | path: /health/live\\n              port: http | is not asked at the management port
            timeoutSeconds: 5           | timeoutSeconds: 15        | asked again before
            startupProbe:\\n            httpGet:\\n              path: /health/started | startupProbe:\\n            tcpSocket: | nobody asks whether the gateway is started
            targetPort: http            | targetPort: https         | a port that the pod does not name
            targetPort: http            | targetPort: management    | leads callers to management
            port: http\\n          protocol: TCP | port: 8080\\n          protocol: TCP | a port without a name
            - Ingress\\n    - Egress    | - Ingress                 | both ways
            - namespaceSelector:\\n            matchLabels:\\n              quotagate.io/callers: allowed | - namespaceSelector: {} | for everybody
            port: 53\\n          protocol: UDP | port: 54\\n          protocol: UDP | ask for names
            port: 443                   | port: 80                  | ask vendors
            - 10.0.0.0/8                | - 11.0.0.0/8              | private or link-local
            cidr: 0.0.0.0/0             | cidr: 0.0.0.0             | a range that Kubernetes refuses
            """)
    void reachIsHeld(String sound, String broken, String finding) {
        assertThat(findings(planted(sound, broken)))
                .anySatisfy(found -> assertThat(found).contains(finding));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            maxUnavailable: 0          | maxUnavailable: 1       | before others are ready
            maxSurge: 1                | maxSurge: 0             | before others are ready
            terminationGracePeriodSeconds: 30 | terminationGracePeriodSeconds: 20 | killed before it has finished
            QUOTAGATE_DRAIN_DELAY: "PT5S" | QUOTAGATE_DRAIN_DELAY: "PT3S"  | before Kubernetes knows
            QUOTAGATE_DRAIN_DELAY: "PT5S" | QUOTAGATE_DRAIN_DELAY: "PT20S" | killed before it has finished
            QUOTAGATE_DRAIN_DELAY: "PT5S" | QUOTAGATE_DRAIN_TIMEOUT: "PT10S" | before Kubernetes knows
            QUOTAGATE_DRAIN_DELAY: "PT5S" | QUOTAGATE_DRAIN_DELAY: "PT5S"\\n  QUOTAGATE_DRAIN_TIMEOUT: "PT20S" | killed before it has finished
            minReplicas: 2             | minReplicas: 4          | more replicas at least than at most
            '    kind: Deployment\\n    name: quotagate' | '    kind: Deployment\\n    name: others' | what is to be scaled is not there
            '        name: cpu'        | '        name: gpu'     | replicas depend on requested gpu
            revisionHistoryLimit: 5    | replicas: 2             | by the Deployment and a HorizontalPodAutoscaler
            '  maxUnavailable: 1'      | '  minAvailable: 2'     | lets no node be drained
            '  maxUnavailable: 1'      | '  maxUnavailable: 0'   | lets no node be drained
            '  maxUnavailable: 1'      | '  maxUnavailable: 1\\n  minAvailable: 1' | must say either
            QUOTAGATE_TENANTS          | QUOTAGATE_TENANT        | the gateway does not know QUOTAGATE_TENANT
            QUOTAGATE_DRAIN_DELAY      | QUOTAGATE_DRAIN_DELEY   | the gateway does not know QUOTAGATE_DRAIN_DELEY
            '          envFrom:'       | '          env:\\n            - name: QUOTAGATE_DRAIN_DELAY\\n              value: PT5S\\n          envFrom:' | QUOTAGATE_DRAIN_DELAY is said twice
            QUOTAGATE_TENANTS          | QUARKUS_REDIS_PASSWORD  | belongs into a Secret
            """)
    void scaleAndConfigurationAreHeld(String sound, String broken, String finding) {
        assertThat(findings(planted(sound, broken)))
                .anySatisfy(found -> assertThat(found).contains(finding));
    }

    @ParameterizedTest
    @CsvSource({
        "Deployment, the Deployment does not select its own pods",
        "Service, Service quotagate does not lead to the gateway",
        "NetworkPolicy, the NetworkPolicy is not about the gateway",
        "PodDisruptionBudget, the PodDisruptionBudget is not about the gateway",
    })
    void selectorsAreHeld(String kind, String finding) {
        int object = BASE.indexOf("kind: " + kind + "\n");
        int selector = BASE.indexOf("app.kubernetes.io/component: gateway", object);
        String yaml = BASE.substring(0, selector) + BASE.substring(selector).replaceFirst("gateway", "others");

        assertThat(findings(yaml)).contains(finding);
    }
}
