package demo;

/** The hot method of the demonstration: a recording must name {@code demo.Primes.isPrime}. */
final class Primes {
    private static final int CHUNK = 200;

    private Primes() {
    }

    /** Looks at the clock once in a while only: no sampler sees a thread that is in System.nanoTime. */
    static int countForMillis(long millis) {
        long end = System.nanoTime() + millis * 1_000_000;
        int count = 0;
        for (long from = 1_000_000_007L; System.nanoTime() < end; from += CHUNK) {
            for (long n = from; n < from + CHUNK; n += 2) {
                if (isPrime(n)) {
                    count++;
                }
            }
        }
        return count;
    }

    static int countBelow(int limit) {
        int count = 0;
        for (int n = 2; n < limit; n++) {
            if (isPrime(n)) {
                count++;
            }
        }
        return count;
    }

    // Without an early exit: every call takes its full time, so that samples land here.
    static boolean isPrime(long n) {
        boolean prime = n > 1;
        for (long divisor = 2; divisor * divisor <= n; divisor++) {
            if (n % divisor == 0) {
                prime = false;
            }
        }
        return prime;
    }
}
