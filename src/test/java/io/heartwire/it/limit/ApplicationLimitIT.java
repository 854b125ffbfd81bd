package io.heartwire.it.limit;

import com.example.shop.Gate;
import io.heartwire.it.server.ServerDirectory;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;

/** A gateway within an application, where threads of the server read. */
class ApplicationLimitIT extends LimitContract {

  @BeforeAll
  static void start() {
    start(Map.of(ServerDirectory.VARIABLE, ServerDirectory.withBeans("", Gate.class).toString()));
  }
}
