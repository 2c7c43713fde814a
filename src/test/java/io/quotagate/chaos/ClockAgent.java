package io.quotagate.chaos;

import static net.bytebuddy.matcher.ElementMatchers.named;

import java.io.IOException;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.ProtectionDomain;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.dynamic.loading.ClassReloadingStrategy;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/**
 * Runs inside a gateway's process and moves the wall clock, by as many milliseconds as stand in a file: what
 * {@link Clock#systemUTC} and {@link Instant#now} say to everybody, and {@link System#currentTimeMillis} to all but Java
 * itself. The monotonic clock and all timers stay as they are, as when an operator sets the time. A preloaded library
 * would do the same, but with that of Debian 12 every timed wait of Java ends at once.
 */
public final class ClockAgent {

    private static final String OFFSET = "chaos.clock.offset";
    private static final String MILLIS = "currentTimeMillis";
    private static final Pattern JAVA = Pattern.compile("(java|jdk|sun|com/sun)/");
    private static final long BETWEEN_LOOKS_NANOS = 10_000_000;

    private ClockAgent() {}

    /** Becomes a part of the method that all wall clocks of Java share, and sees only what Java itself does. */
    public static final class Moved {

        private Moved() {}

        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) Instant now) {
            now = now.plusMillis(Long.getLong("chaos.clock.offset", 0));
        }
    }

    /** Stands in for {@link System#currentTimeMillis}. */
    public static long currentTimeMillis() {
        return System.currentTimeMillis() + Long.getLong(OFFSET, 0);
    }

    /** Has whatever asks {@link System} ask here. */
    public static final class Redirection implements ClassFileTransformer {

        @Override
        public byte @Nullable [] transform(
                @Nullable ClassLoader loader, String name, Class<?> type, ProtectionDomain domain, byte[] code) {
            String own = ClockAgent.class.getName().replace('.', '/');
            boolean isJava = loader == null
                    || loader == ClassLoader.getPlatformClassLoader()
                    || JAVA.matcher(name).lookingAt();
            boolean asks = new String(code, StandardCharsets.ISO_8859_1).contains(MILLIS);
            if (isJava || name.startsWith(own) || !asks) {
                return null;
            }
            ClassReader reader = new ClassReader(code);
            ClassWriter writer = new ClassWriter(reader, 0);
            reader.accept(new Redirected(writer, own), 0);
            return writer.toByteArray();
        }
    }

    private static final class Redirected extends ClassVisitor {

        private final String target;

        private Redirected(ClassVisitor next, String target) {
            super(Opcodes.ASM9, next);
            this.target = target;
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String name, String type, @Nullable String signature, String @Nullable [] exceptions) {
            MethodVisitor next = super.visitMethod(access, name, type, signature, exceptions);
            return new MethodVisitor(Opcodes.ASM9, next) {
                @Override
                public void visitMethodInsn(int code, String owner, String called, String form, boolean ofInterface) {
                    boolean asks = owner.equals("java/lang/System") && called.equals(MILLIS);
                    super.visitMethodInsn(code, asks ? target : owner, called, form, ofInterface);
                }
            };
        }
    }

    /** @param file with the offset */
    public static void premain(String file, Instrumentation instrumentation) {
        new ByteBuddy()
                .redefine(Clock.class)
                .visit(Advice.to(Moved.class).on(named("currentInstant")))
                .make()
                .load(null, ClassReloadingStrategy.of(instrumentation))
                .getLoaded();
        instrumentation.addTransformer(new Redirection());
        Thread thread = new Thread(() -> follow(Path.of(file)), "clock-agent");
        thread.setDaemon(true);
        thread.start();
    }

    private static void follow(Path file) {
        while (true) {
            try {
                System.setProperty(OFFSET, Files.readString(file).strip());
            } catch (IOException beingWritten) {
                Thread.onSpinWait();
            }
            LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
        }
    }
}
