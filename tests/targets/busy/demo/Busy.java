package demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A small application with something of everything a recording shows: a hot method, allocation, two threads that
 * contend for a lock, and HTTP. Runs on Java 8 and later; says "busy: ready" once and nothing after that.
 *
 * BUSY_DUTY: share of one core the hot method takes, in percent (25). BUSY_THREADS: how many threads do that (1).
 * BUSY_HTTP: port (8080), 0 for none. BUSY_HEAP_MB: how much of the heap stays occupied (0).
 */
public final class Busy {
    private static final Object LOCK = new Object();
    // Longer than the 20 ms from which a recording shows a wait; held in sleep, so it costs nothing.
    private static final long HOLD_MILLIS = 40;
    private static final List<byte[]> RETAINED = new ArrayList<>();
    private static volatile Object sink;

    private Busy() {
    }

    public static void main(String[] args) throws Exception {
        int duty = Integer.parseInt(setting("BUSY_DUTY", "25"));
        int threads = Integer.parseInt(setting("BUSY_THREADS", "1"));
        int port = Integer.parseInt(setting("BUSY_HTTP", "8080"));
        retain(Integer.parseInt(setting("BUSY_HEAP_MB", "0")));
        for (int i = 1; i <= threads; i++) {
            start("primes-" + i, () -> Primes.countForMillis(duty), 100 - duty);
        }
        start("allocator", Busy::allocate, 10);
        start("contender-1", Busy::contend, 5);
        start("contender-2", Busy::contend, 5);
        if (port > 0) {
            serve(port);
        }
        System.out.println("busy: ready");
        Thread.currentThread().join();
    }

    private static String setting(String name, String otherwise) {
        String value = System.getenv(name);
        return value == null ? otherwise : value;
    }

    private static void start(String name, Runnable work, long pauseMillis) {
        Thread thread = new Thread(() -> {
            try {
                while (true) {
                    work.run();
                    Thread.sleep(Math.max(1, pauseMillis));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }, name);
        thread.setDaemon(true);
        thread.start();
    }

    // Random, so that a heap dump of it does not compress to nothing.
    private static void retain(int megabytes) {
        Random random = new Random(1);
        for (int i = 0; i < megabytes; i++) {
            byte[] megabyte = new byte[1 << 20];
            random.nextBytes(megabyte);
            RETAINED.add(megabyte);
        }
    }

    private static void allocate() {
        List<byte[]> garbage = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            garbage.add(new byte[8192]);
        }
        sink = garbage;
    }

    private static void contend() {
        synchronized (LOCK) {
            try {
                Thread.sleep(HOLD_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    // By reflection: a runtime without jdk.httpserver still runs the rest.
    private static void serve(int port) {
        try {
            Class.forName("com.sun.net.httpserver.HttpServer");
            Web.start(port);
        } catch (ClassNotFoundException e) {
            System.out.println("busy: no HTTP server in this runtime");
        } catch (java.io.IOException e) {
            System.out.println("busy: port " + port + " is taken");
        }
    }
}
