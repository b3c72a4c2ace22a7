package demo;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Fills its heap with HOARD_MB megabytes (64) of what a heap is full of: strings in maps, boxed numbers, arrays of every
 * primitive type, and among them secrets that no redacted heap dump may show. HOARD_GROW_MB more come every second (0).
 * Says "busy: ready" once.
 */
public final class Hoard {
    // A literal: besides the String it is a symbol of HotSpot, and those are in a dump as well.
    private static final String LITERAL = "planted-secret-literal";
    private static final Map<String, Object> ACCOUNTS = new HashMap<>();
    private static final List<Object> BULK = new ArrayList<>();
    private static final Random RANDOM = new Random(1);

    private final String password;
    private final char[] passphrase;
    private final byte[] key;
    private final long[] cards;
    private final long card;

    private Hoard(int number) {
        password = "planted-secret-string-" + number;
        passphrase = ("planted-secret-chars-" + number).toCharArray();
        key = ("planted-secret-bytes-" + number).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        cards = new long[] {CARD + number};
        card = CARD + number;
    }

    /** The eight bytes "CARDno-" and a digit, as they stand in a dump. */
    private static final long CARD = 0x434152446e6f2d30L;

    public static void main(String[] args) throws Exception {
        long megabytes = Long.parseLong(setting("HOARD_MB", "64"));
        int growth = Integer.parseInt(setting("HOARD_GROW_MB", "0"));
        for (int i = 0; i < 10; i++) {
            ACCOUNTS.put("user-" + i, new Hoard(i));
        }
        ACCOUNTS.put("literal", LITERAL);
        ACCOUNTS.put("wide", "planted-secret-wide-\u20ac");
        for (long i = 0; i < megabytes; i++) {
            BULK.add(megabyte());
        }
        System.out.println("busy: ready");
        while (true) {
            Thread.sleep(1000);
            for (int i = 0; i < growth; i++) {
                BULK.add(megabyte());
            }
        }
    }

    private static String setting(String name, String otherwise) {
        String value = System.getenv(name);
        return value == null ? otherwise : value;
    }

    // Half of it arrays that do not compress, half of it small objects.
    private static Object megabyte() {
        List<Object> all = new ArrayList<>();
        byte[] noise = new byte[256 << 10];
        RANDOM.nextBytes(noise);
        all.add(noise);
        all.add(new long[16 << 10]);
        all.add(new int[16 << 10]);
        all.add(new double[] {RANDOM.nextDouble()});
        all.add(new float[] {RANDOM.nextFloat()});
        all.add(new short[] {1, 2, 3});
        all.add(new boolean[] {true});
        Map<String, Integer> map = new HashMap<>();
        for (int i = 0; i < 4000; i++) {
            map.put("customer-" + RANDOM.nextInt(), i + 1000);
        }
        all.add(map);
        return all;
    }
}
