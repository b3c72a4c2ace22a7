package demo;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * An application in trouble, for thread dumps: a deadlock of two threads over monitors, one of three over ReentrantLocks,
 * a lock that six workers of a pool wait for while its owner sleeps, and a thread that burns half a CPU. Runs on Java 8 and
 * later; on 21 and later, with STUCK_VIRTUAL set to a number, that many virtual threads pile up behind two carriers that
 * are pinned (start it with -Djdk.virtualThreadScheduler.parallelism=2). Says "busy: ready" when all of it is so.
 */
public final class Stuck {
    private static final Object LEFT = new Object();
    private static final Object RIGHT = new Object();
    private static final Object WANTED = new Object();
    private static volatile long sink;

    private Stuck() {
    }

    public static void main(String[] args) throws Exception {
        monitors();
        synchronizers();
        convoy();
        start("burner", () -> {
            while (true) {
                sink += Primes.countForMillis(50);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            }
        });
        int virtual = Integer.parseInt(System.getenv().getOrDefault("STUCK_VIRTUAL", "0"));
        if (virtual > 0) {
            pileUp(virtual);
        }
        TimeUnit.SECONDS.sleep(1);
        System.out.println("busy: ready");
        Thread.currentThread().join();
    }

    private static void monitors() {
        CountDownLatch both = new CountDownLatch(2);
        start("transfer-1", () -> nested(LEFT, RIGHT, both));
        start("transfer-2", () -> nested(RIGHT, LEFT, both));
    }

    private static void nested(Object first, Object second, CountDownLatch both) {
        synchronized (first) {
            meet(both);
            synchronized (second) {
                sink++;
            }
        }
    }

    private static void synchronizers() {
        ReentrantLock[] forks = {new ReentrantLock(), new ReentrantLock(), new ReentrantLock()};
        CountDownLatch all = new CountDownLatch(3);
        for (int i = 0; i < 3; i++) {
            int seat = i;
            start("philosopher-" + (i + 1), () -> {
                forks[seat].lock();
                meet(all);
                forks[(seat + 1) % 3].lock();
            });
        }
    }

    private static void convoy() throws InterruptedException {
        CountDownLatch held = new CountDownLatch(1);
        start("owner", () -> {
            synchronized (WANTED) {
                held.countDown();
                sleep();
            }
        });
        held.await();
        int[] count = new int[1];
        ExecutorService pool = Executors.newFixedThreadPool(8, work -> {
            Thread thread = new Thread(work, "http-nio-8080-exec-" + ++count[0]);
            thread.setDaemon(true);
            return thread;
        });
        for (int i = 0; i < 6; i++) {
            pool.execute(() -> {
                synchronized (WANTED) {
                    sink++;
                }
            });
        }
        LinkedBlockingQueue<Object> empty = new LinkedBlockingQueue<>();
        for (int i = 0; i < 2; i++) {
            pool.execute(() -> {
                try {
                    empty.take();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }
    }

    // By reflection: the class is compiled for Java 8.
    private static void pileUp(int count) throws Exception {
        java.lang.reflect.Method startVirtual = Thread.class.getMethod("startVirtualThread", Runnable.class);
        for (int i = 0; i < count; i++) {
            startVirtual.invoke(null, (Runnable) Pinned::touch);
        }
    }

    /** Waiting in a class initializer keeps the carrier: there is a native frame below, on JDK 24 and later too. */
    private static final class Pinned {
        static {
            sleep();
        }

        private Pinned() {
        }

        static void touch() {
        }
    }

    private static void meet(CountDownLatch latch) {
        latch.countDown();
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void sleep() {
        try {
            TimeUnit.DAYS.sleep(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }
}
