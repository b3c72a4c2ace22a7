package demo;

/** The hot method of the demonstration: a recording must name {@code demo.Primes.isPrime}. */
final class Primes {
    private Primes() {
    }

    static int countForMillis(long millis) {
        long end = System.nanoTime() + millis * 1_000_000;
        int count = 0;
        for (int n = 3; System.nanoTime() < end; n += 2) {
            if (isPrime(1_000_000_007L + n)) {
                count++;
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
