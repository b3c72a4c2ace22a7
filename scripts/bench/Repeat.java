import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes the chunks of a recording again and again, each round later by the length of the recording, until there are
 * MEGABYTES of them: a recording as long as one likes, of what a real JVM wrote.
 *
 * usage: java Repeat.java RECORDING MEGABYTES RESULT
 */
public final class Repeat {
    private static final int SIZE = 8;
    private static final int START_NANOS = 32;
    private static final int DURATION_NANOS = 40;

    public static void main(String[] args) throws IOException {
        ByteBuffer recording = ByteBuffer.wrap(Files.readAllBytes(Path.of(args[0])));
        long wanted = Long.parseLong(args[1]) << 20;
        long first = recording.getLong(START_NANOS);
        long end = first;
        for (int at = 0; at < recording.limit(); at += (int) recording.getLong(at + SIZE)) {
            end = Math.max(end, recording.getLong(at + START_NANOS) + recording.getLong(at + DURATION_NANOS));
        }
        try (OutputStream out = Files.newOutputStream(Path.of(args[2]))) {
            for (long written = 0; written < wanted; written += recording.limit()) {
                out.write(recording.array());
                for (int at = 0; at < recording.limit(); at += (int) recording.getLong(at + SIZE)) {
                    recording.putLong(at + START_NANOS, recording.getLong(at + START_NANOS) + end - first);
                }
            }
        }
    }
}
