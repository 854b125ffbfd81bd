package io.heartwire.it.container;

import io.heartwire.connection.ConnectionClosed;
import io.heartwire.connection.ConnectionOpened;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.servlet.annotation.WebListener;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Writes down what an application can observe of connections and HTTP sessions. */
@ApplicationScoped
public class Journal {
  private final List<ConnectionOpened> opened = new CopyOnWriteArrayList<>();
  private final List<ConnectionClosed> closed = new CopyOnWriteArrayList<>();

  void onOpened(@Observes ConnectionOpened event) {
    opened.add(event);
  }

  void onClosed(@Observes ConnectionClosed event) {
    closed.add(event);
    if (event.connection().peer().userAgent().contains("observer-trap")) {
      throw new IllegalStateException("an observer that fails");
    }
  }

  public List<ConnectionOpened> opened() {
    return opened;
  }

  public List<ConnectionClosed> closed() {
    return closed;
  }

  /** Counts the HTTP sessions that the container makes. */
  @WebListener
  public static class HttpSessions implements HttpSessionListener {
    private static final AtomicInteger CREATED = new AtomicInteger();

    @Override
    public void sessionCreated(HttpSessionEvent event) {
      CREATED.incrementAndGet();
    }

    public static int created() {
      return CREATED.get();
    }
  }

  /** Where a visit makes an HTTP session. */
  @WebServlet("/" + Visit.PATH)
  public static class Visit extends HttpServlet {
    public static final String PATH = "visit";
    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
      request.getSession();
    }
  }
}
