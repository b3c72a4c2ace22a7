package demo;

import java.io.IOException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/** Real work per request, under a name a recording can show: {@code demo.CpuServlet.collatz}. */
public final class CpuServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        long steps = 0;
        for (long n = 1; n < 30_000; n++) {
            steps += collatz(n);
        }
        response.setContentType("text/plain");
        response.getWriter().println(steps);
    }

    static long collatz(long n) {
        long steps = 0;
        while (n != 1) {
            n = (n & 1) == 0 ? n >> 1 : 3 * n + 1;
            steps++;
        }
        return steps;
    }
}
