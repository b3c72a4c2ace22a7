package demo;

/** Says "busy: ready" and does nothing. */
public final class Idle {
    private Idle() {
    }

    public static void main(String[] args) throws InterruptedException {
        System.out.println("busy: ready");
        Thread.currentThread().join();
    }
}
