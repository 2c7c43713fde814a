package io.quotagate.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quotagate.provider.Patience;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.stream.StreamSupport;
import org.openqa.selenium.By;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** The Chromium of this machine, without a screen. */
final class Chromium implements AutoCloseable {

    private static final Duration LONGEST = Duration.ofSeconds(30);
    /** A page of forty quotas with all details is much to look at. */
    private static final Duration LONGEST_SCRIPT = Duration.ofMinutes(3);

    private static final String REQUIRED = "required";

    private final ChromeDriver driver;

    private Chromium(Path program, Path chromedriver, Path profile) {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(program.toFile());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--hide-scrollbars",
                "--user-data-dir=" + profile);
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        logs.enable(LogType.PERFORMANCE, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(chromedriver.toFile())
                .usingAnyFreePort()
                .build();
        driver = new ChromeDriver(service, options);
        driver.manage().timeouts().scriptTimeout(LONGEST_SCRIPT);
    }

    /** Where there is none the test is skipped, unless {@code quotagate.browser} is {@code required}. */
    static Chromium open(Path profile) {
        Optional<Path> program = program("chromium");
        Optional<Path> chromedriver = program("chromedriver");
        boolean there = program.isPresent() && chromedriver.isPresent();
        if (REQUIRED.equals(System.getProperty("quotagate.browser"))) {
            assertThat(there).as("there is a browser").isTrue();
        }
        assumeTrue(there, "no chromium and chromedriver on the path");
        return new Chromium(program.orElseThrow(), chromedriver.orElseThrow(), profile);
    }

    private static Optional<Path> program(String name) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** A tab that knows nothing of those before it. */
    void newTab(String address) {
        String old = driver.getWindowHandle();
        String fresh = driver.switchTo().newWindow(WindowType.TAB).getWindowHandle();
        driver.switchTo().window(old).close();
        driver.switchTo().window(fresh);
        window(1280, 900);
        go(address);
        driver.executeScript("localStorage.clear()");
        var unusedLogs = driver.manage().logs().get(LogType.BROWSER);
        var unusedTraffic = driver.manage().logs().get(LogType.PERFORMANCE);
    }

    /** Runs a script in this tab before any of each page that it opens from now on. */
    void before(String script) {
        var unused = driver.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", script));
    }

    void go(String address) {
        driver.get(address);
    }

    void back() {
        driver.navigate().back();
    }

    void reload() {
        driver.navigate().refresh();
    }

    String address() {
        return String.valueOf(driver.getCurrentUrl());
    }

    void window(int width, int height) {
        var unused = driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    /** @param scheme light or dark, as the system's settings have it */
    void prefers(String scheme) {
        var unused = driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    WebElement find(String selector) {
        return driver.findElement(By.cssSelector(selector));
    }

    List<WebElement> all(String selector) {
        return driver.findElements(By.cssSelector(selector));
    }

    /** What a person reads there; empty where it is not shown. */
    String text(String selector) {
        List<WebElement> found = all(selector);
        return found.isEmpty() ? "" : found.get(0).getText();
    }

    void click(String selector) {
        find(selector).click();
    }

    void press(CharSequence... keys) {
        new Actions(driver).sendKeys(keys).perform();
    }

    String focused() {
        return String.valueOf(
                run("const a = document.activeElement; return a.id || a.className || a.parentElement.id"));
    }

    Object run(String script, Object... arguments) {
        return Objects.requireNonNullElse(driver.executeScript(script, arguments), "");
    }

    /** Waits for what the page does by itself; elements that are changed meanwhile are looked for again. */
    void until(String what, BooleanSupplier condition) {
        Patience.until(LONGEST, what, () -> {
            try {
                return condition.getAsBoolean();
            } catch (StaleElementReferenceException changed) {
                return false;
            }
        });
    }

    void untilText(String selector, String part) {
        until(selector + " says " + part, () -> text(selector).contains(part));
    }

    /** Errors, warnings and refusals of its policies since the last look. */
    List<String> complaints() {
        return StreamSupport.stream(driver.manage().logs().get(LogType.BROWSER).spliterator(), false)
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(entry -> String.valueOf(entry.getMessage()))
                .toList();
    }

    /** Messages about the network since the last look: addresses that were asked are among them. */
    List<String> traffic() {
        return StreamSupport.stream(
                        driver.manage().logs().get(LogType.PERFORMANCE).spliterator(), false)
                .map(entry -> String.valueOf(entry.getMessage()))
                .filter(message -> message.contains("\"Network.requestWillBeSent\""))
                .toList();
    }

    /** What axe finds that is serious or critical, outside of what is left out. */
    List<String> barriers(String... leftOut) {
        run(axe());
        Object found = driver.executeAsyncScript("""
                const done = arguments[arguments.length - 1];
                axe.run({ include: [['html']], exclude: arguments[0].map((one) => [one]) }).then((result) =>
                  done(result.violations
                    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
                    .map(({ id, impact, nodes }) => `${impact} ${id}: ${nodes[0].html} ${nodes[0].failureSummary}`)));
                """, List.of(leftOut));
        List<String> barriers = new ArrayList<>();
        ((List<?>) Objects.requireNonNull(found)).forEach(one -> barriers.add(String.valueOf(one)));
        return barriers;
    }

    private static String axe() {
        try (InputStream file = Chromium.class.getResourceAsStream("/axe.min.js")) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    void picture(Path file) {
        Object data = driver.executeCdpCommand("Page.captureScreenshot", Map.of("format", "png"))
                .get("data");
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.write(file, Base64.getDecoder().decode(String.valueOf(data)));
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    @Override
    public void close() {
        driver.quit();
    }
}
