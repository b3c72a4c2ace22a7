package demo;

import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URL;

/** Asks a server in the same pod for work, with a pause in between; runs beside it as a container of its own. */
public final class Load {
    private Load() {
    }

    public static void main(String[] args) throws Exception {
        URL url = new URL(args[0]);
        long pause = Long.parseLong(args[1]);
        while (true) {
            try {
                HttpURLConnection connection = (HttpURLConnection) url.openConnection();
                try (InputStream body = connection.getInputStream()) {
                    while (body.read() >= 0) {
                        continue;
                    }
                }
            } catch (java.io.IOException e) {
                Thread.sleep(500);
            }
            Thread.sleep(pause);
        }
    }
}
