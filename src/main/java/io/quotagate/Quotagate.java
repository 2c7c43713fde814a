package io.quotagate;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.quotagate.tenant.KeyCommand;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/**
 * The gateway; or, with {@code check FILE}, only a look at whether a tenants file would do; or, with {@code key}, a new
 * API key.
 */
@QuarkusMain
public final class Quotagate {

    private Quotagate() {}

    public static void main(String... args) {
        if (args.length == 0) {
            Quarkus.run();
            return;
        }
        if (args[0].equals("key")) {
            List<String> wishes = List.of(args).subList(1, args.length);
            KeyCommand command =
                    new KeyCommand(new SecureRandom(), Clock.systemUTC(), System.in, System.out, System.err);
            System.exit(command.run(wishes));
        }
        if (args.length != 2 || !args[0].equals("check") || args[1].isBlank()) {
            System.err.println(
                    "usage: no argument to run the gateway, or: check FILE (or a folder of tenants files), or: "
                            + KeyCommand.USAGE);
            System.exit(2);
        }
        check(args[1]);
    }

    /**
     * Starts as the gateway would, with everything but the sockets, and stops at once: what refuses the file here is
     * what would refuse it there. Exits with 0 where the file is good, with 1 and the same message where it is not.
     */
    private static void check(String tenants) {
        Map.of(
                        "quotagate.tenants", tenants,
                        "quotagate.sandbox.enabled", "false",
                        "quarkus.http.host-enabled", "false",
                        "quarkus.management.host-enabled", "false",
                        "quarkus.banner.enabled", "false",
                        "quarkus.log.level", "ERROR")
                .forEach(System::setProperty);
        Quarkus.run(Checked.class);
    }

    /** Reached only where the file is good. */
    static final class Checked implements QuarkusApplication {

        @Override
        public int run(String... args) {
            System.out.println("good");
            return 0;
        }
    }
}
