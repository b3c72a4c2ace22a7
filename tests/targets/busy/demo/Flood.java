package demo;

import java.util.concurrent.ThreadLocalRandom;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.StackTrace;

/**
 * Fills any recording: FLOOD_MB megabytes of events once one runs, for tests of large transfers. FLOOD_RANDOM is the
 * share of random bits in percent (100); recordings of real applications compress about as well as 25.
 */
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
                if (sent % (1 << 20) < Noise.BYTES) {
                    // JFR drops what is not on the disk in time.
                    Thread.sleep(10);
                }
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
        private static final int RANDOM = Integer.parseInt(System.getenv().getOrDefault("FLOOD_RANDOM", "100")) * 64 / 100;
        long l0 = noise(0);
        long l1 = noise(1);
        long l2 = noise(2);
        long l3 = noise(3);
        long l4 = noise(4);
        long l5 = noise(5);
        long l6 = noise(6);
        long l7 = noise(7);
        long l8 = noise(8);
        long l9 = noise(9);
        long l10 = noise(10);
        long l11 = noise(11);
        long l12 = noise(12);
        long l13 = noise(13);
        long l14 = noise(14);
        long l15 = noise(15);
        long l16 = noise(16);
        long l17 = noise(17);
        long l18 = noise(18);
        long l19 = noise(19);
        long l20 = noise(20);
        long l21 = noise(21);
        long l22 = noise(22);
        long l23 = noise(23);
        long l24 = noise(24);
        long l25 = noise(25);
        long l26 = noise(26);
        long l27 = noise(27);
        long l28 = noise(28);
        long l29 = noise(29);
        long l30 = noise(30);
        long l31 = noise(31);
        long l32 = noise(32);
        long l33 = noise(33);
        long l34 = noise(34);
        long l35 = noise(35);
        long l36 = noise(36);
        long l37 = noise(37);
        long l38 = noise(38);
        long l39 = noise(39);
        long l40 = noise(40);
        long l41 = noise(41);
        long l42 = noise(42);
        long l43 = noise(43);
        long l44 = noise(44);
        long l45 = noise(45);
        long l46 = noise(46);
        long l47 = noise(47);
        long l48 = noise(48);
        long l49 = noise(49);
        long l50 = noise(50);
        long l51 = noise(51);
        long l52 = noise(52);
        long l53 = noise(53);
        long l54 = noise(54);
        long l55 = noise(55);
        long l56 = noise(56);
        long l57 = noise(57);
        long l58 = noise(58);
        long l59 = noise(59);
        long l60 = noise(60);
        long l61 = noise(61);
        long l62 = noise(62);
        long l63 = noise(63);

        private static long noise(int field) {
            return Long.MIN_VALUE | (field < RANDOM ? ThreadLocalRandom.current().nextLong() : field);
        }
    }
}
