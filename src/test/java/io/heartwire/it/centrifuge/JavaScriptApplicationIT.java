package io.heartwire.it.centrifuge;

import io.heartwire.it.container.ApplicationArchive;
import io.heartwire.it.container.OneServer;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.util.List;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The official JavaScript client against the gateway with an application. */
@ResourceLock(OneServer.NAME)
@ArquillianTest
class JavaScriptApplicationIT {
  @ArquillianResource URL base;

  @Deployment(testable = false)
  static WebArchive archive() {
    return ApplicationArchive.named("javascript-client.war");
  }

  static List<String> files() throws IOException {
    return NodeTests.in("application");
  }

  @ParameterizedTest
  @MethodSource("files")
  void theTestsPass(String file) throws Exception {
    String address = base.toString().replaceFirst("^http", "ws") + "connection/websocket";
    NodeTests.run(file, URI.create(address));
  }
}
