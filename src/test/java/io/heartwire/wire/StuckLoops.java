package io.heartwire.wire;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * A fault as nobody has thought of it: every event loop runs for ever in something, once this is
 * asked for. Put into a gateway by tests only.
 */
@WebServlet(StuckLoops.PATH)
public class StuckLoops extends HttpServlet {
  public static final String PATH = "/stick";

  private static final long serialVersionUID = 1L;

  @Inject private transient EventLoops loops;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response) {
    int count = Math.max(2, Runtime.getRuntime().availableProcessors());
    for (int i = 0; i < count; i++) {
      loops.next().add(new Forever());
    }
  }

  private static final class Forever extends LoopTask {
    @Override
    Next run() {
      while (!Thread.currentThread().isInterrupted()) {
        Thread.onSpinWait();
      }
      return Next.UNTIL_ADDED;
    }

    @Override
    void ready(int operations) {}

    @Override
    void expired() {}

    @Override
    void failed(Throwable failure) {}
  }
}
