package io.quotagate.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** What becomes of the page while somebody reads it. The gateway's answers go through the test's hands. */
class PortalLiveIT extends PersonAtThePage {

    /** Counts what is asked, stands in for the stream of events, and lets a test edit or hold answers. */
    private static final String IN_HAND = """
            const real = window.fetch;
            window.resumed = [];
            window.asked = [];
            window.aborted = 0;
            window.edit = () => {};
            window.hold = () => null;
            const streamed = () => new Response(
              new ReadableStream({ start(stream) { window.stream = stream; } }),
              { headers: { 'Content-Type': 'text/event-stream' } });
            const edited = async (answer) => {
              const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
              window.edit(page);
              return new Response(page.getElementById('report').outerHTML);
            };
            window.fetch = async (url, options) => {
              window.asked.push(String(url));
              if (url.endsWith('/events')) {
                window.resumed.push(options.headers['Last-Event-ID'] || 'anew');
                return streamed();
              }
              options.signal?.addEventListener('abort', () => window.aborted++);
              const held = await window.hold(url, options);
              if (held) {
                return held;
              }
              const answer = await real(url, options);
              return url.startsWith('/portal/') && answer.ok ? edited(answer) : answer;
            };
            window.reads = () => window.asked.filter((url) => url.startsWith('/portal/')).length;
            window.say = (...lines) =>
              window.stream.enqueue(new TextEncoder().encode(lines.join(String.fromCharCode(10))));
            window.happens = () => window.say('event: report', 'data: {}', '', '');
            """;

    /** So that nobody need wait for what the stream in hand does not tell. */
    @BeforeAll
    void awaitVendors() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address("/v1/tenants/sandbox/quotas")))
                .headers("X-API-Key", "sandbox", "Prefer", "wait=20")
                .build();
        assertThat(CLIENT.send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(200);
    }

    @BeforeEach
    void takeInHand() {
        browser.run(IN_HAND);
    }

    private long reads() {
        return (Long) browser.run("return window.reads()");
    }

    private void awaitReading() {
        long before = reads();
        browser.run("window.happens()");
        browser.until("it is read again", () -> reads() > before);
        browser.until(
                "it is put into the page",
                () -> browser.run("return document.getElementById('report').getAttribute('aria-busy')")
                        .equals(""));
    }

    @Test
    void eventsHaveThePageReadAgainAndAreResumed() {
        seeTheSandbox();
        browser.untilText("#live", "Live");
        long before = reads();

        browser.run("say('retry: 50', ': still there', '', 'id: 7', 'event: report', 'data: {}', '', '')");

        browser.until("it is read again", () -> reads() > before);
        browser.run("window.stream.close()");
        browser.until(
                "it is resumed",
                () -> browser.run("return window.resumed.join()").equals("anew,7"));
        browser.untilText("#live", "Live");
    }

    @Test
    void whatSomebodyReadsStaysWhenASlowSourceComesBeforeIt() {
        browser.run(
                "window.edit = (page) => page.querySelectorAll('.group:first-of-type, #sums').forEach((one) => one.remove())");
        signIn("sandbox");
        browser.untilText("#tenant-name", "Sandbox");
        String more = "document.querySelector('.group:last-of-type .more')";
        browser.run("window.row = " + more + "; row.open = true; row.firstElementChild.focus(); window.form = filters");
        browser.run("window.blurs = 0; report.addEventListener('focusout', () => window.blurs++)");

        browser.run("window.edit = () => {}");
        awaitReading();

        browser.until(
                "all are there",
                () -> browser.all(".quota").size() == 39
                        && !browser.all("#sums").isEmpty());
        assertThat(browser.run("return row.open && row === " + more + " && form === filters"))
                .isEqualTo(true);
        assertThat(browser.run("return document.activeElement === row.firstElementChild && blurs"))
                .isEqualTo(0L);
    }

    @Test
    void focusStaysWhereRowsLeaveAndMove() {
        seeTheSandbox();
        browser.run(
                "window.row = document.querySelectorAll('.more')[2]; row.open = true; row.firstElementChild.focus()");
        browser.run("window.blurs = 0; report.addEventListener('focusout', () => window.blurs++)");

        browser.run("window.edit = (page) => page.querySelector('.quota').remove()");
        awaitReading();

        browser.until("one has left", () -> browser.all(".quota").size() == 38);
        assertThat(browser.run("return document.activeElement === row.firstElementChild && blurs"))
                .isEqualTo(0L);

        browser.run(
                "window.edit = (page) => { const all = page.querySelector('.quotas'); all.prepend(all.children[2]); }");
        awaitReading();

        browser.until(
                "it is the first",
                () -> browser.run("return row === document.querySelector('.more')")
                        .equals(true));
        assertThat(browser.run("return row.open && document.activeElement === row.firstElementChild"))
                .isEqualTo(true);
    }

    @Test
    void manyEventsDoNotStarveThePage() {
        seeTheSandbox();
        browser.run("""
                window.put = 0;
                window.edit = () => window.put++;
                window.hold = (url, { signal }) => url.startsWith('/portal/') && new Promise((go, fail) => {
                  signal.addEventListener('abort', () => fail(signal.reason));
                  setTimeout(go, 700);
                });
                window.aborted = 0;
                setInterval(window.happens, 300);
                """);

        browser.until("it is read in spite of them", () -> (Long) browser.run("return window.put") > 2);

        assertThat(browser.run("return window.aborted")).isEqualTo(0L);
    }

    @Test
    void askingTheVendorsEndsWithSigningOut() {
        seeTheSandbox();
        browser.run("window.hold = (url) => url.endsWith('/refreshes') && new Response('{}', { status: 202 })");
        browser.click("#refresh");
        browser.untilText("#announcement", "The vendors are being asked");
        browser.run("window.then = performance.now() + 1500");

        browser.click("#sign-out");

        browser.until(
                "it would have been read again",
                () -> browser.run("return performance.now() > window.then").equals(true));
        assertThat(browser.run("return window.asked.join()")).asString().doesNotContain("/null");
        assertThat(browser.text("#key-error")).isEmpty();
    }

    @Test
    void coolDownIsToldForSomeTime() {
        seeTheSandbox();
        browser.run("window.hold = (url) => url.endsWith('/refreshes') &&"
                + " new Response('{}', { status: 429, headers: { 'Retry-After': '7' } })");
        browser.click("#refresh");
        browser.untilText("#notice", "try again in 7 s");

        awaitReading();

        assertThat(browser.text("#notice")).contains("try again in 7 s");
    }

    @Test
    void buttonThatIsAtWorkStaysSoAndKeepsTheFocus() {
        seeTheSandbox();
        browser.run("window.hold = (url) => url.endsWith('/refreshes') && new Promise(() => {})");
        browser.run("refresh.focus()");
        browser.press(Keys.ENTER);
        browser.until(
                "it is at work",
                () -> !browser.all("#refresh[aria-disabled='true']").isEmpty());

        awaitReading();
        browser.press(Keys.ENTER);

        assertThat(browser.all("#refresh[aria-disabled='true']")).hasSize(1);
        assertThat(browser.focused()).isEqualTo("refresh");
        assertThat(browser.run("return window.asked.filter((url) => url.endsWith('/refreshes')).length"))
                .isEqualTo(1L);
    }

    @Test
    void agesGoOnWithoutTheGateway() {
        seeTheSandbox();
        silence();
        long before = seconds();

        browser.until("it is older", () -> seconds() > before + 2);
    }

    @Test
    void ageCountsASleepOfTheMachineToo() {
        seeTheSandbox();
        silence();
        long before = reads();

        browser.run("const awake = Date.now; Date.now = () => awake() + 7200000");

        browser.untilText("[data-age]", "2 h");
        browser.until("it is read again at once", () -> reads() > before);
    }

    /** Nothing is answered any more, and what was asked has been. */
    private void silence() {
        browser.run("window.hold = () => Promise.reject(new TypeError('unplugged'))");
        browser.run("window.happens()");
        browser.untilText("#notice", "does not answer");
    }

    private long seconds() {
        return Long.parseLong(browser.text("[data-age]").replaceFirst(" s ago$", ""));
    }
}
