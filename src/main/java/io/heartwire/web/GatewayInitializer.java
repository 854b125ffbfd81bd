package io.heartwire.web;

import io.heartwire.admission.UpgradeFilter;
import io.heartwire.api.ApiFilter;
import io.heartwire.console.ConsoleFilter;
import io.heartwire.endpoint.CentrifugeUpgrade;
import io.heartwire.endpoint.RawUpgrade;
import io.heartwire.endpoint.StompUpgrade;
import io.heartwire.liberty.HandshakeFilter;
import io.heartwire.liberty.HoldFilter;
import io.heartwire.metrics.MetricsPort;
import io.heartwire.metrics.MetricsServlet;
import io.heartwire.page.PageServlet;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import java.util.EnumSet;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Registers the gateway with the application that it is part of.
 *
 * <p>In code and not in {@code web-fragment.xml}, for three reasons. Filters of fragments come
 * after all filters of the application, of which one on every path might not let handshakes or
 * asynchronous answers pass; these come first. They are there under an application's {@code
 * metadata-complete="true"}, too. And they are also found in {@code WEB-INF/classes}, where {@code
 * liberty:dev} has them.
 */
public class GatewayInitializer implements ServletContainerInitializer {
  private static final Logger LOG = Logger.getLogger(GatewayInitializer.class.getName());

  private static final String RAW = "/ws/*";
  private static final String CENTRIFUGE = "/connection/websocket";

  private static final String STOMP = "/stomp";

  /** Everything below it: the container takes more paths for an endpoint's than the path itself. */
  private static final String BELOW_CENTRIFUGE = CENTRIFUGE + "/*";

  private static final String BELOW_STOMP = STOMP + "/*";

  private static final EnumSet<DispatcherType> ONCE = EnumSet.of(DispatcherType.REQUEST);

  @Override
  public void onStartup(@Nullable Set<Class<?>> none, ServletContext application) {
    filter(application, "heartwire-metrics-port", MetricsPort.class, ONCE, MetricsPort.PATTERN);
    filter(
        application,
        "heartwire-admission",
        UpgradeFilter.class,
        ONCE,
        RAW,
        BELOW_CENTRIFUGE,
        BELOW_STOMP);
    filter(application, "heartwire-handshake", HandshakeFilter.class, ONCE, RAW, CENTRIFUGE, STOMP);
    filter(application, "heartwire-raw", RawUpgrade.class, ONCE, RAW);
    filter(application, "heartwire-centrifuge", CentrifugeUpgrade.class, ONCE, CENTRIFUGE);
    filter(application, "heartwire-stomp", StompUpgrade.class, ONCE, STOMP);
    filter(application, "heartwire-api", ApiFilter.class, ONCE, ApiFilter.PATTERN);
    filter(application, "heartwire-console", ConsoleFilter.class, ONCE, ConsoleFilter.PATTERN);
    filter(application, "heartwire-hold", HoldFilter.class, ONCE, HoldFilter.PATTERN);
    servlet(application, "heartwire-page", PageServlet.class, PageServlet.PATH + "/*");
    servlet(application, "heartwire-metrics", MetricsServlet.class, MetricsServlet.PATH);
  }

  private static void filter(
      ServletContext application,
      String name,
      Class<? extends Filter> type,
      EnumSet<DispatcherType> when,
      String... patterns) {
    FilterRegistration.Dynamic added = application.addFilter(name, type);
    if (added == null) {
      isTaken("filter " + name);
      return;
    }
    added.setAsyncSupported(true);
    boolean afterThoseDeclared = false;
    added.addMappingForUrlPatterns(when, afterThoseDeclared, patterns);
  }

  private static void servlet(
      ServletContext application, String name, Class<? extends Servlet> type, String pattern) {
    ServletRegistration.Dynamic added = application.addServlet(name, type);
    if (added == null) {
      isTaken("servlet " + name);
      return;
    }
    added.setAsyncSupported(true);
    added.setLoadOnStartup(1);
    if (!added.addMapping(pattern).isEmpty()) {
      isTaken("path " + pattern);
    }
  }

  private static void isTaken(String what) {
    LOG.log(
        Level.WARNING,
        "The application has a {0} of its own, in whose place Heartwire''s would be; rename it,"
            + " or see that Heartwire is in the application only once",
        what);
  }
}
