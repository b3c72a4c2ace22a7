package demo;

import java.io.InputStream;
import java.lang.instrument.ClassDefinition;
import java.lang.instrument.Instrumentation;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Does what few applications do and the Flight Recorder has events for: finalizers, methods that are to be removed, classes
 * that an agent changes, libraries that cannot be loaded, monitors that inflate, allocations that wait for the collector. Runs
 * on Java 11 and later, as its own agent: -javaagent:rare.jar, whose manifest has Premain-Class, Can-Retransform-Classes and
 * Can-Redefine-Classes.
 *
 * RARE_SECONDS: how long (3).
 */
public final class Rare {
    private static Instrumentation agent;
    private static volatile Object sink;

    private Rare() {
    }

    public static void premain(String options, Instrumentation instrumentation) {
        agent = instrumentation;
    }

    public static void main(String[] args) throws Exception {
        String seconds = System.getenv("RARE_SECONDS");
        long end = System.nanoTime() + Long.parseLong(seconds == null ? "3" : seconds) * 1_000_000_000L;
        library(Path.of("no-library.so"));
        changeClasses();
        do {
            Outdated.call();
            AlsoOutdated.call();
            finalizers();
            allocate();
            inflate();
            send();
            System.gc();
            Thread.sleep(200);
        } while (System.nanoTime() < end);
    }

    private static void library(Path file) throws Exception {
        Files.writeString(file, "This is no library.");
        try {
            System.load(file.toAbsolutePath().toString());
        } catch (UnsatisfiedLinkError e) {
            sink = e;
        } finally {
            Files.delete(file);
        }
    }

    private static void changeClasses() throws Exception {
        agent.retransformClasses(Outdated.class, AlsoOutdated.class);
        agent.retransformClasses(Finalized.class);
        try (InputStream bytes = Rare.class.getResourceAsStream("Rare$Finalized.class")) {
            agent.redefineClasses(new ClassDefinition(Finalized.class, bytes.readAllBytes()));
        }
    }

    private static void finalizers() {
        for (int i = 0; i < 1_000; i++) {
            sink = new Finalized();
        }
        sink = null;
    }

    private static void allocate() {
        List<byte[]> some = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            some.add(new byte[100_000 + i]);
            if (some.size() > 100) {
                some.clear();
            }
        }
        sink = some;
    }

    private static void inflate() throws Exception {
        for (int i = 0; i < 20; i++) {
            Object monitor = new Object();
            synchronized (monitor) {
                monitor.wait(1);
            }
        }
    }

    private static void send() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket to = new Socket(InetAddress.getLoopbackAddress(), server.getLocalPort());
                Socket from = server.accept()) {
            to.getOutputStream().write(new byte[10_000]);
            from.getInputStream().readNBytes(10_000);
        }
    }

    private static final class Outdated {
        @SuppressWarnings("removal")
        static void call() {
            System.runFinalization();
        }
    }

    private static final class AlsoOutdated {
        @SuppressWarnings("removal")
        static void call() {
            System.runFinalization();
            sink = System.getSecurityManager();
        }
    }

    private static final class Finalized {
        private int times;

        @Override
        @SuppressWarnings("removal")
        protected void finalize() {
            times++;
        }
    }
}
