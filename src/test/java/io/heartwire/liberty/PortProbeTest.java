package io.heartwire.liberty;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.testkit.OwnPort;
import io.heartwire.testkit.TestSettings;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PortProbeTest {
  private final Map<String, String> settings =
      new ConcurrentHashMap<>(Map.of("http.host", "127.0.0.1", "http.port", "-1"));
  private final PortProbe probe = new PortProbe(TestSettings.with(settings));

  private final OwnPort port = new OwnPort();

  PortProbeTest() throws IOException {}

  @AfterEach
  void releaseThePort() throws IOException {
    port.close();
  }

  @Test
  void mustTellAnOpenPortFromAClosedOne() throws IOException {
    try (ServerSocket server = port.listen(10)) {
      settings.put("http.port", Integer.toString(server.getLocalPort()));
      assertThat(probe.ask()).isEqualTo(PortProbe.Answer.OPEN);
    }
    assertThat(probe.ask()).isEqualTo(PortProbe.Answer.CLOSED);
  }

  @Test
  void mustFollowThePortWhenItIsChanged() throws IOException {
    try (ServerSocket server = port.listen(10);
        OwnPort anotherPort = new OwnPort();
        ServerSocket other = anotherPort.listen(10)) {
      settings.put("http.port", Integer.toString(server.getLocalPort()));
      server.close();
      assertThat(probe.ask()).isEqualTo(PortProbe.Answer.CLOSED);

      settings.put("http.port", Integer.toString(other.getLocalPort()));
      assertThat(probe.ask()).isEqualTo(PortProbe.Answer.OPEN);
    }
  }

  /** A server that stops forgets its variables before it stops its applications. */
  @Test
  void mustRememberThePortOfAServerThatHasForgottenIt() throws IOException {
    try (ServerSocket server = port.listen(10)) {
      settings.put("http.port", Integer.toString(server.getLocalPort()));
      assertThat(probe.ask()).isEqualTo(PortProbe.Answer.OPEN);
    }
    settings.put("http.port", "");
    assertThat(probe.ask()).isEqualTo(PortProbe.Answer.CLOSED);

    settings.put("http.port", "-1");
    assertThat(probe.ask()).as("there is none any more").isEqualTo(PortProbe.Answer.UNKNOWN);
  }

  @Test
  void mustNotTakeWhatItCannotFindOutForAStop() throws IOException {
    assertThat(probe.ask()).as("no plain port").isEqualTo(PortProbe.Answer.UNKNOWN);

    settings.put("http.host", "no such host");
    settings.put("http.port", "9080");
    assertThat(probe.ask()).isEqualTo(PortProbe.Answer.UNKNOWN);
  }
}
