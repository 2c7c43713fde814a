package io.quotagate.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EgressRulesTest {

    private static final String PUBLIC = "93.184.215.14";
    private static final String PUBLIC_6 = "2606:4700::1111";

    private static Endpoint endpoint(String url) {
        return new Endpoint(URI.create(url), Optional.empty(), Optional.empty(), Endpoint.Reach.GUARDED);
    }

    /** True where the whole way is free: the URL, and the address that its host resolves to. */
    private static boolean allows(EgressRules rules, String url, String address) {
        return rules.mayAdmit(endpoint(url)) && rules.admits(endpoint(url), address(address));
    }

    /** An address written as text; nothing is resolved. */
    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException impossible) {
            throw new IllegalArgumentException(impossible);
        }
    }

    private static EgressRules list(String... entries) {
        return EgressRules.of(List.of(entries));
    }

    @Test
    void withoutAListHttpsToPublicAddressesIsAllowed() {
        EgressRules rules = EgressRules.standard();

        assertThat(allows(rules, "https://vendor.example", PUBLIC)).isTrue();
        assertThat(allows(rules, "https://vendor.example:8443", PUBLIC_6)).isTrue();
        assertThat(allows(rules, "https://" + PUBLIC, PUBLIC)).isTrue();
        assertThat(allows(rules, "http://vendor.example", PUBLIC)).isFalse();
        assertThat(allows(rules, "http://" + PUBLIC, PUBLIC)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.1.2.3",
                "10.1.2.3",
                "100.64.0.1",
                "127.0.0.1",
                "127.255.255.254",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "192.0.2.1",
                "198.18.0.1",
                "224.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::ffff:10.0.0.1",
                "::ffff:127.0.0.1",
                "::ffff:169.254.169.254",
                "::10.0.0.1",
                "64:ff9b::a00:1",
                "2002:a00:1::1",
                "fc00::1",
                "fd00:ec2::254",
                "fe80::1",
                "fec0::1",
                "ff02::1"
            })
    void withoutAListNoAddressIsAllowedThatIsNotPublic(String address) {
        String literal = address.contains(":") ? "[" + address + "]" : address;

        assertThat(allows(EgressRules.standard(), "https://vendor.example", address))
                .isFalse();
        assertThat(EgressRules.standard().mayAdmit(endpoint("https://" + literal)))
                .isFalse();
    }

    @Test
    void neighboursOfPrivateRangesArePublic() {
        for (String address : List.of("9.255.255.255", "11.0.0.0", "172.15.255.255", "172.32.0.0", "169.253.0.1")) {
            assertThat(allows(EgressRules.standard(), "https://vendor.example", address))
                    .as(address)
                    .isTrue();
        }
    }

    @Test
    void listReplacesTheStandardRule() {
        EgressRules rules = list("vendor.example");

        assertThat(allows(rules, "https://other.example", PUBLIC)).isFalse();
        assertThat(allows(rules, "https://sub.vendor.example", PUBLIC)).isFalse();
        assertThat(allows(rules, "https://vendor.example.evil", PUBLIC)).isFalse();
    }

    @Test
    void hostListedExactlyIsAllowedByHttpAndHttpsToPublicAndPrivateAddresses() {
        EgressRules rules = list("zstack.internal");

        for (String address : List.of(PUBLIC, PUBLIC_6, "10.0.0.5", "192.168.0.9", "fd00::5", "::ffff:10.0.0.5")) {
            assertThat(allows(rules, "http://zstack.internal:8080", address))
                    .as(address)
                    .isTrue();
            assertThat(allows(rules, "https://zstack.internal", address))
                    .as(address)
                    .isTrue();
        }
    }

    @Test
    void hostListedExactlyDoesNotReachLoopbackUnlessItIsThatLiteral() {
        assertThat(allows(list("zstack.internal"), "http://zstack.internal", "127.0.0.1"))
                .isFalse();
        assertThat(allows(list("localhost"), "http://localhost", "127.0.0.1")).isFalse();
        assertThat(allows(list("localhost"), "http://localhost", "::1")).isFalse();
        assertThat(allows(list("zstack.internal"), "http://zstack.internal", "::ffff:127.0.0.1"))
                .isFalse();
        assertThat(allows(list("127.0.0.1"), "http://127.0.0.1:9", "127.0.0.1")).isTrue();
        assertThat(allows(list("[::1]"), "http://[::1]:9", "::1")).isTrue();
        assertThat(allows(list("::1"), "http://[::1]:9", "::1")).isTrue();
    }

    @Test
    void literalOpensNoOtherNameOfTheSameAddress() {
        assertThat(allows(list("127.0.0.1"), "http://localhost", "127.0.0.1")).isFalse();
        assertThat(allows(list("127.0.0.1"), "http://127.0.0.2", "127.0.0.2")).isFalse();
    }

    @Test
    void listedRangeAdmitsWhateverResolvesIntoItLoopbackToo() {
        assertThat(allows(list("127.0.0.0/8"), "http://localhost", "127.0.0.1")).isTrue();
        assertThat(allows(list("127.0.0.0/8"), "http://127.9.9.9", "127.9.9.9")).isTrue();
        assertThat(allows(list("10.0.0.0/8"), "http://any.name", "10.255.0.1")).isTrue();
        assertThat(allows(list("10.0.0.0/8"), "http://any.name", "::ffff:10.255.0.1"))
                .isTrue();
        assertThat(allows(list("10.0.0.0/8"), "http://any.name", "11.0.0.1")).isFalse();
        assertThat(allows(list("fd00::/8"), "http://any.name", "fd12::1")).isTrue();
        assertThat(allows(list("10.0.0.0/9"), "http://any.name", "10.128.0.0")).isFalse();
    }

    @Test
    void listedRangeDoesNotAdmitNamesThatOnlyAProxyResolves() {
        Endpoint proxied = new Endpoint(
                URI.create("http://any.name"), Optional.empty(), Optional.of("corporate"), Endpoint.Reach.GUARDED);
        Endpoint literal = new Endpoint(
                URI.create("http://10.1.1.1"), Optional.empty(), Optional.of("corporate"), Endpoint.Reach.GUARDED);

        assertThat(list("10.0.0.0/8").mayAdmit(proxied)).isFalse();
        assertThat(list("10.0.0.0/8").mayAdmit(literal)).isTrue();
        assertThat(list("any.name").mayAdmit(proxied)).isTrue();
    }

    @Test
    void subdomainsAreAllowedByHttpsToPublicAddressesOnly() {
        EgressRules rules = list("*.vendor.example");

        assertThat(allows(rules, "https://a.vendor.example", PUBLIC)).isTrue();
        assertThat(allows(rules, "https://a.b.vendor.example", PUBLIC)).isTrue();
        assertThat(allows(rules, "http://a.vendor.example", PUBLIC)).isFalse();
        assertThat(allows(rules, "https://a.vendor.example", "10.0.0.1")).isFalse();
        assertThat(allows(rules, "https://a.vendor.example", "127.0.0.1")).isFalse();
        assertThat(allows(rules, "https://vendor.example", PUBLIC)).isFalse();
        assertThat(allows(rules, "https://evilvendor.example", PUBLIC)).isFalse();
        assertThat(allows(rules, "https://a.vendor.example.evil", PUBLIC)).isFalse();
    }

    @Test
    void subdomainMayResolveIntoAListedRange() {
        assertThat(allows(list("*.vendor.example", "10.0.0.0/8"), "https://a.vendor.example", "10.0.0.1"))
                .isTrue();
    }

    @Test
    void portBindsAnyKindOfEntry() {
        assertThat(allows(list("zstack.internal:8080"), "http://zstack.internal:8080", "10.0.0.1"))
                .isTrue();
        assertThat(allows(list("zstack.internal:8080"), "http://zstack.internal", "10.0.0.1"))
                .isFalse();
        assertThat(allows(list("zstack.internal:443"), "https://zstack.internal", "10.0.0.1"))
                .isTrue();
        assertThat(allows(list("*.vendor.example:8443"), "https://a.vendor.example:8443", PUBLIC))
                .isTrue();
        assertThat(allows(list("*.vendor.example:8443"), "https://a.vendor.example", PUBLIC))
                .isFalse();
        assertThat(allows(list("10.0.0.0/8:80"), "http://any.name", "10.0.0.1")).isTrue();
        assertThat(allows(list("10.0.0.0/8:80"), "http://any.name:81", "10.0.0.1"))
                .isFalse();
        assertThat(allows(list("[::1]:8080"), "http://[::1]:8080", "::1")).isTrue();
        assertThat(allows(list("[::1]:8080"), "http://[::1]:8081", "::1")).isFalse();
        assertThat(allows(list("[fd00::]/8:80"), "http://any.name", "fd00::1")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "169.254.169.254, http://169.254.169.254, 169.254.169.254",
        "169.254.0.0/16, http://169.254.169.254, 169.254.169.254",
        "0.0.0.0/0, http://metadata.internal, 169.254.169.254",
        "metadata.internal, http://metadata.internal, 169.254.169.254",
        "metadata.internal, http://metadata.internal, ::ffff:169.254.169.254",
        "::/0, http://metadata.internal, fe80::1",
        "fe80::/10, http://[fe80::1], fe80::1",
        "0.0.0.0, http://0.0.0.0, 0.0.0.0",
        "0.0.0.0/0, http://any.name, 0.0.0.0",
        "224.0.0.0/4, http://any.name, 224.0.0.1"
    })
    void linkLocalAndAddressesOfNobodyAreNeverAllowedEvenWhereListed(String entry, String url, String address) {
        assertThat(allows(list(entry), url, address)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://2130706433",
                "http://0177.0.0.1",
                "http://017700000001",
                "http://0x7f.0.0.1",
                "http://0x7f000001",
                "http://127.1",
                "http://127.0.0.01",
                "http://256.0.0.1",
                "http://10.0.0.0x1",
                "https://2130706433",
                "https://0x7f000001"
            })
    void hostsThatSomeResolversReadAsAnAddressAreNeverAllowed(String url) {
        String host = url.substring(url.indexOf("//") + 2);

        assertThat(EgressRules.standard().mayAdmit(endpoint(url))).isFalse();
        assertThat(list("127.0.0.1", "127.0.0.0/8", "0.0.0.0/0").mayAdmit(endpoint(url)))
                .isFalse();
        assertThat(list(host).mayAdmit(endpoint(url))).isFalse();
    }

    /** The URL as it stands, whoever resolves it to whatever. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://under_score.example",
                "https://a..b",
                "https://-a.example",
                "https://vendor.example..",
                "https://%6c%6fcalhost",
                "https://169.254.169.254%2e",
                "https://b\u00fccher.example",
                "https://\uff11\uff12\uff17.0.0.1",
                "https://127\u30020.0.1",
                "https://127.0.0.1.",
                "https://169.254.169.254.",
                "https://localhost",
                "https://LOCALHOST.",
                "https://vendor.localhost",
                "https://[fe80::1%25eth0]",
                "https://[fe80::1%25lo]",
                "https://[2606:4700::1111%251]",
                "https://[2606:4700::1111%25nowhere]",
                "https://[::ffff:169.254.169.254]",
                "https://[::ffff:a9fe:a9fe]",
                "https://[0:0:0:0:0:0:0:1]",
                "https://[::127.0.0.1]",
                "https://[64:ff9b::169.254.169.254]",
                "https://[2002:a9fe:a9fe::]",
                "https://[2002:7f00:1::]",
                "https://[::]",
                "https://0.0.0.0",
                "https://100.64.0.1:8443",
                "https://vendor.example@127.0.0.1",
                "https://vendor.example:443@10.0.0.1:65535"
            })
    void hostThatIsNoPlainNameOrPublicAddressIsNotAllowed(String url) {
        assertThat(EgressRules.standard().mayAdmit(endpoint(url))).as(url).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "vendor.example, https://vendor.example@evil.example",
        "vendor.example, https://vendor.example:443@evil.example",
        "vendor.example, https://evil.example:8443",
        "vendor.example:443, https://vendor.example:8443",
        "127.0.0.1, http://[::ffff:127.0.0.1]",
        "127.0.0.1, http://[::127.0.0.1]",
        "127.0.0.1, http://[::1]",
        "[::1], http://127.0.0.1",
        "fe80::1, http://[fe80::1%25eth0]",
        "0.0.0.0/0, http://[fe80::1%25eth0]",
        "::/0, http://[64:ff9b::7f00:1]",
        "::/0, http://[64:ff9b::a9fe:a9fe]",
        "::/0, http://[2002:a9fe:a9fe::1]",
        "64:ff9b::/96, http://[64:ff9b::a9fe:a9fe]",
        "255.255.255.255, http://255.255.255.255",
        "0.0.0.0/0, http://255.255.255.255",
        "fd00:ec2::254, http://[fd00:ec2::254]"
    })
    void listIsNotStretched(String entry, String url) {
        assertThat(list(entry).mayAdmit(endpoint(url))).isFalse();
    }

    /** A name may be anybody's; what it resolves to decides. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "169.254.169.254",
                "::ffff:169.254.169.254",
                "::169.254.169.254",
                "64:ff9b::a9fe:a9fe",
                "2002:a9fe:a9fe::1",
                "fe80::a9fe:a9fe",
                "fd00:ec2::254",
                "0.0.0.0",
                "::",
                "224.0.0.1",
                "ff02::1",
                "255.255.255.255",
                "64:ff9b::7f00:1",
                "2002:7f00:1::1",
                "::127.0.0.1",
                "127.0.0.1",
                "::1"
            })
    void hostListedExactlyReachesNeitherItsLinkNorNobodyNorThisMachine(String address) {
        assertThat(allows(list("metadata.google.internal."), "http://metadata.google.internal.", address))
                .isFalse();
    }

    @Test
    void hostListedExactlyReachesItsVendorThroughATranslator() {
        assertThat(allows(list("zstack.internal"), "http://zstack.internal", "64:ff9b::a00:1"))
                .isTrue();
        assertThat(allows(EgressRules.standard(), "https://vendor.example", "64:ff9b::5db8:d70e"))
                .isTrue();
    }

    @Test
    void addressOfIpv6IsTheSameHoweverItIsWritten() {
        assertThat(list("[FD00:0:0::5]").mayAdmit(endpoint("http://[fd00::5]:8080")))
                .isTrue();
        assertThat(list("0:0:0:0:0:0:0:1").mayAdmit(endpoint("http://[::1]"))).isTrue();
    }

    @Test
    void nameOfWhateverMachineResolvesItIsNotAllowedThroughAProxy() {
        Endpoint proxied = new Endpoint(
                URI.create("https://localhost"), Optional.empty(), Optional.of("corporate"), Endpoint.Reach.GUARDED);

        assertThat(list("localhost").mayAdmit(proxied)).isFalse();
        assertThat(EgressRules.standard().mayAdmit(proxied)).isFalse();
    }

    @Test
    void ipv4InsideIpv6IsJudgedAsTheIpv4ItReaches() {
        EgressRules rules = list("10.0.0.0/8");

        assertThat(allows(rules, "http://[::ffff:10.0.0.1]", "10.0.0.1")).isTrue();
        assertThat(allows(rules, "http://[::ffff:a00:1]", "10.0.0.1")).isTrue();
        assertThat(allows(rules, "http://[::ffff:169.254.169.254]", "169.254.169.254"))
                .isFalse();
        assertThat(allows(rules, "http://[::ffff:127.0.0.1]", "127.0.0.1")).isFalse();
    }

    @Test
    void caseAndTheDotOfARootedNameDoNotMatter() {
        EgressRules rules = list("Vendor.Example");

        assertThat(allows(rules, "https://VENDOR.example.", PUBLIC)).isTrue();
        assertThat(allows(list("vendor.example."), "https://vendor.example", PUBLIC))
                .isTrue();
        assertThat(allows(list("*.vendor.example"), "https://a.vendor.example.", PUBLIC))
                .isTrue();
        assertThat(allows(EgressRules.standard(), "https://vendor.example.", PUBLIC))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://vendor.example",
                "vendor.example/path",
                "10.0.0.0/33",
                "10.0.0/8",
                "fd00::/129",
                "a b",
                "",
                "*",
                "vendor.example:port",
                "*vendor.example",
                "a.*.example",
                "user@host"
            })
    void entryThatIsNoneOfTheThreeFormsIsRefusedByName(String entry) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> {
                    var unused = list(entry);
                })
                .withMessageContaining("'");
    }

    @Test
    void emptyListIsAMistake() {
        assertThatThrownBy(() -> EgressRules.of(List.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
