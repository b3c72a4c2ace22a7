package demo;

import java.io.File;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Does a little of everything that the Flight Recorder has events for: exceptions, files, sockets, monitors, parking,
 * garbage collections, lambdas, deep stacks, and virtual threads where there are any. Runs on Java 8 and later.
 *
 * VARIOUS_SECONDS: how long (10).
 */
public final class Various {
    private static final Object MONITOR = new Object();
    private static final ReentrantLock LOCK = new ReentrantLock();
    private static volatile Object sink;
    private static volatile boolean done;

    private Various() {
    }

    interface Work {
        void run() throws Exception;
    }

    public static void main(String[] args) throws Exception {
        String seconds = System.getenv("VARIOUS_SECONDS");
        long end = System.nanoTime() + Long.parseLong(seconds == null ? "10" : seconds) * 1_000_000_000L;
        List<Thread> threads = new ArrayList<>();
        threads.add(start("hot \"primes\" \u00e9\u4e2d\ud83d\ude00", () -> hot(30_000)));
        threads.add(start("recursion", () -> deep(200)));
        threads.add(start("allocator", Various::allocate));
        threads.add(start("thrower", Various::throwSome));
        threads.add(start("files", Various::files));
        threads.add(start("sockets", Various::sockets));
        threads.add(start("monitor-1", Various::monitor));
        threads.add(start("monitor-2", Various::monitor));
        threads.add(start("parker", () -> LockSupport.parkNanos(30_000_000)));
        while (System.nanoTime() < end) {
            virtualThreads();
            System.gc();
            Thread.sleep(700);
        }
        done = true;
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static Thread start(String name, Work work) {
        Thread thread = new Thread(() -> {
            try {
                while (!done) {
                    work.run();
                    Thread.sleep(15);
                }
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }, name);
        thread.start();
        return thread;
    }

    private static void hot(int limit) {
        int primes = 0;
        for (int n = 2; n < limit; n++) {
            boolean prime = true;
            for (int d = 2; d * d <= n && prime; d++) {
                prime = n % d != 0;
            }
            primes += prime ? 1 : 0;
        }
        sink = primes;
    }

    private static void deep(int depth) {
        if (depth == 0) {
            hot(20_000);
        } else {
            deep(depth - 1);
        }
    }

    private static void allocate() {
        Map<String, byte[]> map = new HashMap<>();
        for (int i = 0; i < 2_000; i++) {
            map.put("key-" + i, new byte[500 + i]);
        }
        sink = map;
    }

    private static void throwSome() {
        for (int i = 0; i < 3; i++) {
            try {
                throw new IllegalArgumentException(i == 0 ? null : i == 1 ? "" : "nothing \"wrong\"\n\t\u00e9\u4e2d");
            } catch (IllegalArgumentException e) {
                sink = e;
            }
        }
        try {
            throw new AssertionError("an error");
        } catch (AssertionError e) {
            sink = e;
        }
    }

    private static void files() throws Exception {
        File file = File.createTempFile("various", ".bin");
        try (RandomAccessFile access = new RandomAccessFile(file, "rw")) {
            access.write(new byte[1 << 20]);
            access.getFD().sync();
            access.seek(0);
            access.read(new byte[1 << 20]);
        }
        file.delete();
    }

    private static void sockets() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread answer = new Thread(() -> {
                try (Socket socket = server.accept(); OutputStream out = socket.getOutputStream()) {
                    Thread.sleep(40);
                    out.write(new byte[5_000]);
                } catch (Exception e) {
                    sink = e;
                }
            }, "server");
            answer.start();
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.getLocalPort()); InputStream in = socket.getInputStream()) {
                while (in.read(new byte[8_192]) >= 0) {
                    sink = in;
                }
            }
            answer.join();
        }
    }

    private static void monitor() throws Exception {
        synchronized (MONITOR) {
            Thread.sleep(25);
            MONITOR.wait(5);
        }
        LOCK.lock();
        try {
            Thread.sleep(25);
        } finally {
            LOCK.unlock();
        }
    }

    /** Thread.startVirtualThread, if this JDK has it; each pins its carrier for a while where monitors still do that. */
    private static void virtualThreads() throws Exception {
        Method start;
        try {
            start = Thread.class.getMethod("startVirtualThread", Runnable.class);
        } catch (NoSuchMethodException e) {
            return;
        }
        for (int i = 0; i < 3; i++) {
            Object pin = new Object();
            start.invoke(null, (Runnable) () -> {
                synchronized (pin) {
                    LockSupport.parkNanos(30_000_000);
                }
            });
        }
    }
}
