package demo;

import java.util.concurrent.ThreadLocalRandom;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.StackTrace;

/** Fills any recording with random bits: FLOOD_MB megabytes of events once one runs, for tests of large transfers. */
public final class Flood {
    private Flood() {
    }

    public static void main(String[] args) throws Exception {
        long wanted = Long.parseLong(System.getenv("FLOOD_MB")) << 20;
        System.out.println("busy: ready");
        while (true) {
            while (FlightRecorder.isInitialized() && FlightRecorder.getFlightRecorder().getRecordings().isEmpty()
                    || !FlightRecorder.isInitialized()) {
                Thread.sleep(20);
            }
            for (long sent = 0; sent < wanted; sent += Noise.BYTES) {
                new Noise().commit();
            }
            while (!FlightRecorder.getFlightRecorder().getRecordings().isEmpty()) {
                Thread.sleep(20);
            }
        }
    }

    @StackTrace(false)
    static final class Noise extends Event {
        // A negative long takes nine bytes in a recording, and nothing compresses random ones.
        static final int BYTES = 9 * 64;
        long l0 = ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE;
        long l1 = ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE;
        long l2 = ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE;
        long l3 = ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE;
        long l4 = ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE;
        long l5 = ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE;
        long l6 = ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE;
        long l7 = ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE;
        long l8 = ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE;
        long l9 = ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE;
        long l10 = ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE;
        long l11 = ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE;
        long l12 = ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE;
        long l13 = ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE;
        long l14 = ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE;
        long l15 = ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE;
        long l16 = ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE;
        long l17 = ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE;
        long l18 = ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE;
        long l19 = ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE;
        long l20 = ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE;
        long l21 = ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE;
        long l22 = ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE;
        long l23 = ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE;
        long l24 = ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE;
        long l25 = ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE;
        long l26 = ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE;
        long l27 = ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE;
        long l28 = ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE;
        long l29 = ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE;
        long l30 = ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE;
        long l31 = ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE;
        long l32 = ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE;
        long l33 = ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE;
        long l34 = ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE;
        long l35 = ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE;
        long l36 = ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE;
        long l37 = ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE;
        long l38 = ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE;
        long l39 = ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE;
        long l40 = ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE;
        long l41 = ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE;
        long l42 = ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE;
        long l43 = ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE;
        long l44 = ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE;
        long l45 = ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE;
        long l46 = ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE;
        long l47 = ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE;
        long l48 = ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE;
        long l49 = ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE;
        long l50 = ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE;
        long l51 = ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE;
        long l52 = ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE;
        long l53 = ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE;
        long l54 = ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE;
        long l55 = ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE;
        long l56 = ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE;
        long l57 = ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE;
        long l58 = ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE;
        long l59 = ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE;
        long l60 = ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE;
        long l61 = ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE;
        long l62 = ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE;
        long l63 = ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE;
    }
}
